"""A click acts once: while its act runs, further clicks on the same control do nothing."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine
from typing import Any

from nicegui import ui
from nicegui.events import ClickEventArguments

# What NiceGUI accepts as a click handler: with or without the event, plain or async.
OnClick = Callable[[], Any] | Callable[[ClickEventArguments], Any]


def once(act: OnClick) -> Callable[[ClickEventArguments], Any]:
    """The handler of a button that ignores clicks until ``act`` is done, and is shown as busy in the meantime.

    An act that asks a question is done when the question is answered. The script once.js already stops the second half
    of a double click in the browser; this stops what is sent all the same.
    """
    busy = False

    def pressed(event: ClickEventArguments) -> Any:
        nonlocal busy
        if busy:
            return None
        returned = act(event) if _expects(act) else act()  # type: ignore[call-arg]
        if not inspect.iscoroutine(returned):  # closing a dialog returns it, and waiting for a dialog opens it
            return returned
        busy = True
        return acting(returned, event.sender)

    async def acting(running: Coroutine[Any, Any, Any], button: ui.element) -> None:
        nonlocal busy
        button.props['aria-busy'] = 'true'
        try:
            await running
        finally:
            busy = False
            if not button.is_deleted:  # the act may have led to another page
                button.props.pop('aria-busy', None)

    return pressed


def _expects(act: OnClick) -> bool:
    """Whether it takes the event: a parameter that has no default."""
    parameters = inspect.signature(act).parameters.values()
    return any(one.default is one.empty and one.kind is not one.VAR_POSITIONAL for one in parameters)
