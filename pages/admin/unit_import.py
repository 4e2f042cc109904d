"""导入单位: the workbook of units, imported row by row, with the code of every new unit and a reason for the others."""

from __future__ import annotations

from components.documents import workbook
from components.documents.workbook import Heading
from components.imports.import_dialog import ImportDialog
from components.imports.import_result import ImportOutcome
from components.kit.words import Kind
from domain.long_work import Step
from domain.rules.offices.unit_sheet import ADMINISTRATOR, COLUMNS, KIND, KINDS, MOBILE, NAME, NATURE, SUPERIOR
from domain.rules.vocabulary import Nature, Word
from domain.services.offices import unit_import
from domain.services.offices.unit_import import UnitOutcome, UnitReport
from pages.access import current_actor
from pages.views.import_outcome import import_outcome

WIDTHS = {SUPERIOR: 26, NAME: 36, NATURE: 20, MOBILE: 16}
NOTES = (
    ('必填列', NAME),
    (SUPERIOR, '上级单位的编码或全称，须在本级管理范围内；留空表示本单位。可以填写本表中靠前的行新增的单位'),
    (KIND, f'{"、".join(level.label for level in KINDS)}；留空时，县区及以上的下级为主管单位，主管单位的下级为单位'),
    (NATURE, '、'.join(Nature.labels().values())),
    (f'{ADMINISTRATOR}、{MOBILE}', '同时填写或同时留空；填写后即设置该单位的管理员，账号为单位编码，初始密码 123'),
    ('单位编码', '由系统自动生成，导入结果中列出'),
)
_KINDS: dict[Word, Kind] = {
    UnitOutcome.ADDED: 'green',
    UnitOutcome.WITHOUT_ADMINISTRATOR: 'amber',
    UnitOutcome.REFUSED: 'red',
    UnitOutcome.BLANK: 'grey',
}


async def open_import_dialog() -> None:
    """Show the dialog; returns when it is closed."""
    headings = [Heading(column, WIDTHS.get(column, 14)) for column in COLUMNS]
    remark = '请按模板填写。'
    await ImportDialog(
        '导入单位', _take_in, lambda: workbook.template('单位', headings, NOTES), '单位导入模板.xlsx', remark=remark
    ).shown()


async def _take_in(content: bytes, step: Step) -> ImportOutcome:
    """Import the workbook as the account signed in now."""
    return outcome_of(await unit_import.import_rows(await current_actor(), content, step))


def outcome_of(report: UnitReport) -> ImportOutcome:
    """The report as shown in the dialog; a unit without its administrator is not completely done."""
    remark = '导入已停止，停止前新增的单位已保存。' if report.stopped else '各单位的编码见下载的结果。'
    return import_outcome(report, _KINDS, '单位导入结果', remark)
