"""One try of an act from the screen: no second click while it runs, a refusal is said where it was asked for."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable

from nicegui import ui

from components.kit.words import words
from domain.errors import DecidedAlready, Refusal

MaybeAwaitable = Awaitable[None] | None


async def settled(told: MaybeAwaitable) -> None:
    """Wait for what a callback returned, if there is anything to wait for."""
    if inspect.isawaitable(told):
        await told


class RefusalLine:
    """The place where a refusal's sentence appears, read out at once; empty it takes no room."""

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
    """Runs acts one at a time; ``on_conflict`` is told who was faster and what had been typed."""

    def __init__(self, on_conflict: Callable[[DecidedAlready, str], None]) -> None:
        self._on_conflict = on_conflict
        self.busy = False

    async def __call__(
        self, act: Callable[[], Awaitable[None]], line: RefusalLine, *buttons: ui.button, typed: str = ''
    ) -> bool:
        """Whether it is settled, so that the dialog that asked may close: done, or decided by somebody else."""
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
