"""R7: a backup made under writes comes back with the same rows, chains and files, or all stays as it was."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import json
import os
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from domain import clock, metrics
from domain.rules.vocabulary import Level, MaterialKind, Status
from domain.services import accounts, backups, operating, soundness
from domain.services.backups import next_due
from storage import backup_folder, census, manifest
from storage.config import Settings
from storage.database import close_database, open_database, transaction
from storage.errors import CannotOpen
from storage.models import Account, Application, JournalEntry, Material
from tests.conftest import postgres_address
from tests.town import COUNTY, COUNTY_REVIEWER, DEPARTMENT, SCHOOL, Town

WRITERS = (COUNTY, COUNTY_REVIEWER, DEPARTMENT, SCHOOL)


@pytest_asyncio.fixture
async def place(database: Settings, tmp_path: Path) -> AsyncIterator[Settings]:
    """Where nothing is yet: another data directory, and on PostgreSQL another database."""
    if not database.database:
        yield Settings(data=tmp_path / 'place', database=None)
        return
    name = f'{database.database.rpartition("/")[2]}_place'
    yield Settings(data=tmp_path / 'place', database=postgres_address(name))
    connection = await asyncpg.connect(database.database)
    for row in await connection.fetch('SELECT datname FROM pg_database WHERE datname LIKE $1', f'{name}%'):
        await connection.execute(f'DROP DATABASE "{row[0]}" WITH (FORCE)')
    await connection.close()


async def filled(town: Town) -> None:
    for status in (Level.UNIT, Level.COUNTY, Status.APPROVED, Status.RETURNED):
        await town.upload(await town.application(at=status), MaterialKind.PHOTO)


async def held(settings: Settings) -> census.Census:
    if not settings.database:
        return census.of_sqlite(settings.database_file)
    connection = await asyncpg.connect(settings.database)
    async with connection.transaction(isolation='repeatable_read', readonly=True):
        found = await census.of_postgres(connection)
    await connection.close()
    return found


async def test_a_backup_under_writes_comes_back_the_same(
    town: Town, database: Settings, place: Settings, figure: Callable[[str], None]
) -> None:
    await filled(town)
    done = asyncio.Event()

    async def write(login: str) -> None:
        actor = town.actor(login)
        while not done.is_set():
            await accounts.edit_profile(actor, f'书写者{await JournalEntry.all().count()}', '')

    writing = [asyncio.ensure_future(write(login)) for login in WRITERS]
    await asyncio.sleep(0.3)
    before, began = await JournalEntry.all().count(), time.monotonic()
    made = await backups.make(database)
    took, after = time.monotonic() - began, await JournalEntry.all().count()
    await asyncio.sleep(0.1)
    done.set()
    await asyncio.gather(*writing)
    await close_database()

    said = manifest.read(made.place)
    began = time.monotonic()
    back = await backups.bring_back(made.place, place, replace=False)
    restored = time.monotonic() - began
    assert await held(place) == census.Census(said.counts, said.journal, said.schema_head)
    assert before <= said.counts['journal_entry'] <= after
    assert after > before  # somebody did write meanwhile
    assert (back.rows, back.files, back.aside) == (made.rows, made.files, None)
    await open_database(place)
    assert [line async for line in soundness.findings()] == []
    await close_database()
    kind = 'PostgreSQL' if database.database else 'SQLite'
    figure(
        f'R7 {kind}: {made.rows} rows and {made.files} files backed up in {took:.2f} s during '
        f'{after - before} acts, restored and checked in {restored:.2f} s; counts, invariants and chains equal'
    )


async def test_a_packed_backup_is_one_closed_file_that_comes_back(
    town: Town, database: Settings, place: Settings, tmp_path: Path
) -> None:
    await filled(town)
    made = await backups.make(database, into=tmp_path / 'out', packed=True)
    assert [one.name for one in (tmp_path / 'out').iterdir()] == [made.place.name]
    assert made.place.stat().st_mode & 0o077 == 0
    await close_database()
    back = await backups.bring_back(made.place, place, replace=False)
    assert back.files == made.files == 4
    for file in manifest.files_in(database.data / manifest.FILES):
        assert (place.data / file.relative_to(database.data)).read_bytes() == file.read_bytes()


async def test_what_was_there_is_replaced_only_when_asked_and_is_kept(town: Town, database: Settings) -> None:
    first = await town.application()
    made = await backups.make(database)
    second = await town.application()
    await close_database()
    with pytest.raises(CannotOpen, match='--replace'):
        await backups.bring_back(made.place, database, replace=False)
    back = await backups.bring_back(made.place, database, replace=True)
    assert back.aside is not None
    assert made.place.is_dir()  # the backups stay where they were
    await open_database(database)
    assert await Application.all().values_list('id', flat=True) == [first.id]
    await close_database()
    if not database.database:
        with contextlib.closing(sqlite3.connect(back.aside / 'kaohe.db')) as kept:
            assert kept.execute('SELECT max(id) FROM application').fetchone() == (second.id,)
        return
    name = database.database.rpartition('/')[2]
    kept_name = f'{name}_before_{back.aside.name.removeprefix("before-restore-").replace("-", "_")}'
    connection = await asyncpg.connect(postgres_address(kept_name))
    assert await connection.fetchval('SELECT max(id) FROM application') == second.id
    await connection.close()
    connection = await asyncpg.connect(postgres_address('postgres'))
    await connection.execute(f'DROP DATABASE "{kept_name}"')
    await connection.close()


def _cut_the_database(folder: Path) -> None:
    file = next(folder.glob('kaohe.d*'))
    file.write_bytes(file.read_bytes()[:-100])


def _lose_a_file(folder: Path) -> None:
    manifest.files_in(folder / manifest.FILES)[0].unlink()


def _forge_a_file(folder: Path) -> None:
    file = manifest.files_in(folder / manifest.FILES)[0]
    size = file.stat().st_size
    file.unlink()  # it may be a link to the file of the installation
    file.write_bytes(b'x' * size)


def _miscount(folder: Path) -> None:
    file = folder / manifest.NAME
    said = json.loads(file.read_text('utf-8'))
    said['counts']['application'] += 1
    file.write_text(json.dumps(said), 'utf-8')


def _lose_the_manifest(folder: Path) -> None:
    (folder / manifest.NAME).unlink()


@pytest.mark.parametrize(
    ('harm', 'sentence'),
    [
        (_cut_the_database, '备份已损坏'),
        (_lose_a_file, '上传的材料与清单不符'),
        (_forge_a_file, '文件内容被改动'),
        (_miscount, '行数或操作日志与清单不符'),
        (_lose_the_manifest, '不是完整的备份'),
    ],
)
async def test_a_damaged_backup_replaces_nothing(town: Town, database: Settings, harm: object, sentence: str) -> None:
    await filled(town)
    made = await backups.make(database)
    await close_database()
    before = await held(database)
    harm(made.place)  # type: ignore[operator]
    with pytest.raises(CannotOpen, match=sentence):
        await backups.bring_back(made.place, database, replace=True)
    assert await held(database) == before
    assert [one.name for one in database.data.iterdir() if 'restor' in one.name] == []


async def test_a_journal_that_was_tampered_with_is_not_brought_back(
    town: Town, database: Settings, place: Settings
) -> None:
    if database.database:
        return  # the trigger cannot be dropped so easily there; the check is the same
    await filled(town)
    async with transaction() as connection:
        await connection.execute_query('DROP TRIGGER journal_no_update')
        await connection.execute_query("UPDATE journal_entry SET reason = '改过' WHERE id = 3")
    made = await backups.make(database)
    await close_database()
    with pytest.raises(CannotOpen, match=r'操作日志.*内容被改动'):
        await backups.bring_back(made.place, place, replace=False)
    assert not place.database_file.exists()


async def test_a_running_server_is_not_replaced(town: Town, database: Settings) -> None:
    await filled(town)
    made = await backups.make(database)
    if not database.database:
        with pytest.raises(CannotOpen, match='请先停止'):
            await backups.bring_back(made.place, database, replace=True)
        assert await Application.all().count() == 4
        return
    await close_database()
    server = await asyncpg.connect(database.database)
    with pytest.raises(CannotOpen, match='请先停止'):
        await backups.bring_back(made.place, database, replace=True)
    assert await server.fetchval('SELECT count(*) FROM application') == 4
    assert not await server.fetch("SELECT 1 FROM pg_database WHERE datname LIKE '%_restoring'")
    await server.close()
    await open_database(database)  # and nothing keeps the next start out
    await close_database()


async def test_a_start_after_a_half_restore_is_refused(database: Settings) -> None:
    await close_database()
    (database.data / 'restore-unfinished').write_text('/kept/here', 'utf-8')
    with pytest.raises(CannotOpen, match=r'上一次恢复在替换数据时中断.*/kept/here'):
        await open_database(database)


async def test_files_are_linked_and_not_copied_on_one_disk(town: Town, database: Settings) -> None:
    await filled(town)
    made = await backups.make(database)
    for file in manifest.files_in(database.data / manifest.FILES):
        assert (made.place / file.relative_to(database.data)).samefile(file)


async def test_every_night_one_more_is_made_and_the_oldest_go(town: Town, database: Settings) -> None:
    await filled(town)
    settings = database.model_copy(update={'backup_keep': 2})
    by_hand = await backups.make(settings)
    due = clock.at(2026, 4, 1, 3, 30)
    left_over = settings.backup_folder / '.auto-20260301-0330.tmp'
    left_over.mkdir()
    made = [await backups.once(settings, due + timedelta(days=day)) for day in range(3)]
    assert [one.name for one in made if one] == ['auto-20260401-0330', 'auto-20260402-0330', 'auto-20260403-0330']
    kept = sorted(one.name for one in settings.backup_folder.iterdir())
    assert kept == ['auto-20260402-0330', 'auto-20260403-0330', by_hand.place.name]
    assert await backups.once(settings, due + timedelta(days=2)) is None  # it is there already


async def test_a_failed_backup_is_counted_and_logged(
    database: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / 'a file, no folder'
    blocked.write_text('')
    before = metrics.BACKUP_FAILURES._value.get()
    assert await backups.once(database.model_copy(update={'backup_to': blocked}), clock.now()) is None
    assert metrics.BACKUP_FAILURES._value.get() == before + 1
    assert 'the scheduled backup failed' in caplog.text


async def test_the_schedule_follows_the_clock(database: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, 'LONGEST_NAP', 0.02)
    clock.move_to(clock.at(2026, 4, 1, 3, 29))
    assert next_due(clock.now(), '03:30') == clock.at(2026, 4, 1, 3, 30)
    running = asyncio.ensure_future(backups.keep_making(database))
    try:
        await asyncio.sleep(0.1)
        assert await backups.age() == float('inf')
        clock.move_to(clock.at(2026, 4, 1, 3, 30))
        async with asyncio.timeout(20):
            while await backups.age() == float('inf'):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.05)
        assert next_due(clock.now(), '03:30') == clock.at(2026, 4, 2, 3, 30)
        assert [one.name for one in database.backups.glob('auto-*')] == ['auto-20260401-0330']
    finally:
        running.cancel()
        clock.reset()


BROKEN = {
    "UPDATE application SET holder_id = NULL WHERE status = 'in_review'": '审核中的申报没有受理单位',
    "UPDATE application SET stage = NULL WHERE status = 'in_review'": '审核中的申报没有审核环节',
    "UPDATE application SET payment = 'paid' WHERE payment IS NOT NULL": '缴费状态与缴款单不一致',
    "UPDATE application SET approved_at = NULL WHERE status = 'approved'": '终审通过的申报没有通过时间',
    "UPDATE application SET deferral_state = 'open' WHERE id = 1": '容缺状态与容缺台账不一致',
    'UPDATE application SET open_notes = 2 WHERE id = 1': '未办结意见和标记的数目不一致',
    "UPDATE account SET organisation_id = NULL WHERE login = '410327'": '管理员或审核员没有所属单位',
    "UPDATE organisation SET path = '99999999999900010001' WHERE code = '410327001001'": '层级路径与上级单位不衔接',
    "UPDATE material SET sha256 = 'x' WHERE id = 1": '的文件内容被改动',
}


@pytest.mark.parametrize('statement', BROKEN)
async def test_the_check_names_what_does_not_agree(town: Town, database: Settings, statement: str) -> None:
    await filled(town)
    assert [line async for line in soundness.findings()] == []
    async with transaction() as connection:
        await connection.execute_query(statement)
    found = [line async for line in soundness.findings()]
    assert len(found) == 1
    assert BROKEN[statement] in found[0]
    numbers = [str(one) for one in await Application.all().values_list('id_number', flat=True)]
    assert not any(number in found[0] for number in numbers)  # nobody is named


async def test_the_check_misses_lost_files_and_reads_beside_the_server(town: Town, database: Settings) -> None:
    await filled(town)
    row = await Material.all().order_by('id').first()
    assert row is not None
    (database.data / 'files' / row.file[:2] / row.file).unlink()
    program = (
        'import asyncio, sys\n'
        'from pathlib import Path\n'
        'from domain.services import operating\n'
        'from storage.config import Settings\n'
        'settings = Settings(data=Path(sys.argv[1]), database=sys.argv[2] or None)\n'
        'print(asyncio.run(operating.check(settings, lambda what: None)))\n'
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
    assert (entry.reason, entry.account_id) == (operating.WHY, (await Account.get(login=COUNTY)).id)


async def test_another_disk_gets_copies_that_later_backups_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier, source = tmp_path / 'earlier', tmp_path / 'source'
    for root in (source, earlier):
        (root / 'files' / 'ab').mkdir(parents=True)
        (root / 'files' / 'ab' / 'abc.jpg').write_bytes(b'picture')
    (source / 'files' / 'ab' / 'new.jpg').write_bytes(b'new')
    files = manifest.files_in(source / 'files')
    target = tmp_path / 'target'
    target.mkdir()
    link = os.link

    def no_links_across(origin: Path, name: Path) -> None:
        if origin.is_relative_to(source):
            raise OSError(errno.EXDEV, 'another disk')
        link(origin, name)

    monkeypatch.setattr(os, 'link', no_links_across)
    assert backup_folder.adopt(files, source, target, earlier) == 10
    assert (target / 'files' / 'ab' / 'abc.jpg').samefile(earlier / 'files' / 'ab' / 'abc.jpg')
    assert not (target / 'files' / 'ab' / 'new.jpg').samefile(source / 'files' / 'ab' / 'new.jpg')
