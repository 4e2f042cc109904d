"""A click acts once: while its act runs, or its dialog is open, further clicks on the same control do nothing."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from weakref import WeakSet

from nicegui import ui
from nicegui.events import ClickEventArguments, UiEventArguments

# What NiceGUI accepts as a click handler: with or without the event, plain or async.
OnClick = Callable[[], Any] | Callable[[ClickEventArguments], Any]


Dialogs = WeakSet[ui.dialog]  # a dialog is deleted when it is closed: no control keeps it alive
_opened: ContextVar[Dialogs | None] = ContextVar('the dialogs that the click at hand opened', default=None)


def opened_by_click(dialog: ui.dialog) -> None:
    """The control that was clicked opens no second dialog while this one is open."""
    dialogs = _opened.get()
    if dialogs is not None:
        dialogs.add(dialog)


def once(act: OnClick) -> Callable[[UiEventArguments], Any]:
    """The handler of a button that ignores clicks until ``act`` is done, and is shown as busy in the meantime.

    An act that asks a question is done when the question is answered; a dialog that it opens and leaves open must be
    closed first. The script once.js already stops the second half of a double click in the browser, and an open dialog
    covers the button there; this stops what is sent all the same.
    """
    busy, dialogs = False, Dialogs()

    def pressed(event: UiEventArguments) -> Any:
        nonlocal busy
        if busy or any(dialog.value and not dialog.is_deleted for dialog in dialogs):
            return None
        with _collecting(dialogs):
            returned = act(event) if _expects(act) else act()  # type: ignore[arg-type, call-arg]
        if not inspect.iscoroutine(returned):  # closing a dialog returns it, and waiting for a dialog opens it
            return returned
        busy = True
        return acting(returned, event.sender)

    async def acting(running: Coroutine[Any, Any, Any], button: ui.element) -> None:
        nonlocal busy
        button.props['aria-busy'] = 'true'
        try:
            with _collecting(dialogs):
                await running
        finally:
            busy = False
            if not button.is_deleted:  # the act may have led to another page
                button.props.pop('aria-busy', None)

    return pressed


@contextmanager
def _collecting(dialogs: Dialogs) -> Iterator[None]:
    token = _opened.set(dialogs)
    try:
        yield
    finally:
        _opened.reset(token)


def _expects(act: OnClick) -> bool:
    """Whether it takes the event: a parameter that has no default."""
    parameters = inspect.signature(act).parameters.values()
    return any(one.default is one.empty and one.kind is not one.VAR_POSITIONAL for one in parameters)
