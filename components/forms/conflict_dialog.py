"""The dialog for a reviewer whose decision came second: who decided what and when, and the opinion typed so far."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from components.kit.buttons import plain_button, primary_button
from components.kit.dialog import review_dialog
from components.kit.words import words
from domain.errors import DecidedAlready


def conflict_dialog(taken: DecidedAlready, typed: str, refresh: Callable[[], Awaitable[None]]) -> None:
    """Open it; ``typed`` stays readable and can be copied, ``refresh`` shows the application as it is now."""

    async def look() -> None:
        dialog.close()
        await refresh()

    def copy() -> None:
        ui.clipboard.write(typed)
        ui.notify('已复制')

    with review_dialog('该申报已被处理') as dialog:
        with ui.element('dl').classes('facts'):
            for label, value in (('处理人', taken.who), ('处理结果', taken.what), ('处理时间', taken.when)):
                words(label, 'dt')
                words(value, 'dd')
        words('您的操作没有执行。', 'div')
        if typed:
            with ui.element('div').classes('quote'):
                words('您已填写的意见（已保留）', 'small', 'muted')
                words(typed, 'div', 'pre')
        with ui.element('div').classes('foot'):
            if typed:
                plain_button('复制意见', copy)
            plain_button('关闭', dialog.close)
            primary_button('查看最新状态', look)
    dialog.open()
