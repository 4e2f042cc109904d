"""The limits on requests without a session: a token bucket for each key, and so many at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from domain.services import limits
from domain.services.limits import ConcurrencyLimit, RateLimit

Wait = Callable[[float], None]


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Wait:
    """Lets the given seconds pass for the limits, and no other time."""
    now = [1000.0]
    monkeypatch.setattr(limits, 'time', SimpleNamespace(monotonic=lambda: now[0]))

    def passes(seconds: float) -> None:
        now[0] += seconds

    return passes


def taken(limit: RateLimit, times: int, key: str = '') -> int:
    return sum(limit.take(key) for _ in range(times))


def test_so_many_are_allowed_at_once_and_no_more(wait: Wait) -> None:
    assert taken(RateLimit(per_second=2, burst=5), 9) == 5


def test_time_brings_them_back_at_the_rate_and_never_more_than_at_first(wait: Wait) -> None:
    limit = RateLimit(per_second=2, burst=5)
    taken(limit, 9)
    wait(0.4)
    assert taken(limit, 9) == 0
    wait(0.2)
    assert taken(limit, 9) == 1
    wait(3600)
    assert taken(limit, 9) == 5


def test_what_was_refused_costs_nothing(wait: Wait) -> None:
    limit = RateLimit(per_second=1, burst=1)
    taken(limit, 100)
    wait(1)
    assert limit.take()


def test_each_key_has_its_own_bucket(wait: Wait) -> None:
    limit = RateLimit(per_second=1, burst=3)
    assert taken(limit, 9, '10.0.0.1') == 3
    assert taken(limit, 9, '10.0.0.2') == 3
    assert taken(limit, 9) == 3


def test_a_key_is_forgotten_once_its_bucket_is_full_again(wait: Wait, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, 'MANY', 2)
    limit = RateLimit(per_second=1, burst=10)
    limit.take('quiet')
    taken(limit, 10, 'busy')
    wait(1)
    limit.take('new')
    assert limit._buckets.keys() == {'busy', 'new'}
    assert taken(limit, 9, 'busy') == 1


def test_a_limit_that_brings_nothing_back_keeps_what_was_used(wait: Wait, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, 'MANY', 1)
    limit = RateLimit(per_second=0, burst=1)
    limit.take('used')
    wait(3600)
    assert limit.take('new')
    assert not limit.take('used')


async def test_only_so_many_work_at_the_same_time() -> None:
    limit, release = ConcurrencyLimit(2), asyncio.Event()
    inside: list[int] = []

    async def work(number: int) -> None:
        async with limit.turn():
            inside.append(number)
            await release.wait()

    async with asyncio.TaskGroup() as group:
        for number in range(5):
            group.create_task(work(number))
        await asyncio.sleep(0)
        assert inside == [0, 1]
        release.set()
    assert inside == [0, 1, 2, 3, 4]
