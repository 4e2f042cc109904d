"""The check of an installation names what does not agree, but no person."""

from __future__ import annotations

import asyncio
import sys

import pytest

from domain.services.operating import at_the_machine, integrity_check
from storage.connection.database import transaction
from storage.models import Account, Application, JournalEntry, Material
from storage.queries.operating import integrity
from storage.settings.config import Settings
from tests.services.operating.backing_up import filled
from tests.town import COUNTY, Town

BROKEN = {
    "UPDATE application SET holder_id = NULL WHERE status = 'in_review'": '审核中的申报没有受理单位',
    "UPDATE application SET stage = NULL WHERE status = 'in_review'": '审核中的申报没有审核环节',
    "UPDATE application SET payment = 'paid' WHERE payment IS NOT NULL": '缴费状态与缴款单不一致',
    "UPDATE application SET approved_at = NULL WHERE status = 'approved'": '终审通过的申报没有通过时间',
    "UPDATE application SET status = 'rejected' WHERE payment = 'due'": '未在办理的申报仍有待缴费的缴款单',
    "UPDATE application SET deferral_state = 'open' WHERE id = 1": '容缺状态与容缺台账不一致',
    'UPDATE application SET open_notes = 2 WHERE id = 1': '未办结意见和标记的数目不一致',
    "UPDATE account SET organisation_id = NULL WHERE login = '410327'": '管理员或审核员没有所属单位',
    "UPDATE organisation SET path = '99999999999900010001' WHERE code = '410327001001'": '层级路径与上级单位不衔接',
    "UPDATE material SET sha256 = 'x' WHERE id = 1": '的文件内容被改动',
}


@pytest.mark.parametrize('statement', BROKEN)
async def test_the_check_names_what_does_not_agree(town: Town, database: Settings, statement: str) -> None:
    await filled(town)
    assert [line async for line in integrity_check.findings()] == []
    async with transaction() as connection:
        await connection.execute_query(statement)
    found = [line async for line in integrity_check.findings()]
    assert len(found) == 1
    assert BROKEN[statement] in found[0]
    numbers = [str(one) for one in await Application.all().values_list('id_number', flat=True)]
    assert not any(number in found[0] for number in numbers)  # no person is named


async def test_the_check_stops_before_the_part_where_it_is_told_to(town: Town, database: Settings) -> None:
    await filled(town)
    await Material.all().update(sha256='x')
    steps: list[tuple[int, int]] = []

    def step(done: int, total: int) -> bool:
        steps.append((done, total))
        return done < 3

    assert [line async for line in integrity_check.findings(step)] == []
    assert steps == [(done, 4) for done in range(4)]


async def test_nothing_is_asked_of_a_damaged_database(
    town: Town, database: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def damage() -> list[str]:
        return ['row 1 missing from index']

    monkeypatch.setattr(integrity, 'damage', damage)
    steps: list[int] = []

    def step(done: int, _total: int) -> bool:
        steps.append(done)
        return True

    assert [line async for line in integrity_check.findings(step)] == ['数据库损坏：row 1 missing from index']
    assert steps == [0]


async def test_the_check_misses_lost_files_and_reads_beside_the_server(town: Town, database: Settings) -> None:
    await filled(town)
    row = await Material.all().order_by('id').first()
    assert row is not None
    (database.data / 'files' / row.file[:2] / row.file).unlink()
    program = (
        'import asyncio, sys\n'
        'from pathlib import Path\n'
        'from domain.long_work import to_the_end\n'
        'from domain.services.operating import at_the_machine as operating\n'
        'from storage.settings.config import Settings\n'
        'settings = Settings(data=Path(sys.argv[1]), database=sys.argv[2] or None)\n'
        'print(asyncio.run(operating.check(settings, to_the_end)))\n'
        'print(asyncio.run(operating.verify_journal(settings)))\n'
        "print(asyncio.run(operating.reset_password(settings, '410327')))\n"
    )
    other = await asyncio.create_subprocess_exec(
        sys.executable, '-c', program, str(database.data), database.database or '', stdout=asyncio.subprocess.PIPE
    )
    said = (await other.communicate())[0].decode()
    assert other.returncode == 0
    assert f'材料 {row.id}（申报 {row.application_id}）的文件缺失' in said
    assert f'({await JournalEntry.filter(id__gt=0).count() - 1}, [])' in said
    assert (await Account.get(login=COUNTY)).password_hash == ''
    entry = await JournalEntry.filter(act='reset_password').first()
    assert entry is not None
    assert (entry.reason, entry.account_id) == (at_the_machine.WHY, (await Account.get(login=COUNTY)).id)
