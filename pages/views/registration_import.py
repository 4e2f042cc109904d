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
from domain.rules.registration.registration_sheet import BLANK, COLUMNS, NEEDED, OK, RowVerdict
from domain.rules.vocabulary import Basis, Education, Grade
from domain.services.registration import registration_import
from domain.services.year.years import open_trades
from pages.access import County, current_actor

TITLE = '导入报名'
WIDTHS = {'身份证号': 22, '单位编码': 16, '手机号': 14, '申报工种': 20, '现工种': 20, '备注': 24}
LABELS = {
    OK: '已接收',
    BLANK: '空行',
    'name': '姓名有误',
    'id_length': '身份证号位数不符',
    'id_precision': '身份证号丢失末位',
    'id_date': '身份证号日期有误',
    'id_checksum': '身份证号校验不符',
    'retired': '已达退休年龄',
    'mobile': '手机号有误',
    'unit_unknown': '单位编码不存在',
    'unit_out_of_scope': '不在管理范围',
    'grade_unknown': '申报等级无法识别',
    'trade_unknown': '申报工种无法识别',
    'duplicate_in_file': '文件内重复',
    'has_application': '本年度已有申报',
    'mobile_taken': '手机号已被使用',
    'account_elsewhere': '账号属于其他单位',
}
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
    refused = [verdict for verdict in verdicts if verdict.verdict not in (OK, BLANK)]
    counts = [Count('已接收', 'green', numbers[OK]), Count('未接收', 'red' if refused else 'grey', len(refused))]
    counts += [Count('空行', 'grey', numbers[BLANK])] if numbers[BLANK] else []
    kinds = [(code, rows) for code, rows in numbers.most_common() if code not in (OK, BLANK)]
    counts += [Count(label_of(code), 'amber', rows) for code, rows in kinds]
    stamp = clock.local(clock.now()).strftime('%Y%m%d_%H%M')
    return ImportOutcome(
        counts=counts,
        refused=[RefusedRow(verdict.row, label_of(verdict.verdict), verdict.message) for verdict in refused],
        report=plain_table.csv_file(
            ('行号', '结果', '说明'),
            [(verdict.row, label_of(verdict.verdict), verdict.message) for verdict in verdicts],
        ),
        report_name=f'导入结果_{stamp}.csv',
        remark='导入已停止，停止前接收的行已保存；再次导入同一文件时，这些人员会提示已有申报。' if stopped else '',
    )


def label_of(code: str) -> str:
    """A verdict in a few words."""
    return LABELS.get(code, '不能接收')
