"""The dialog of 导入对账单: choose a file, see what each row would result in, book it, and see the result of each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from components.documents.plain_table import MEDIA_TYPE as CSV
from components.imports.upload_dialog import OTHER_TABLES, UploadDialog
from components.kit.buttons import plain_button, primary_button
from components.money.statement_rows import Shown, judged_table
from domain.long_work import Step

Look = Callable[[str, bytes], Awaitable[Shown]]
Book = Callable[[Step], Awaitable[Shown]]


class StatementDialog(UploadDialog):
    """``look`` checks the rows of a file (name, content), ``book`` books those of the last checked file."""

    accepted = ('.xlsx', *OTHER_TABLES)
    only = '仅允许导入 xlsx、csv 格式的对账单，不超过 10 MB'
    failed = '没有完成，请重试；已经入账的收款不会丢失，也不会重复入账'
    card = 'statement'

    def __init__(self, title: str, look: Look, book: Book, template: Callable[[], bytes], template_name: str) -> None:
        self._look, self._book = look, book
        super().__init__(title, template, template_name, '。先逐行核对，确认后才入账。')

    async def _read(self, name: str, content: bytes) -> None:
        checked = await self._carried_out('正在核对对账单…', lambda _step: self._look(name, content))
        if checked is not None:
            await self._show(checked)

    async def _go(self) -> None:
        if self._busy:
            return
        booked = await self._carried_out('正在入账…', self._book, stop='停止')
        if booked is not None:
            await self._show(booked)

    async def _show(self, shown: Shown) -> None:
        self._body.clear()
        with self._body:
            load = judged_table(shown)
            with ui.element('div').classes('foot'):
                plain_button('换一个文件' if shown.go else '继续导入', self._ask)
                plain_button(
                    '下载逐行结果', lambda: ui.download.content(shown.report, shown.report_name, CSV), icon='download'
                )
                if shown.go:
                    primary_button(shown.go, self._go)
                else:
                    primary_button('完成', self._dialog.close)
            await load()
