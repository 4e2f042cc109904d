"""The keys of the review page and the dialog that explains them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from nicegui import ui
from nicegui.events import KeyEventArguments

from components.kit.buttons import primary_button
from components.kit.dialog import review_dialog
from components.kit.words import words

# What the help shows; the panel binds the same keys.
KEYS = {
    'J': '下一个',
    'K': '上一个',
    'A': '通过',
    'R': '退回本人',
    'X': '不通过',
    '?': '查看快捷键',
}


def shortcuts(handlers: Mapping[str, Callable[[], Awaitable[None]]]) -> ui.keyboard:
    """Run a handler when its key is pressed, but not while typing, with a modifier key or while a dialog is open."""

    async def pressed(event: KeyEventArguments) -> None:
        held = event.modifiers.ctrl or event.modifiers.alt or event.modifiers.meta
        if not event.action.keydown or event.action.repeat or held or _a_dialog_is_open():
            return
        handler = handlers.get((event.key.name or '').upper())
        if handler:
            await handler()

    # Buttons are not ignored: after a click the focus stays on the button, and the keys must still work.
    return ui.keyboard(pressed, ignore=['input', 'select', 'textarea'])


def _a_dialog_is_open() -> bool:
    return any(isinstance(element, ui.dialog) and element.value for element in ui.context.client.elements.values())


def shortcut_help() -> None:
    """Open the list of keys."""
    with review_dialog('快捷键') as dialog:
        with ui.element('dl').classes('keys'):
            for key, meaning in KEYS.items():
                with ui.element('dt'):
                    words(key, 'kbd')
                words(meaning, 'dd')
        words('正在输入文字或打开对话框时，快捷键不起作用。', 'span', 'muted')
        with ui.element('div').classes('foot'):
            primary_button('知道了', dialog.close)
    dialog.open()
