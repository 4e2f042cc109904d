"""Workbooks of kinds that offices really send: each row, and each file, gets the verdict of the table beside them."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from domain.errors import Invalid
from domain.services.registration.registration_import import run
from storage.models import Application, JournalEntry
from tests import town as cast
from tests.town import Town

FOLDER = Path(__file__).parents[2] / 'data' / 'workbooks'
CASES: dict[str, list[dict[str, str]]] = defaultdict(list)
for line in csv.DictReader((FOLDER / 'verdicts.csv').read_text('utf-8').splitlines()):
    CASES[line['file']].append(line)


async def joined_on(name: str) -> str | None:
    found = await Application.get(name=name)
    return found.form['joined_on']


def test_every_workbook_has_its_verdicts() -> None:
    assert {file.name for file in FOLDER.glob('*.xlsx')} == CASES.keys()


@pytest.mark.parametrize('file', CASES)
async def test_a_workbook_gets_its_verdicts(town: Town, tmp_path: Path, file: str) -> None:
    expected = CASES[file]
    if expected[0]['verdict'] == 'refused':
        with pytest.raises(Invalid) as refused:
            await run(FOLDER / file, cast.COUNTY, None)
        assert expected[0]['said'] in str(refused.value)
        assert await Application.all().count() == 0
        return
    report = await run(FOLDER / file, cast.COUNTY, tmp_path / 'report.csv')
    with (tmp_path / 'report.csv').open(encoding='utf-8') as written:
        lines = list(csv.DictReader(written))
    assert [(line['row'], line['verdict']) for line in lines] == [(one['row'], one['verdict']) for one in expected]
    for line, one in zip(lines, expected, strict=True):
        assert one['said'] in line['message']
        if one['said']:
            assert one['said'] in str(report), 'it is printed, too'
        elif one['verdict'] == 'ok':
            assert line['message'] == '已接收'
    assert await Application.all().count() == [one['verdict'] for one in expected].count('ok')


async def test_a_number_that_may_be_january_or_october_is_left_open_and_the_text_is_october(town: Town) -> None:
    await run(FOLDER / 'date_dotted_october_as_number.xlsx', cast.COUNTY, None)
    assert await joined_on('十月甲') is None
    assert await joined_on('十月乙') == date(2005, 10, 1).isoformat()


async def test_merged_cells_give_all_three_persons_their_unit_and_their_nation(town: Town) -> None:
    await run(FOLDER / 'merged_unit_code.xlsx', cast.COUNTY, None)
    school = town.organisations[cast.SCHOOL]
    found = {(one.name, one.unit_id, one.form['nation']) for one in await Application.all()}
    assert found == {(f'合并{letter}', school.id, '汉族') for letter in '甲乙丙'}


async def test_the_remark_of_the_office_is_kept_with_the_registration(town: Town) -> None:
    await run(FOLDER / 'remark.xlsx', cast.COUNTY, None)
    person = await Application.get(name='备注甲')
    entry = await JournalEntry.get(application_id=person.id)
    assert (entry.reason, entry.office) == ('备注：本人因病，请联系其妻', '宜阳县')


async def test_what_was_not_imported_stands_in_the_journal(town: Town) -> None:
    await run(FOLDER / 'filtered_rows.xlsx', cast.COUNTY, None)
    entry = await JournalEntry.get(application_id=None)
    assert entry.details == {'rows': 1, 'verdicts': {'ok': 1}, 'notes': ['2 行被筛选隐藏，未导入']}
