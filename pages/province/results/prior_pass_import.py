"""导入往年合格人员: the template, the dialog, and the result of each row."""

from __future__ import annotations

from components.documents import workbook
from components.documents.workbook import Heading
from components.imports.import_dialog import ImportDialog
from components.imports.import_result import ImportOutcome
from components.kit.words import Kind
from domain.long_work import Step
from domain.rules.results.prior_pass_sheet import (
    CERTIFICATE,
    COLUMNS,
    EARLIEST,
    GRADE,
    ID_NUMBER,
    NEEDED,
    PASSED,
    RESULT,
    TRADE,
    UNIT,
    YEAR,
)
from domain.rules.vocabulary import Grade, Word
from domain.services.results import prior_pass_import
from domain.services.results.prior_pass_import import PriorPassOutcome, PriorPassReport
from pages.access import current_actor
from pages.views.import_outcome import import_outcome

WIDTHS = {ID_NUMBER: 22, TRADE: 20, UNIT: 34, CERTIFICATE: 22}
NOTES = (
    ('必填列', '、'.join(NEEDED)),
    (ID_NUMBER, '18 位，单元格须为“文本”格式（本模板已设好）；被 Excel 存成数字的号码末几位已丢失，会被拒绝'),
    (YEAR, f'考核合格的年度，{EARLIEST} 年起'),
    (GRADE, '、'.join(grade.full_label for grade in Grade)),
    (RESULT, f'留空为“{PASSED}”'),
    ('重复', '同一人同一年度同一等级只保留一条；内容相同的行提示已存在，内容不同的行不导入，须先删除原记录'),
)
_KINDS: dict[Word, Kind] = {
    PriorPassOutcome.ADDED: 'green',
    PriorPassOutcome.KNOWN: 'grey',
    PriorPassOutcome.REFUSED: 'red',
    PriorPassOutcome.BLANK: 'grey',
}


async def open_import_dialog() -> None:
    """Show the dialog; returns when it is closed."""
    headings = [Heading(column, WIDTHS.get(column, 13)) for column in COLUMNS]

    def template() -> bytes:
        return workbook.template('往年报考合格', headings, NOTES)

    await ImportDialog('导入往年合格人员', _take_in, template, '往年报考合格导入模板.xlsx').shown()


async def _take_in(content: bytes, step: Step) -> ImportOutcome:
    """Import the workbook as the account signed in now."""
    return outcome_of(await prior_pass_import.import_rows(await current_actor(), content, step))


def outcome_of(report: PriorPassReport) -> ImportOutcome:
    """The report as shown in the dialog."""
    remark = '导入已停止，停止前导入的行已保存。' if report.stopped else ''
    return import_outcome(report, _KINDS, '往年合格导入结果', remark)
