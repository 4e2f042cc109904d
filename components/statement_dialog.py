"""The dialog of 导入对账单: choose a file, see what each row would come to, book it, and see what became of each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from nicegui import ui
from nicegui.events import UploadEventArguments

from components import jobs
from components.attempt import RefusalLine
from components.buttons import icon_button, plain_button, primary_button
from components.documents.plain_table import MEDIA_TYPE as CSV
from components.documents.workbook import MEDIA_TYPE as XLSX
from components.import_dialog import LARGEST_FILE, Step
from components.statement_rows import Shown, judged_table
from components.words import h2, words
from domain.errors import Refusal

ACCEPTED = ('.xlsx', '.csv')
ONLY = '仅允许导入 xlsx、csv 格式的对账单，不超过 10 MB'
FAILED = '没有完成，请重试；已经入账的收款不会丢失，也不会重复入账'

Look = Callable[[str, bytes], Awaitable[Shown]]
Book = Callable[[Step], Awaitable[Shown]]
T = TypeVar('T')


class StatementDialog:
    """``look`` judges the rows of a file (name, content), ``book`` books those of the file last looked at.

    A refusal is said in the dialog, and another file can be chosen at once.
    """

    def __init__(self, title: str, look: Look, book: Book, template: Callable[[], bytes], template_name: str) -> None:
        self._look, self._book, self._template, self._template_name = look, book, template, template_name
        self._stopped = self._busy = False
        with ui.dialog() as self._dialog, ui.card().classes('dialog wide statement'):
            self._dialog.props['aria-label'] = title
            with ui.element('div').classes('line'):
                h2(title)
                words('', 'span', 'grow')
                self._close_button = icon_button('close', '关闭', self._dialog.close)
            self._body = ui.element('div').classes('stack')
        self._ask()

    async def shown(self) -> None:
        """Open the dialog and come back when it is closed."""
        self._dialog.open()
        await self._dialog
        self._dialog.delete()

    def _ask(self, refusal: str = '') -> None:
        self._body.clear()
        with self._body:
            with ui.element('div').classes('line'):
                words(f'{ONLY}。先逐行核对，确认后才入账。', 'p', 'muted grow')
                plain_button('下载模板', self._give_template, icon='download')
            line = RefusalLine()
            upload = ui.upload(
                label='将文件拖到此处，或点右侧 ＋ 选择文件', max_file_size=LARGEST_FILE, auto_upload=True,
                on_upload=self._came, on_rejected=lambda: line.show(ONLY),
            )  # fmt: skip
            upload.props['accept'] = ','.join(ACCEPTED)
        if refusal:
            line.show(refusal)

    def _give_template(self) -> None:
        ui.download.content(self._template(), self._template_name, XLSX)

    async def _came(self, event: UploadEventArguments) -> None:
        if self._busy:
            return
        if not event.file.name.lower().endswith(ACCEPTED) or event.file.size() > LARGEST_FILE:
            self._ask(ONLY)
            return
        name, content = event.file.name, await event.file.read()
        looked = await self._carried_out('正在核对对账单…', lambda: self._look(name, content), stoppable=False)
        if looked is not None:
            await self._show(looked)

    async def _go(self) -> None:
        if self._busy:
            return
        booked = await self._carried_out('正在入账…', lambda: self._book(self._step), stoppable=True)
        if booked is not None:
            await self._show(booked)

    async def _carried_out(self, text: str, work: Callable[[], Awaitable[T]], *, stoppable: bool) -> T | None:
        """What ``work`` gives, while its progress is shown; None when it was refused, which is said, or failed."""
        self._wait(text, stoppable=stoppable)
        refusal, given = FAILED, None
        try:
            with self._dialog, jobs.running(self._stop):  # what was clicked is gone by now, the dialog stays
                given = await work()
        except Refusal as reason:
            refusal = str(reason)
        finally:
            self._busy = False
            if not self._dialog.is_deleted:  # the page may have been left meanwhile
                self._dialog.props(remove='persistent')
                self._close_button.enable()
                if given is None:
                    self._ask(refusal)
        return None if self._dialog.is_deleted else given

    def _wait(self, text: str, *, stoppable: bool) -> None:
        self._busy, self._stopped = True, False
        self._dialog.props('persistent')
        self._close_button.disable()
        self._body.clear()
        with self._body:
            self._bar = ui.linear_progress(0, show_value=False).props('rounded size=8px')
            self._bar.props['aria-label'] = text
            self._bar.set_visibility(stoppable)
            self._text = words(text, 'p', 'muted num').props('aria-live=polite')
            if stoppable:
                with ui.element('div').classes('foot'):
                    plain_button('停止', self._stop)

    def _stop(self) -> None:
        self._stopped = True
        if not self._text.is_deleted:
            self._text.text = '正在停止…'

    def _step(self, done: int, total: int) -> bool:
        if self._stopped or self._dialog.is_deleted:
            return False
        self._bar.value = done / total if total else 1
        self._text.text = f'{done} / {total}'
        return True

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
