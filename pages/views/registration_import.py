"""导入报名: the county's workbook of registrations, imported row by row, with a reason for every refused row."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from components.documents import workbook
from components.documents.workbook import Heading
from components.imports.import_dialog import ImportDialog
from components.imports.import_result import Count, ImportOutcome
from components.kit.words import Kind
from domain.errors import Forbidden
from domain.long_work import Step
from domain.rules.actor import Actor
from domain.rules.registration.registration_sheet import COLUMNS, NEEDED
from domain.rules.registration.registration_verdict import RegistrationVerdict
from domain.rules.vocabulary import Basis, Education, Grade, Word
from domain.services.registration import registration_import
from domain.services.registration.registration_import import RegistrationReport
from domain.services.year.years import open_trades
from pages.access import County, current_actor
from pages.views.import_outcome import import_outcome

TITLE = '导入报名'
WIDTHS = {'身份证号': 22, '单位编码': 16, '手机号': 14, '申报工种': 20, '现工种': 20, '备注': 24}
TAKEN = (RegistrationVerdict.OK, RegistrationVerdict.BLANK)
_KINDS: dict[Word, Kind] = dict.fromkeys(RegistrationVerdict, 'amber')
_KINDS |= {RegistrationVerdict.OK: 'green', RegistrationVerdict.BLANK: 'grey'}
NOTES = (
    ('必填列', '、'.join(NEEDED)),
    ('身份证号', '18 位，单元格须为“文本”格式（本模板已设好）；被 Excel 存成数字的号码末几位已丢失，会被拒绝'),
    ('单位编码', '所在单位的编码，如 410327001001，须在本级管理范围内'),
    ('日期', '参加工作时间、取得时间可写 2008-07-01、2008/7/1、2008.07、200807 或 2008年7月'),
    ('日期的格式', '单元格须为“文本”（本模板已设好）或日期格式；存成数字的 2008.1 分不清是 1 月还是 10 月，将留空'),
    ('备注', '给审核人员看的说明，显示在审核页面的审核记录中'),
    ('筛选和隐藏', '被筛选或隐藏的行、隐藏的工作表不导入，导入结果中会列出行数'),
    ('等级', '、'.join(grade.full_label for grade in Grade)),
    ('文化程度', '、'.join(Education.labels().values())),
    ('申报依据', '、'.join(Basis.labels().values())),
)


async def open_import_dialog(actor: Actor) -> None:
    """Show the dialog to an administrator of a county or above; returns when it is closed.

    Raises Forbidden for everyone else.
    """
    if not County.admits(actor):
        raise Forbidden(f'只有{County.label}可以导入报名信息')
    trades = ('申报工种', '、'.join((await open_trades()).values()))
    headings = [Heading(column, WIDTHS.get(column, 13)) for column in COLUMNS]

    def template() -> bytes:
        return workbook.template('报名信息', headings, (*NOTES, trades))

    await ImportDialog(TITLE, import_rows, template, '报名信息导入模板.xlsx').shown()


async def import_rows(content: bytes, step: Step) -> ImportOutcome:
    """Import the workbook as the account signed in now."""
    return outcome_of(await registration_import.import_rows(await current_actor(), content, step))


def outcome_of(report: RegistrationReport) -> ImportOutcome:
    """The report as shown in the dialog: accepted or not first, then why not, the most frequent reason first."""
    remark = '导入已停止，停止前接收的行已保存；再次导入同一文件时，这些人员会提示已有申报。'
    outcome = import_outcome(report, _KINDS, '导入结果', remark if report.stopped else '')
    numbers = Counter(one.verdict for one in report.verdicts)
    accepted, blank = (Count(one.label, _KINDS[one], numbers.pop(one, 0)) for one in TAKEN)
    refused = Count('未接收', 'red' if numbers else 'grey', numbers.total())
    reasons = [Count(verdict.label, _KINDS[verdict], rows) for verdict, rows in numbers.most_common()]
    noted = Count('已接收但有提示', 'amber', sum(one.is_noted for one in report.verdicts))
    return replace(outcome, counts=[accepted, refused, *(one for one in (blank, noted) if one.rows), *reasons])
