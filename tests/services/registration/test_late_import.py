"""The workbooks of 补报 and 破格（一线）申报: every row is entered or refused with a reason."""

from __future__ import annotations

import pytest

from components.documents.workbook import Heading, Sheet, book_of
from domain.errors import Forbidden, Invalid, RefusalCode, Unmet
from domain.long_work import to_the_end
from domain.rules.registration.late_and_exceptional_entries import Entrance
from domain.rules.registration.late_entry_sheet import COLUMNS
from domain.rules.vocabulary import Act, Channel, Role, Status, WindowKind
from domain.services.registration.late_import import LateImportReport, LateOutcome, import_rows
from storage.models import Account, Application, JournalEntry
from tests import town as cast
from tests.services.registration.test_late_entries import shut
from tests.town import Town

PERSONS = (
    ('王堃', '410327198504129916', '13800138001', cast.SCHOOL),
    ('李喆', '410327198607159923', '13800138002', cast.DEPARTMENT),
)
WHY = ('一线', '长期野外作业', '宜人社〔2026〕8 号')


def book(entrance: Entrance, *rows: tuple[str, ...], columns: tuple[str, ...] = ()) -> bytes:
    headings = [Heading(column, 12) for column in columns or COLUMNS[entrance]]
    return book_of([Sheet('补报', headings, rows)])


def outcomes(report: LateImportReport) -> list[tuple[int, LateOutcome]]:
    return [(one.row, one.verdict) for one in report.verdicts]


async def test_correct_rows_are_entered_and_the_others_are_refused_with_a_reason(town: Town) -> None:
    rows = (
        PERSONS[0],
        ('', '', '', ''),
        ('王', *PERSONS[1][1:]),
        ('李喆', '410327197802309970', *PERSONS[1][2:]),
        (*PERSONS[1][:2], '12345', cast.SCHOOL),
        (*PERSONS[1][:3], cast.OTHER_SCHOOL),
        (*PERSONS[1][:3], '999'),
        (*PERSONS[1][:3], ''),
        PERSONS[0],
        PERSONS[1],
        ('赵一', '410327198802039935', PERSONS[0][2], cast.SCHOOL),
    )
    report = await import_rows(town.actor(cast.COUNTY), Entrance.LATE, book(Entrance.LATE, *rows), to_the_end)
    taken = {2: LateOutcome.ADDED, 3: LateOutcome.BLANK, 11: LateOutcome.ADDED}
    assert outcomes(report) == [(row, taken.get(row, LateOutcome.REFUSED)) for row in range(2, 13)]
    messages = {one.row: one.message for one in report.verdicts}
    assert messages[7] == f'单位编码“{cast.OTHER_SCHOOL}”不存在，或不在您的管理范围内'  # as if it did not exist
    assert messages[8] == '单位编码“999”不存在，或不在您的管理范围内'
    assert messages[9] == '请填写单位编码'
    assert messages[10] == '身份证号与第 2 行重复，同一人每年只能申报一次'
    assert messages[12] == '该手机号已被其他账号使用'
    assert all(messages.values())
    made = await Application.all().order_by('id')
    assert [(one.name, one.status, one.channel) for one in made] == [
        ('王堃', Status.DRAFT, Channel.SUPPLEMENTARY),
        ('李喆', Status.DRAFT, Channel.SUPPLEMENTARY),
    ]
    assert await Account.filter(role=Role.APPLICANT, password_hash='').count() == 2
    entry = await JournalEntry.get(act=Act.IMPORT)
    assert entry.details == {'list': '补报', 'rows': 11, 'verdicts': {'added': 2, 'refused': 8, 'blank': 1}}


async def test_an_exceptional_row_needs_a_channel_a_category_and_a_document(town: Town) -> None:
    rows = (
        (*PERSONS[0], *WHY),
        (*PERSONS[1], '补报', *WHY[1:]),
        (*PERSONS[1], '破格', '', WHY[2]),
        (*PERSONS[1], '破格', WHY[1], ''),
    )
    entrance = Entrance.EXCEPTIONAL
    report = await import_rows(town.actor(cast.CITY), entrance, book(entrance, *rows), to_the_end)
    assert [one.verdict for one in report.verdicts] == [LateOutcome.ADDED, *[LateOutcome.REFUSED] * 3]
    assert [one.message for one in report.verdicts[1:]] == [
        '破格/一线一列应为“破格”或“一线”',
        '请填写破格/一线类别',
        '请填写破格/一线依据文件',
    ]
    made = await Application.get()
    assert (made.channel, made.form['exception_category']) == (Channel.FRONTLINE, WHY[1])


async def test_an_id_number_shortened_by_excel_is_refused_with_advice(town: Town) -> None:
    headings = [Heading(column, 12) for column in COLUMNS[Entrance.LATE]]
    shortened = book_of([Sheet('补报', headings, [('王堃', 410327198504129916, '13800138001', cast.SCHOOL)])])
    report = await import_rows(town.actor(cast.COUNTY), Entrance.LATE, shortened, to_the_end)
    assert '末几位已丢失' in report.verdicts[0].message


async def test_a_second_import_enters_nobody_twice_and_a_stop_keeps_the_entered_rows(town: Town) -> None:
    county, content = town.actor(cast.COUNTY), book(Entrance.LATE, *PERSONS)
    first = await import_rows(county, Entrance.LATE, content, lambda done, _: done < 1)
    assert (outcomes(first), first.stopped) == ([(2, LateOutcome.ADDED)], True)
    again = await import_rows(county, Entrance.LATE, content, to_the_end)
    assert [one.verdict for one in again.verdicts] == [LateOutcome.REFUSED, LateOutcome.ADDED]
    assert again.verdicts[0].message == '本年度已有一份申报，不能重复报名'


@pytest.mark.parametrize('login', [cast.SCHOOL, cast.DEPARTMENT, cast.COUNTY_REVIEWER])
async def test_only_the_county_and_above_import(town: Town, login: str) -> None:
    with pytest.raises(Forbidden):
        await import_rows(town.actor(login), Entrance.LATE, book(Entrance.LATE, *PERSONS), to_the_end)
    assert not await Application.exists()


async def test_another_county_cannot_enter_these_rows(town: Town) -> None:
    content = book(Entrance.LATE, *PERSONS)
    report = await import_rows(town.actor(cast.OTHER_COUNTY), Entrance.LATE, content, to_the_end)
    assert {one.verdict for one in report.verdicts} == {LateOutcome.REFUSED}
    assert not await Application.exists()


async def test_a_wrong_file_and_a_closed_window_are_refused_as_a_whole(town: Town) -> None:
    county = town.actor(cast.COUNTY)
    for content in (b'', book(Entrance.LATE, columns=('姓名', '手机号')), book(Entrance.LATE, *PERSONS)):
        with pytest.raises(Invalid) as refusal:  # the last one lacks the columns of 破格
            await import_rows(county, Entrance.EXCEPTIONAL, content, to_the_end)
        assert refusal.value.problems[0].key == 'file'
    await shut(WindowKind.LATE_ENTRY)
    with pytest.raises(Unmet, match='当前不在补报时间内') as closed:
        await import_rows(county, Entrance.LATE, book(Entrance.LATE, *PERSONS), to_the_end)
    assert closed.value.code is RefusalCode.WINDOW_CLOSED
