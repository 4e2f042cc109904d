"""The question before an act that is hard to undo."""

from __future__ import annotations

from nicegui import ui

from components.kit.buttons import plain_button, primary_button, reject_button
from components.kit.words import h2, words


async def confirm(title: str, text: str, yes: str = '确认', danger: bool = False, typed: str | None = None) -> bool:
    """Ask, and return whether the answer was yes.

    With ``typed`` the person must type exactly this text first (a count for large bulk acts). Escape, 取消 and a closed
    page mean no.
    """
    with ui.dialog() as dialog, ui.card().classes('dialog'):
        dialog.props['aria-label'] = title
        h2(title)
        words(text, 'p', 'pre')
        answer = ui.input(f'请输入“{typed}”以确认').props('maxlength=40 autofocus') if typed else None

        def accept() -> None:
            if answer is None or (isinstance(answer.value, str) and answer.value.strip() == typed):
                dialog.submit(True)
            elif answer is not None:
                answer.props['error'] = True
                answer.props['error-message'] = f'请准确输入“{typed}”'

        with ui.element('div').classes('foot'):
            plain_button('取消', lambda: dialog.submit(False))
            button = (reject_button if danger else primary_button)(yes, accept)
        if answer is not None:
            answer.on('keydown.enter', accept, [])
        else:
            button.props('autofocus')
    result = await dialog
    dialog.delete()  # dialogs are hidden when closed, not removed
    return result is True
