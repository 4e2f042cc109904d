"""X1: script injections in every free text, on the pages that show them: none runs, none becomes an element."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from storage.settings.config import Settings
from tests.browser.injection import COLUMNS, FORM, TEXTS, poison, walk
from tests.browser.server import Demonstration
from tests.waiting import PATIENT

PATHS = ('/', '/search', '/review/manual', '/opinions', '/deferrals', '/admin/units', '/payments/orders')
COUNTY = '410327'


@pytest.fixture(scope='module')
def poisoned(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """A demonstration whose every free text wants to run."""
    server = Demonstration(tmp_path_factory.mktemp('poisoned'), program=PATIENT)
    shutil.copytree(built, server.data)
    assert poison(Settings(data=server.data).database_file) > 1_000
    server.start()
    yield server
    server.stop()


def test_script_injections_are_shown_as_text(
    chromium: Browser, poisoned: Demonstration, figure: Callable[[str], None]
) -> None:
    opened, taken = walk(chromium, poisoned.address, COUNTY, [*PATHS, *reviews(poisoned)[:2]])
    assert taken == []
    figure(
        f'X1 {len(TEXTS)} injections in {sum(map(len, COLUMNS.values())) + len(FORM)} free texts, {opened} pages: '
        '0 executions, 0 elements'
    )


def reviews(server: Demonstration) -> list[str]:
    """The addresses of some applications in the county's queue and below it."""
    database = sqlite3.connect(f'file:{Settings(data=server.data).database_file}?mode=ro', uri=True)
    rows = database.execute(
        'SELECT a.id, a.senior FROM application a JOIN organisation o ON o.id = a.holder_id '
        "WHERE o.code = '410327' ORDER BY a.senior DESC, a.open_notes DESC, a.id LIMIT 8"
    ).fetchall()
    database.close()
    return [f'/review/{"senior" if senior else "manual"}/{number}' for number, senior in rows]


__all__ = ['poisoned']
