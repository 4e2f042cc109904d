"""The moment a print window opens or closes while a page is open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from domain import clock
from domain.rules.exam.tickets import Printing, Times
from domain.rules.year.typed_times import over_at

FAR = 12 * 3600  # seconds: no session lives longer


class Edge:
    """Redraws a page when its text about printing is outdated; ``room`` is a permanent part of the page."""

    def __init__(self, room: ui.element, draw: Callable[[], Awaitable[None]]) -> None:
        self._room, self._draw = room, draw
        self._timer: ui.timer | None = None

    def wait(self, times: Times) -> None:
        """Wait for the end of the state in ``times``, if that is soon; this replaces an earlier wait."""
        if self._timer:
            self._timer.cancel()
        over = over_at(times.closes_at) if times.closes_at else None
        edge = {Printing.OPEN: over, Printing.SOON: times.opens_at}.get(times.printing)
        seconds = (edge - clock.now()).total_seconds() if edge else 0.0
        if 0 < seconds < FAR:
            with self._room:
                self._timer = ui.timer(seconds + 1, self._draw, once=True)
