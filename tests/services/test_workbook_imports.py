"""Every import reads its workbook alike: what is hidden, not understood or in error is said, and never left out."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import pytest
import xlsxwriter

from domain.errors import Invalid
from domain.long_work import to_the_end
from domain.rules.registration.late_and_exceptional_entries import Entrance
from domain.rules.sheets.row_verdicts import ImportReport
from domain.rules.vocabulary import Act
from domain.services.money.statements import statement_import
from domain.services.offices import unit_import
from domain.services.registration import late_import, registration_import
from domain.services.results import prior_pass_import, score_import
from storage.models import JournalEntry
from tests import town as cast
from tests.scores import approved, examined, row
from tests.town import Town

Import = Callable[[Town, bytes], Awaitable[ImportReport]]
PERSON = {'姓名': '王堃', '身份证号': '410327198504129916', '手机号': '13800138001', '单位编码': cast.SCHOOL}
WISH = {'申报等级': '三级', '申报工种': '汽车驾驶员'}
EXCEPTION = {'破格/一线': '一线', '破格/一线类别': '长期野外作业', '破格/一线依据文件': '宜人社〔2026〕8 号'}
UNIT = {'上级单位': '', '单位名称': '宜阳县粮食局', '管理员姓名': '', '管理员手机号': ''}
PASS = {
    '姓名': '王堃', '身份证号': '410327198504129916', '年度': '2024', '等级': '四级', '工种': '电工', '单位': '一中',
}  # fmt: skip
ERROR = '#N/A'
LEFT_OUT = ('1 行被隐藏，未导入', '未识别的列：身高')


def workbook(*rows: Mapping[str, Any], hidden: Sequence[int] = ()) -> bytes:
    """A workbook with these rows and a column 身高; an error is a formula that ends in it; rows count from 0."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {'in_memory': True}) as made:
        sheet = made.add_worksheet('名单')
        sheet.write_row(0, 0, [*rows[0], '身高'])
        for number, cells in enumerate(rows, start=1):
            for column, cell in enumerate([*cells.values(), 170]):
                if cell == ERROR:
                    sheet.write_formula(number, column, '=NA()', None, ERROR)
                else:
                    sheet.write(number, column, cell)
        for number in hidden:
            sheet.set_row(number, None, None, {'hidden': True})
    return content.getvalue()


async def registrations(town: Town, content: bytes) -> ImportReport:
    return await registration_import.import_rows(town.actor(cast.COUNTY), content)


async def late(town: Town, content: bytes) -> ImportReport:
    return await late_import.import_rows(town.actor(cast.COUNTY), Entrance.LATE, content, to_the_end)


async def exceptional(town: Town, content: bytes) -> ImportReport:
    return await late_import.import_rows(town.actor(cast.COUNTY), Entrance.EXCEPTIONAL, content, to_the_end)


async def units(town: Town, content: bytes) -> ImportReport:
    return await unit_import.import_rows(town.actor(cast.COUNTY), content, to_the_end)


async def passes(town: Town, content: bytes) -> ImportReport:
    return await prior_pass_import.import_rows(town.actor(cast.PROVINCE), content, to_the_end)


IMPORTS = [
    pytest.param(registrations, PERSON | WISH, '单位编码', id='registrations'),
    pytest.param(late, PERSON, '身份证号', id='late'),
    pytest.param(exceptional, PERSON | EXCEPTION, '破格/一线类别', id='exceptional'),
    pytest.param(units, UNIT, '上级单位', id='units'),
    pytest.param(passes, PASS, '证书编号', id='passes'),
]


@pytest.mark.parametrize(('take', 'good', 'column'), IMPORTS)
async def test_hidden_rows_and_unknown_columns_are_said_and_stand_in_the_journal(
    town: Town, take: Import, good: dict[str, str], column: str
) -> None:
    report = await take(town, workbook(good, good, hidden=[2]))
    assert [one.row for one in report.verdicts] == [2]
    assert report.notes == LEFT_OUT
    entry = await JournalEntry.get(act=Act.IMPORT)
    assert entry.details['notes'] == list(LEFT_OUT)


@pytest.mark.parametrize(('take', 'good', 'column'), IMPORTS)
async def test_a_row_with_an_error_is_refused_and_names_the_cell(
    town: Town, take: Import, good: dict[str, str], column: str
) -> None:
    bad = good | {column: ERROR}
    letter = 'ABCDEFGHIJ'[list(bad).index(column)]
    report = await take(town, workbook(bad))
    (verdict,) = report.verdicts
    assert verdict.message == f'{letter}2（{column}）的值为 #N/A，请改正后重新导入'


async def test_scores_that_are_hidden_or_in_error_are_not_imported_and_are_named(town: Town) -> None:
    people = [await approved(town) for _ in range(3)]
    tickets = await examined(town, *people)
    scores: list[dict[str, object]] = [{'岗位技能': 86, '职业道德': 90, '职业能力': cell} for cell in (71, ERROR, 71)]
    rows = [row(ticket, one, **some) for ticket, one, some in zip(tickets, people, scores, strict=True)]
    city = town.actor(cast.CITY)
    report = await score_import.import_rows(city, '成绩', workbook(*rows, hidden=[3]), to_the_end)
    assert report.notes == LEFT_OUT
    assert [(one.verdict.value, one.message) for one in report.verdicts] == [
        ('added', ''),
        ('refused', 'F3（职业能力）的值为 #N/A，请改正后重新导入'),
    ]
    with pytest.raises(Invalid, match=r'文件中没有成绩.*3 行被隐藏，未导入'):
        await score_import.import_rows(city, '成绩', workbook(*rows, hidden=[1, 2, 3]), to_the_end)


async def test_a_score_that_was_added_up_by_excel_is_read_as_excel_shows_it(town: Town) -> None:
    person = await approved(town)
    (ticket,) = await examined(town, person)
    added_up = 10.2 + 74.9
    assert added_up == 85.10000000000001
    scores: dict[str, object] = {'岗位技能': added_up, '职业道德': 90, '职业能力': 71}
    content = workbook(row(ticket, person, **scores))
    (verdict,) = (await score_import.import_rows(town.actor(cast.CITY), '成绩', content, to_the_end)).verdicts
    assert (verdict.verdict, verdict.message) == (score_import.ScoreOutcome.ADDED, '')


async def test_payments_that_are_hidden_or_in_error_are_not_booked_and_are_named(town: Town) -> None:
    payment = {'流水号': 'S1', '缴款码': '1' * 20, '金额': 235, '交易时间': '2026-05-01 10:11'}
    content = workbook(payment, payment | {'流水号': 'S2', '金额': ERROR}, payment | {'流水号': 'S3'}, hidden=[3])
    checked = await statement_import.check_statement(town.actor(cast.COUNTY), '对账单.xlsx', content)
    assert checked.notes == ('1 行被隐藏，未导入',)  # a bank's other columns are no mistake
    assert [one.row.fault for one in checked.rows] == ['', '第 3 行：C3（金额）的值为 #N/A']
