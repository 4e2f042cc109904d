"""One attempt at an act from the screen: no second click while it runs, a refusal is shown where the act began."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable

from nicegui import ui

from components.kit.words import words
from domain.errors import DecidedAlready, Refusal

MaybeAwaitable = Awaitable[None] | None


async def settled(returned: MaybeAwaitable) -> None:
    """Await what a callback returned, if it is awaitable."""
    if inspect.isawaitable(returned):
        await returned


class RefusalLine:
    """The place where a refusal appears, announced to screen readers at once; empty it takes no room."""

    def __init__(self) -> None:
        with ui.element('div').classes('notice red refusal') as self._box:
            ui.icon('error').props('aria-hidden=true')
            self._text = words('', 'div', 'grow')
        self._box.props['role'] = 'alert'
        self.clear()

    def show(self, sentence: str) -> None:
        self._text.text = sentence
        self._box.visible = True

    def clear(self) -> None:
        self._text.text = ''
        self._box.visible = False


class Attempt:
    """Runs acts one at a time; ``on_conflict`` receives the earlier decision and the text typed so far."""

    def __init__(self, on_conflict: Callable[[DecidedAlready, str], None]) -> None:
        self._on_conflict = on_conflict
        self.busy = False

    async def __call__(
        self, act: Callable[[], Awaitable[None]], line: RefusalLine, *buttons: ui.button, typed: str = ''
    ) -> bool:
        """Whether it is finished, so that its dialog may close: done, or already decided by another person."""
        if self.busy:
            return False
        self.busy = True
        line.clear()
        for button in buttons:
            button.props('loading')
        try:
            await act()
        except DecidedAlready as taken:
            self._on_conflict(taken, typed)
        except Refusal as refusal:
            line.show(str(refusal))
            return False
        finally:
            self.busy = False
            for button in buttons:
                if not button.is_deleted:  # the act may have led to another page
                    button.props(remove='loading')
        return True
