"""往年报考合格库: the import's verdict for every row, the search, and removing a record."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
import xlsxwriter

from domain.errors import Forbidden, Invalid, NotFound
from domain.long_work import to_the_end
from domain.rules.lists.application_filters import Paging
from domain.rules.results.prior_pass_filters import PriorPassFilters
from domain.rules.results.prior_pass_sheet import COLUMNS
from domain.rules.vocabulary import Act, Grade
from domain.services.results import prior_pass_import
from domain.services.results.prior_pass_import import PriorPassOutcome, import_rows
from domain.services.results.prior_passes import passes, remove_pass
from domain.services.review.id_check import prior_passes
from storage.models import JournalEntry, PriorPass
from tests import town as cast
from tests.queries import counted
from tests.town import Town

PAGE = Paging()
NUMBER = '410327197806151014'


def workbook(*rows: Sequence[str]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {'in_memory': True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((COLUMNS, *rows)):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)
    return content.getvalue()


def row(number: str = NUMBER, year: str = '2024', grade: str = '三级', unit: str = '宜阳县实验小学') -> Sequence[str]:
    return ('马成龙', number, year, grade, '汽车驾驶员', unit, 'HN-2024-01', '合格')


async def test_every_row_enters_or_says_why_not(town: Town) -> None:
    province = town.actor(cast.PROVINCE)
    content = workbook(
        row(), row(year='2019', grade='四级'), (), row(), row(unit='别的单位'), row('410327197806159971'),
        ('=1+1', NUMBER, '2024', '三级', '汽车驾驶员', '单位', '', ''),
    )  # fmt: skip
    report = await import_rows(province, content, to_the_end)
    assert [(one.row, one.verdict.value) for one in report.verdicts] == [
        (2, 'added'), (3, 'added'), (4, 'blank'), (5, 'known'), (6, 'refused'), (7, 'refused'), (8, 'refused'),
    ]  # fmt: skip
    messages = {one.row: one.message for one in report.verdicts}
    assert '宜阳县实验小学' in messages[6]
    assert NUMBER not in ''.join(messages.values())
    again = await import_rows(province, content, to_the_end)
    assert [one.verdict for one in again.verdicts[:2]] == [PriorPassOutcome.KNOWN] * 2
    assert await PriorPass.all().count() == 2
    entries = await JournalEntry.filter(act=Act.IMPORT).order_by('id')
    assert entries[0].details['verdicts'] == {'added': 2, 'blank': 1, 'known': 1, 'refused': 3}
    assert len(entries) == 2


async def test_a_reviewer_finds_at_once_what_was_imported(town: Town) -> None:
    application = await town.application(grade=1)
    await import_rows(town.actor(cast.PROVINCE), workbook(row(application.id_number, grade='二级')), to_the_end)
    (found,) = await prior_passes(town.actor(cast.SCHOOL), application.id)
    assert (found.year, found.grade, found.unit) == (2024, Grade.TWO, '宜阳县实验小学')


async def test_it_can_be_stopped_after_a_chunk(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prior_pass_import, 'CHUNK', 2)
    content = workbook(*[row(year=str(year)) for year in range(2010, 2020)])
    report = await import_rows(town.actor(cast.PROVINCE), content, lambda done, _: done < 4)
    assert (report.stopped, len(report.verdicts), await PriorPass.all().count()) == (True, 4, 4)


async def test_nobody_below_the_province_sees_counts_imports_or_deletes(town: Town) -> None:
    await import_rows(town.actor(cast.PROVINCE), workbook(row()), to_the_end)
    (there,) = await PriorPass.all()
    before = await JournalEntry.all().count()
    for login in (cast.CITY, cast.COUNTY, cast.COUNTY_REVIEWER, cast.SCHOOL):
        actor = town.actor(login)
        with pytest.raises(Forbidden):
            await passes(actor, PriorPassFilters(), PAGE)
        with pytest.raises(Forbidden):
            await import_rows(actor, workbook(row(year='2020')), to_the_end)
        for one in (there.id, 999):  # the same answer, whether it exists or not
            with pytest.raises(Forbidden):
                await remove_pass(actor, one)
    assert (await PriorPass.all().count(), await JournalEntry.all().count()) == (1, before)


async def test_a_file_that_is_no_workbook_changes_nothing(town: Town) -> None:
    with pytest.raises(Invalid):
        await import_rows(town.actor(cast.PROVINCE), b'no workbook', to_the_end)
    assert not await JournalEntry.exists()


async def test_search_by_name_number_certificate_year_and_grade(town: Town) -> None:
    province = town.actor(cast.PROVINCE)
    await import_rows(
        province, workbook(row(), row(year='2019', grade='四级'), row('11010519491231002X', '2005')), to_the_end
    )
    for filters, years in (
        ({}, [2024, 2019, 2005]),
        ({'keyword': '成龙'}, [2024, 2019, 2005]),
        ({'keyword': '410327'}, [2024, 2019]),
        ({'keyword': '11010519491231002x'}, [2005]),
        ({'keyword': 'HN-2024-01'}, [2024, 2019, 2005]),
        ({'year': '2019'}, [2019]),
        ({'grades': '3'}, [2024, 2005]),
        ({'keyword': '张'}, []),
    ):  # fmt: skip
        found = await passes(province, PriorPassFilters.read(filters), PAGE)
        assert ([one.year for one in found.rows], found.total) == (years, len(years))
    assert found.rows == ()
    (masked,) = (await passes(province, PriorPassFilters(year=2024), PAGE)).rows
    assert masked.id_number == '410327********1014'


async def test_a_wrong_record_is_removed_and_can_be_imported_again(town: Town) -> None:
    province = town.actor(cast.PROVINCE)
    await import_rows(province, workbook(row(unit='写错的单位')), to_the_end)
    (there,) = await PriorPass.all()
    await remove_pass(province, there.id)
    with pytest.raises(NotFound):
        await remove_pass(province, there.id)
    entry = await JournalEntry.get(act=Act.REMOVE_PRIOR_PASS)
    assert (entry.details['unit'], entry.details['id_number']) == ('写错的单位', '410327********1014')
    report = await import_rows(province, workbook(row()), to_the_end)
    assert report.verdicts[0].verdict is PriorPassOutcome.ADDED


async def test_one_row_and_three_cost_the_same_queries(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    province = town.actor(cast.PROVINCE)
    await import_rows(province, workbook(*[row(year=year) for year in ('2021', '2022', '2023')]), to_the_end)
    costs = []
    for size in (1, 3):
        with counted(monkeypatch) as sent:
            assert len((await passes(province, PriorPassFilters(), Paging(size=size))).rows) == size
        costs.append(len(sent))
    assert costs == [2, 2]
