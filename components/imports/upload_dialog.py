"""The dialog for a file: choose it or download the template, see the progress, stop it, read why it was refused."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from typing import TypeVar

from nicegui import ui
from nicegui.events import UploadEventArguments

from components.documents.workbook import MEDIA_TYPE
from components.kit import jobs
from components.kit.attempt import RefusalLine
from components.kit.buttons import icon_button, plain_button
from components.kit.progress import Progress
from components.kit.words import h2, words
from domain.errors import Refusal
from domain.long_work import Step

LARGEST_FILE = 10 << 20  # bytes; the server checks again
OTHER_TABLES = ('.xls', '.xlsm', '.xlsb', '.et', '.ods', '.csv', '.html', '.htm')

T = TypeVar('T')


class UploadDialog(ABC):
    """``only`` says which files are ``accepted``, ``failed`` that the work failed; ``template`` makes an empty file.

    A refusal of the whole file is shown in the dialog, and another file can be chosen at once.
    """

    accepted: tuple[str, ...]
    only: str
    failed: str
    card = ''

    def __init__(self, title: str, template: Callable[[], bytes], template_name: str, remark: str) -> None:
        self._template, self._template_name, self._remark = template, template_name, remark
        self._busy = False
        with ui.dialog() as self._dialog, ui.card().classes('dialog wide').classes(self.card):
            self._dialog.props['aria-label'] = title
            with ui.element('div').classes('line'):
                h2(title)
                words('', 'span', 'grow')
                self._close_button = icon_button('close', '关闭', self._dialog.close)
            self._body = ui.element('div').classes('stack')
        self._ask()

    async def shown(self) -> None:
        """Open the dialog and return when it is closed."""
        self._dialog.open()
        await self._dialog
        self._dialog.delete()

    @abstractmethod
    async def _read(self, name: str, content: bytes) -> None:
        """Process the uploaded file and show the result."""

    def _ask(self, refusal: str = '') -> None:
        self._body.clear()
        with self._body:
            with ui.element('div').classes('line'):
                words(f'{self.only}{self._remark}', 'p', 'muted grow')
                plain_button('下载模板', self._give_template, icon='download')
            line = RefusalLine()
            upload = ui.upload(
                label='将文件拖到此处，或点右侧 ＋ 选择文件', max_file_size=LARGEST_FILE, auto_upload=True,
                on_upload=self._uploaded, on_rejected=lambda: line.show(self.only),
            )  # fmt: skip
            upload.props['accept'] = ','.join(self.accepted)
        if refusal:
            line.show(refusal)

    def _give_template(self) -> None:
        ui.download.content(self._template(), self._template_name, MEDIA_TYPE)

    async def _uploaded(self, event: UploadEventArguments) -> None:
        if self._busy:
            return
        if not event.file.name.lower().endswith(self.accepted) or event.file.size() > LARGEST_FILE:
            self._ask(self.only)
            return
        await self._read(event.file.name, await event.file.read())

    async def _carried_out(self, text: str, work: Callable[[Step], Awaitable[T]], *, stop: str = '') -> T | None:
        """Show the progress of ``work`` and return its result; None when it was refused (this is shown) or failed.

        ``stop`` is the text of the button that stops it early; without it the work reports no progress.
        """
        progress = self._wait(text, stop)
        refusal, given = self.failed, None
        try:
            with self._dialog, jobs.running(progress.cancel):  # the clicked element is already deleted
                given = await work(progress.step)
        except Refusal as reason:
            refusal = str(reason)
        finally:
            self._busy = False
            if not self._dialog.is_deleted:  # the page may have been closed in the meantime
                self._dialog.props(remove='persistent')
                self._close_button.enable()
                if given is None:
                    self._ask(refusal)
        return None if self._dialog.is_deleted else given

    def _wait(self, text: str, stop: str) -> Progress:
        self._busy = True
        self._dialog.props('persistent')
        self._close_button.disable()
        self._body.clear()
        with self._body:
            return Progress(text, waiting=text, stop=stop)
