"""导入Excel of 补报 and 破格（一线）申报: the workbook imported row by row, with a reason for every refused row."""

from __future__ import annotations

from components.documents import workbook
from components.documents.workbook import Heading
from components.imports.import_dialog import ImportDialog
from components.imports.import_result import ImportOutcome
from components.kit.words import Kind
from domain.long_work import Step
from domain.rules.registration.late_and_exceptional_entries import Entrance
from domain.rules.registration.late_entry_sheet import CATEGORY, CHANNEL, COLUMNS, DOCUMENT, ID_NUMBER, UNIT
from domain.rules.vocabulary import Word
from domain.services.registration import late_import
from domain.services.registration.late_import import LateImportReport, LateOutcome
from pages.access import current_actor
from pages.views.import_outcome import import_outcome

WIDTHS = {ID_NUMBER: 22, UNIT: 16, CATEGORY: 24, DOCUMENT: 36}
NOTES = {
    ID_NUMBER: '18 位，单元格须为“文本”格式（本模板已设好）；被 Excel 存成数字的号码末几位已丢失，会被拒绝',
    UNIT: '所在单位或主管单位的编码，如 410327001001，须在本级管理范围内',
    CHANNEL: '破格、一线',
    CATEGORY: '破格或一线的类别，如：长期在野外一线工作',
    DOCUMENT: '批准文件的名称和文号；证明文件导入后在列表中用“上传证明”上传',
}
_KINDS: dict[Word, Kind] = {LateOutcome.ADDED: 'green', LateOutcome.REFUSED: 'red', LateOutcome.BLANK: 'grey'}


async def open_import_dialog(entrance: Entrance) -> None:
    """Show the dialog; returns when it is closed."""
    columns = COLUMNS[entrance]
    headings = [Heading(column, WIDTHS.get(column, 14)) for column in columns]
    notes = [('必填列', '、'.join(columns)), *((column, NOTES[column]) for column in columns if column in NOTES)]

    async def import_rows(content: bytes, step: Step) -> ImportOutcome:
        """Import the workbook as the account signed in now."""
        return outcome_of(entrance, await late_import.import_rows(await current_actor(), entrance, content, step))

    def template() -> bytes:
        return workbook.template(entrance.label, headings, notes)

    await ImportDialog(f'导入{entrance.label}人员', import_rows, template, f'{entrance.label}导入模板.xlsx').shown()


def outcome_of(entrance: Entrance, report: LateImportReport) -> ImportOutcome:
    """The report as shown in the dialog."""
    remark = '导入已停止，停止前登记的人员已保存。' if report.stopped else ''
    return import_outcome(report, _KINDS, f'{entrance.label}导入结果', remark)
