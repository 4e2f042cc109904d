"""R1 and R6 at full size, on each database."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from storage.settings.config import Settings
from tests.services.review.test_killed_deciding import kill_often
from tests.storage.connection.test_engines import cancel_often

KILLS, CANCELS = 200, 2_000


async def test_two_hundred_kills_while_deciding(empty_installation: Settings, figure: Callable[[str], None]) -> None:
    figure(await kill_often(empty_installation, KILLS))


@pytest.mark.usefixtures('database')
async def test_two_thousand_cancelled_transactions(figure: Callable[[str], None]) -> None:
    figure(await cancel_often(CANCELS))
