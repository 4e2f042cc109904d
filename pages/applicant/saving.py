"""Saving while typing: one save at a time, always with the newest values, so that no save overtakes another."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Collection

from domain.rules.application.form import Form
from domain.services.application import filling
from domain.services.application.filling import Saved
from pages.access import current_actor, refusals


class Saving:
    """Typed values not saved yet; ``on_saved`` receives the keys of every save and its result.

    ``known`` is the form as this window shows it, ``window`` its random name in the events of saves.
    """

    def __init__(
        self, application_id: int, known: Form, on_saved: Callable[[Collection[str], Saved], Awaitable[None]]
    ) -> None:
        self._application_id, self.known, self._on_saved = application_id, known, on_saved
        self.window = secrets.token_hex(8)
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
                    actor = await current_actor()
                    saved = await filling.save(actor, self._application_id, batch, known=self.known, window=self.window)
                    self.known = self.known.model_copy(update={key: getattr(saved.form, key) for key in batch})
                    await self._on_saved(batch, saved)
        finally:
            self._busy = False
