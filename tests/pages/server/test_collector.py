"""The garbage collector skips open pages, and runs fully when few pages are open."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Iterator

import pytest
from nicegui import Client, core

from pages.server import collector
from tests.waiting import until


class Circle:
    """References itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


@pytest.mark.parametrize(('few', 'stays'), [(2, False), (1, True)])
async def test_reference_cycles_are_collected_when_few_pages_are_open(
    monkeypatch: pytest.MonkeyPatch, few: int, stays: bool
) -> None:
    monkeypatch.setattr(Client, 'instances', {'one': object(), 'another': object()})
    monkeypatch.setattr(collector, 'FEW', few)
    circle = weakref.ref(Circle())
    gc.freeze()
    collector.tidy()
    assert (circle() is not None) is stays


async def test_objects_older_than_a_second_are_not_collected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core.app, 'config', type('Config', (), {'has_run_config': True})())
    keeping = asyncio.create_task(collector.keep_freezing())
    try:
        await asyncio.sleep(0)
        assert gc.get_freeze_count() > 10_000
        kept, count = [Circle() for _ in range(100)], gc.get_freeze_count()
        await until(lambda: gc.get_freeze_count() >= count + len(kept), 'leaving them alone')
    finally:
        keeping.cancel()
