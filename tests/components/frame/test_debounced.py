"""Many events in a short time load a costly page once, and the next event loads it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from nicegui import ui

from components.frame.debounced import Debounced
from components.frame.live import News

NEWS = News(())


@pytest.fixture
def timers(monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, Callable[[], Any]]]:
    """The timers that were set; they end when the test calls them."""
    begun: list[tuple[float, Callable[[], Any]]] = []

    def timer(seconds: float, act: Callable[[], Any], *, once: bool) -> None:
        assert once
        begun.append((seconds, act))

    monkeypatch.setattr(ui, 'timer', timer)
    return begun


async def test_all_events_of_one_interval_are_followed_once(timers: list[tuple[float, Callable[[], Any]]]) -> None:
    followed: list[str] = []

    async def follow() -> None:
        followed.append('loaded')

    debounced = Debounced(2.5, follow)
    for _ in range(3):
        await debounced.on_events(NEWS)
    ((seconds, end),) = timers
    assert (seconds, followed) == (2.5, [])
    await end()
    assert followed == ['loaded']
    await debounced.on_events(NEWS)
    await timers[1][1]()
    assert (len(timers), followed) == (2, ['loaded', 'loaded'])


async def test_an_event_that_comes_while_the_page_loads_is_not_lost(
    timers: list[tuple[float, Callable[[], Any]]],
) -> None:
    async def follow() -> None:
        await debounced.on_events(NEWS)  # what is being loaded is older than this

    debounced = Debounced(1, follow)
    await debounced.on_events(NEWS)
    await timers[0][1]()
    assert len(timers) == 2
