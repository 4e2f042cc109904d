"""W1 at full size, on each database."""

from __future__ import annotations

from collections.abc import Callable

from tests.services.test_random_walk import wander
from tests.town import Town

WALKS = 500


async def test_five_hundred_walks_of_forty_steps(town: Town, figure: Callable[[str], None]) -> None:
    figure(await wander(town, WALKS))
