"""A2 at full size: ten thousand acts of random actors on each database."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.security.test_scope import wander
from tests.town import Town

TRIES = 10_000


async def test_ten_thousand_acts_of_random_people(town: Town, figure: Callable[[str], None]) -> None:
    figure(f'A2 {await wander(town, Random(2026), TRIES)}')
