"""Saving while typing: one save at a time, always with the newest values, so that no save overtakes another."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection

from domain.services.application import filling
from domain.services.application.filling import Saved
from pages.access import current_actor, refusals


class Saving:
    """Typed values not saved yet; ``on_saved`` receives the keys of every save and its result."""

    def __init__(self, application_id: int, on_saved: Callable[[Collection[str], Saved], Awaitable[None]]) -> None:
        self._application_id, self._on_saved = application_id, on_saved
        self._waiting: dict[str, object] = {}
        self._busy = False

    async def typed(self, key: str, value: object) -> None:
        """Save this value; when a save is running, that run also saves this value."""
        self._waiting[key] = value
        if self._busy:
            return
        self._busy = True
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, {}
                with refusals():
                    saved = await filling.save(await current_actor(), self._application_id, batch)
                    await self._on_saved(batch, saved)
        finally:
            self._busy = False
