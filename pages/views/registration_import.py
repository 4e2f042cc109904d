"""导入报名: the county's workbook of registrations, imported row by row, with a reason for every refused row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from components.documents import plain_table, workbook
from components.documents.workbook import Heading
from components.imports.import_dialog import ImportDialog
from components.imports.import_result import Count, ImportOutcome, RefusedRow
from components.imports.upload_dialog import Step
from domain import clock
from domain.errors import Forbidden
from domain.rules.actor import Actor
from domain.rules.registration.registration_sheet import COLUMNS, NEEDED, RowVerdict
from domain.rules.registration.registration_verdict import RegistrationVerdict
from domain.rules.vocabulary import Basis, Education, Grade
from domain.services.registration import registration_import
from domain.services.year.years import open_trades
from pages.access import County, current_actor

TITLE = '导入报名'
WIDTHS = {'身份证号': 22, '单位编码': 16, '手机号': 14, '申报工种': 20, '现工种': 20, '备注': 24}
NOTES = (
    ('必填列', '、'.join(NEEDED)),
    ('身份证号', '18 位，单元格须为“文本”格式（本模板已设好）；被 Excel 存成数字的号码末几位已丢失，会被拒绝'),
    ('单位编码', '所在单位的编码，如 410327001001，须在本级管理范围内'),
    ('日期', '参加工作时间、取得时间可写 2008-07-01、2008/7/1、2008.07、200807 或 2008年7月'),
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

    await ImportDialog(TITLE, take_in, template, '报名信息导入模板.xlsx').shown()


async def take_in(content: bytes, step: Step) -> ImportOutcome:
    """Import the workbook as the account signed in now."""
    report = await registration_import.take_in(await current_actor(), content, step)
    return outcome_of(report.verdicts, stopped=report.stopped)


def outcome_of(verdicts: Sequence[RowVerdict], *, stopped: bool = False) -> ImportOutcome:
    """These verdicts as shown in the dialog: the count of each kind, and the refused rows."""
    numbers = Counter(verdict.verdict for verdict in verdicts)
    accepted, blank = RegistrationVerdict.OK, RegistrationVerdict.BLANK
    refused = [verdict for verdict in verdicts if verdict.verdict not in (accepted, blank)]
    counts = [Count(accepted.label, 'green', numbers[accepted])]
    counts += [Count('未接收', 'red' if refused else 'grey', len(refused))]
    counts += [Count(blank.label, 'grey', numbers[blank])] if numbers[blank] else []
    kinds = [(verdict, rows) for verdict, rows in numbers.most_common() if verdict not in (accepted, blank)]
    counts += [Count(verdict.label, 'amber', rows) for verdict, rows in kinds]
    stamp = clock.local(clock.now()).strftime('%Y%m%d_%H%M')
    return ImportOutcome(
        counts=counts,
        refused=[RefusedRow(verdict.row, verdict.verdict.label, verdict.message) for verdict in refused],
        report=plain_table.csv_file(
            ('行号', '结果', '说明'),
            [(verdict.row, verdict.verdict.label, verdict.message) for verdict in verdicts],
        ),
        report_name=f'导入结果_{stamp}.csv',
        remark='导入已停止，停止前接收的行已保存；再次导入同一文件时，这些人员会提示已有申报。' if stopped else '',
    )
