"""S1 and R8: the time limits of the list of figures, which need an otherwise idle machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from nicegui.testing import User

from storage.settings.config import Settings
from tests.pages.conftest import patience, served
from tests.security.conftest import on_sqlite
from tests.security.test_revocation import end_all
from tests.services.test_faults import fill_the_database, start_broken
from tests.town import Town

__all__ = ['patience', 'served']  # the fixtures
LEFT, RECOVERY, START = 2.0, 5.0, 10.0


@on_sqlite
async def test_pages_leave_when_their_session_ends(
    served: Town, user: User, figure: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, slowest = await end_all(served, user, monkeypatch)
    figure(f'S1 the last page left after {slowest:.2f} s')
    assert slowest <= LEFT


async def test_a_database_that_was_full_recovers(tmp_path: Path, figure: Callable[[str], None]) -> None:
    _, took = await fill_the_database(Settings(data=tmp_path, database=None))
    figure(f'R8 well again after {took:.2f} s')
    assert took <= RECOVERY


async def test_a_broken_database_ends_the_start(tmp_path: Path, figure: Callable[[str], None]) -> None:
    took = await start_broken(Settings(data=tmp_path, database=None))
    figure(f'R8 the start ended after {took:.1f} s')
    assert took <= START
