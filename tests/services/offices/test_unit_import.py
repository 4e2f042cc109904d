"""单位导入: a verdict for every row, rows that depend on earlier ones, and nothing out of reach."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
import xlsxwriter

from domain.errors import Forbidden, Invalid, SignedOut
from domain.long_work import to_the_end
from domain.rules.offices.unit_sheet import COLUMNS, UnitLine
from domain.rules.vocabulary import Act, Level, Nature
from domain.services.offices import unit_import
from domain.services.offices.unit_import import UnitOutcome, import_rows
from storage.models import Account, JournalEntry, Organisation
from tests import town as cast
from tests.town import Town


def workbook(*rows: Sequence[str]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {'in_memory': True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((COLUMNS, *rows)):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)
    return content.getvalue()


async def test_every_row_is_added_or_says_why_not(town: Town) -> None:
    content = workbook(
        ('', '宜阳县粮食局', '', '行政机关', '王小明', '13900000001'),
        ('宜阳县粮食局', '宜阳县中心粮库', '', '自收自支事业单位', '', ''),
        (),
        ('410327001000', '宜阳县第二高级中学', '单位', '', '李大海', '13900000001'),
        ('410327001000', '宜阳县实验小学', '', '', '', ''),
        ('410328001000', '洛宁县新校', '', '', '', ''),
        ('没有这个单位', '新校', '', '', '', ''),
        ('410327001001', '某年级', '', '', '', ''),
        ('', '某局', '科室', '', '', ''),
        ('', '=1+1', '单位', '', '', ''),
    )
    steps: list[tuple[int, int]] = []

    def step(done: int, total: int) -> bool:
        steps.append((done, total))
        return True

    report = await import_rows(town.actor(cast.COUNTY), content, step)
    added, alone, refused = UnitOutcome.ADDED, UnitOutcome.WITHOUT_ADMINISTRATOR, UnitOutcome.REFUSED
    assert [(one.row, one.verdict) for one in report.verdicts] == [
        (2, added), (3, added), (4, UnitOutcome.BLANK), (5, alone), (6, refused), (7, refused), (8, refused),
        (9, refused), (10, refused), (11, added),
    ]  # fmt: skip
    messages = {one.row: one.message for one in report.verdicts}
    assert '410327004000' in messages[2]
    assert '同名' in messages[6]
    assert '不在您的管理范围内' in messages[7]
    assert messages[7].replace('410328001000', 'x') == messages[8].replace('没有这个单位', 'x')
    assert '单位级别' in messages[10]
    store = await Organisation.get(name='宜阳县中心粮库')
    assert (store.code, store.level, store.nature) == ('410327004001', Level.UNIT, Nature.SELF_FUNDED)
    assert (await Account.get(login='410327004000')).name == '王小明'
    assert not await Account.filter(login='410327001003').exists()
    assert steps[-1] == (10, 10)
    last = await JournalEntry.filter(act=Act.IMPORT).get()
    assert last.details['verdicts'] == {'added': 3, 'blank': 1, 'without_administrator': 1, 'refused': 5}


async def test_it_can_be_stopped(town: Town) -> None:
    content = workbook(*[('', f'宜阳县第{n}局', '', '', '', '') for n in range(10, 15)])
    report = await import_rows(town.actor(cast.COUNTY), content, lambda done, _: done < 2)
    assert (report.stopped, len(report.verdicts)) == (True, 2)
    assert await Organisation.filter(name__startswith='宜阳县第1').filter(name__endswith='局').count() == 2


async def test_a_clerk_signed_out_half_way_ends_the_import_instead_of_blaming_the_row(town: Town) -> None:
    line = UnitLine(2, name='宜阳县粮食局', nature=Nature.ADMINISTRATIVE)
    await Account.filter(login=cast.COUNTY).update(enabled=False)
    with pytest.raises(SignedOut):
        await unit_import._taken(town.actor(cast.COUNTY), line)


async def test_a_file_without_the_header_and_a_unit_are_refused(town: Town) -> None:
    with pytest.raises(Invalid):
        await import_rows(town.actor(cast.COUNTY), b'no workbook', to_the_end)
    with pytest.raises(Forbidden):
        await import_rows(town.actor(cast.SCHOOL), workbook(), to_the_end)
    assert not await JournalEntry.exists()
