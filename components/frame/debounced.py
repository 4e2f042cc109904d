"""Events collected for a short time, so that a page which is costly to load is loaded once for all of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from components.frame import live


class Debounced:
    """``follow`` is called once for all events received within ``seconds`` after the first."""

    def __init__(self, seconds: float, follow: Callable[[], Awaitable[None]]) -> None:
        self._seconds, self._follow = seconds, follow
        self._waiting = False

    async def on_events(self, _news: live.News) -> None:
        """Start waiting, unless it has started already."""
        if not self._waiting:
            self._waiting = True
            ui.timer(self._seconds, self._go, once=True)

    async def _go(self) -> None:
        self._waiting = False
        await self._follow()
