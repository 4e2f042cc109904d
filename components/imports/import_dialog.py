"""The dialog of every Excel import: choose a file, see its progress, and see the result of each row."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from components.imports.import_result import ImportOutcome, import_result
from components.imports.upload_dialog import OTHER_TABLES, UploadDialog
from domain.long_work import Step

Take = Callable[[bytes, Step], Awaitable[ImportOutcome]]


class ImportDialog(UploadDialog):
    """``take`` reads the content and registers the correct rows; ``template`` makes the empty workbook."""

    # What is no .xlsx is named for what it is by the server, which looks at the content.
    accepted = ('.xlsx', *OTHER_TABLES)
    only = '仅允许导入 xlsx 格式文件，不超过 10 MB'
    failed = '导入没有完成，请重试'
    card = 'imported'

    def __init__(
        self,
        title: str,
        take: Take,
        template: Callable[[], bytes],
        template_name: str,
        *,
        remark: str = '请按模板填写，身份证号一列须为文本。',
    ) -> None:
        self._take = take
        self.file_name = ''  # of the current file; used only as a label
        super().__init__(title, template, template_name, f'；{remark}')

    async def _read(self, name: str, content: bytes) -> None:
        self.file_name = name
        outcome = await self._carried_out('正在读取文件…', lambda step: self._take(content, step), stop='取消')
        if outcome is None:
            return
        self._body.clear()
        with self._body:
            await import_result(outcome, self._ask, self._dialog.close)
