"""The dialog of every Excel import: choose a file, watch it being read, and see what became of each row."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui
from nicegui.events import UploadEventArguments

from components import jobs
from components.attempt import RefusalLine
from components.buttons import icon_button, plain_button
from components.documents.workbook import MEDIA_TYPE
from components.import_result import Outcome, import_result
from components.words import h2, words
from domain.errors import Refusal

ONLY_XLSX = '仅允许导入 xlsx 格式文件'
LARGEST_FILE = 10 << 20  # bytes; the server checks again

Step = Callable[[int, int], bool]  # told (rows done, rows in all); False: stop after this row
Take = Callable[[bytes, Step], Awaitable[Outcome]]


class ImportDialog:
    """``take`` reads the content and registers what is right; ``template`` makes the empty workbook.

    A refusal of the whole file is said in the dialog, and another file can be chosen at once.
    """

    def __init__(
        self,
        title: str,
        take: Take,
        template: Callable[[], bytes],
        template_name: str,
        *,
        remark: str = '请按模板填写，身份证号一列须为文本。',
    ) -> None:
        self._take, self._template, self._template_name, self._remark = take, template, template_name, remark
        self._stopped = self._busy = False
        self.file_name = ''  # of the file at hand: a label only
        with ui.dialog() as self._dialog, ui.card().classes('dialog wide'):
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
                words(f'{ONLY_XLSX}，不超过 10 MB；{self._remark}', 'p', 'muted grow')
                plain_button('下载模板', self._give_template, icon='download')
            self._line = RefusalLine()
            upload = ui.upload(
                label='将文件拖到此处，或点右侧 ＋ 选择文件', max_file_size=LARGEST_FILE, auto_upload=True,
                on_upload=self._came, on_rejected=lambda: self._line.show(f'{ONLY_XLSX}，不超过 10 MB'),
            )  # fmt: skip
            upload.props('accept=.xlsx')
        if refusal:
            self._line.show(refusal)

    def _give_template(self) -> None:
        ui.download.content(self._template(), self._template_name, MEDIA_TYPE)

    async def _came(self, event: UploadEventArguments) -> None:
        if self._busy:
            return
        if not event.file.name.lower().endswith('.xlsx') or event.file.size() > LARGEST_FILE:
            self._ask(f'{ONLY_XLSX}，不超过 10 MB')
            return
        self.file_name = event.file.name
        self._wait()
        refusal, outcome = '导入没有完成，请重试', None
        try:
            with jobs.running(self._stop):
                outcome = await self._take(await event.file.read(), self._step)
        except Refusal as reason:
            refusal = str(reason)
        finally:
            self._busy = False
            if not self._dialog.is_deleted:  # the page may have been left meanwhile
                self._dialog.props(remove='persistent')
                self._close_button.enable()
                self._ask(refusal) if outcome is None else await self._show(outcome)

    def _wait(self) -> None:
        self._busy, self._stopped = True, False
        self._dialog.props('persistent')
        self._close_button.disable()
        self._body.clear()
        with self._body:
            self._bar = ui.linear_progress(0, show_value=False).props('rounded size=8px aria-label=导入进度')
            self._text = words('正在读取文件…', 'p', 'muted num').props('aria-live=polite')
            with ui.element('div').classes('foot'):
                plain_button('取消', self._stop)

    def _stop(self) -> None:
        self._stopped = True
        self._text.text = '正在停止…'

    def _step(self, done: int, total: int) -> bool:
        if self._stopped or self._dialog.is_deleted:
            return False
        self._bar.value = done / total if total else 1
        self._text.text = f'{done} / {total}'
        return True

    async def _show(self, outcome: Outcome) -> None:
        self._body.clear()
        with self._body:
            await import_result(outcome, self._ask, self._dialog.close)
