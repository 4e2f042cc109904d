"""The county's real workbook: 480 rows, each with the verdict that was determined for it by hand."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from domain.errors import Forbidden, Invalid, SignedOut
from domain.rules.registration.registration_sheet import HEADINGS
from domain.rules.registration.registration_verdict import RegistrationVerdict
from domain.rules.vocabulary import Act, Status
from domain.services.registration.registration_import import import_rows, run
from domain.services.workbooks import read_table
from storage.models import Account, Application, JournalEntry
from tests import town as cast
from tests.town import Town

DATA = Path(__file__).parents[2] / 'data'
WORKBOOK = DATA / 'registrations-yiyang.xlsx'
VERDICTS = (DATA / 'registrations-yiyang.expected.csv').read_text('utf-8').splitlines()
EXPECTED = {int(line['row']): line['verdict'] for line in csv.DictReader(VERDICTS)}


async def test_every_row_gets_its_verdict_and_only_the_correct_rows_are_imported(town: Town, tmp_path: Path) -> None:
    before = await Account.all().count()
    report = await run(WORKBOOK, cast.COUNTY, tmp_path / 'report.csv')
    assert {verdict.row: verdict.verdict for verdict in report.verdicts} == EXPECTED
    good = list(EXPECTED.values()).count(RegistrationVerdict.OK)
    assert await Application.all().count() == good == await Application.filter(status=Status.DRAFT).count()
    assert await Account.all().count() == before + good
    assert not await Account.filter(role='applicant').exclude(password_hash='').exists()  # all have the initial 123
    with (tmp_path / 'report.csv').open(encoding='utf-8') as file:
        lines = list(csv.DictReader(file))
    assert {int(line['row']): line['verdict'] for line in lines} == EXPECTED
    assert all(line['message'] for line in lines)
    entry = await JournalEntry.get(act=Act.IMPORT)
    assert (entry.details['rows'], entry.details['verdicts']) == (480, Counter(EXPECTED.values()))


async def test_a_second_import_imports_nobody_twice(town: Town) -> None:
    county = town.actor(cast.COUNTY)
    await import_rows(county, WORKBOOK.read_bytes())
    count = await Application.all().count()
    again = await import_rows(county, WORKBOOK.read_bytes())
    assert await Application.all().count() == count
    verdicts = {verdict.verdict for verdict in again.verdicts if EXPECTED[verdict.row] == RegistrationVerdict.OK}
    assert verdicts == {RegistrationVerdict.HAS_APPLICATION}
    printed = str(again).splitlines()
    assert sum(line.startswith('第 ') for line in printed) == 50
    assert printed[-1] == '另有 425 行，可用 --report 写入文件查看'


async def test_an_import_can_be_stopped_between_two_rows(town: Town) -> None:
    report = await import_rows(town.actor(cast.COUNTY), WORKBOOK.read_bytes(), lambda done, _: done < 10)
    assert (len(report.verdicts), report.stopped) == (10, True)
    assert await Application.all().count() == sum(
        verdict.verdict is RegistrationVerdict.OK for verdict in report.verdicts
    )


async def test_only_the_county_and_above_import(town: Town) -> None:
    for login in (cast.SCHOOL, cast.DEPARTMENT, cast.COUNTY_REVIEWER):
        with pytest.raises(Forbidden):
            await import_rows(town.actor(login), WORKBOOK.read_bytes())
    assert await Application.all().count() == 0


async def test_another_county_cannot_import_for_these_units(town: Town) -> None:
    report = await import_rows(town.actor(cast.OTHER_COUNTY), WORKBOOK.read_bytes())
    taken = [verdict.row for verdict in report.verdicts if verdict.verdict is RegistrationVerdict.OK]
    assert {EXPECTED[row] for row in taken} <= {'unit_out_of_scope'}


async def test_a_disabled_account_imports_nothing(town: Town) -> None:
    await Account.filter(login=cast.COUNTY).update(enabled=False)
    with pytest.raises(SignedOut):
        await import_rows(town.actor(cast.COUNTY), WORKBOOK.read_bytes())
    assert await Application.all().count() == 0


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, 'w', zipfile.ZIP_DEFLATED) as archive:
        archive.writestr('xl/worksheets/sheet1.xml', b'0' * (201 << 20))
    return file.getvalue()


@pytest.mark.parametrize('content', [b'', b'PK\x03\x04', b'name,id\n', b'\xd0\xcf\x11\xe0' * 9, bomb()])
def test_a_file_that_is_no_workbook_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        read_table(content, HEADINGS)
    assert refusal.value.problems[0].key == 'file'
