"""The migrations create what the models and the extra constraints require, on both databases, and lose no data."""

from __future__ import annotations

import asyncio
import importlib
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tortoise.connection import get_connection
from tortoise.exceptions import BaseORMException, IntegrityError
from tortoise.migrations.loader import MigrationLoader
from tortoise.migrations.operations import (
    AddConstraint,
    AlterField,
    AlterModelOptions,
    RemoveConstraint,
    RemoveField,
    RenameModel,
)

from domain import clock
from domain.rules.vocabulary import Act, Level, Role, Sex, Status
from storage import migrations
from storage.backup import copies
from storage.connection.database import close_database, dialect, open_database, transaction
from storage.errors import CannotOpen
from storage.models import Account, Application, Deferral, ExamYear, JournalEntry, Organisation
from storage.schema import draft, migrate
from storage.settings.config import Settings
from tests.storage.schema import next_step
from tests.waiting import PATIENCE

FOLDER = Path(migrations.__file__).parent
NUMBERED = sorted(path.stem for path in FOLDER.glob('[0-9]*.py'))
# On SQLite the generated SQL of these deletes child rows and indexes and still reports success.
DANGEROUS = (AlterField, RemoveField, RenameModel, AddConstraint, RemoveConstraint, AlterModelOptions)


async def test_the_migrations_create_everything_the_models_require() -> None:
    assert [draft.text_of(one) for one in await draft.drafts()] == []


async def test_a_missing_step_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft.LiteralDetector, '_full_plan', lambda _: [])
    text = draft.text_of((await draft.drafts())[0])
    assert "name='Application'" in text
    assert 'domain' not in text  # an old step must not name a current enumeration


def test_the_program_knows_its_newest_migration() -> None:
    assert NUMBERED[-1] == migrate.HEAD


@pytest.mark.parametrize('name', NUMBERED)
def test_a_migration_is_safe_on_sqlite_and_independent(name: str) -> None:
    module = importlib.import_module(f'storage.migrations.{name}')
    assert issubclass(module.Migration, migrate.SafeMigration)
    assert not [one for one in module.Migration.operations if isinstance(one, DANGEROUS)]
    assert not re.search(
        r'^(?:from|import) (?:domain|orjson|storage\.models)', (FOLDER / f'{name}.py').read_text(), re.MULTILINE
    )


async def _application(year: ExamYear, number: str, **values: Any) -> Application:
    unit, _ = await Organisation.get_or_create(code='410327001001', name='一中', level=Level.UNIT, path='00010001')
    person, _ = await Account.get_or_create(
        login='p', defaults={'role': Role.APPLICANT, 'name': '张三', 'created_at': clock.now()}
    )
    given: dict[str, Any] = {'id_number': '410327199001010011', 'grade': 3, **values}
    return await Application.create(
        number=number, year=year, applicant=person, unit=unit, name='张三', sex=Sex.MALE,
        born_on=clock.today(), created_at=clock.now(), changed_at=clock.now(), **given,
    )  # fmt: skip


async def test_one_person_has_one_live_application_a_year(database: Settings) -> None:
    year = await ExamYear.create(year=2026, current=True)
    await _application(year, '1', status=Status.CANCELLED)
    await _application(year, '2')
    with pytest.raises(IntegrityError):
        await _application(year, '3')
    await _application(year, '4', status=Status.CANCELLED)
    await _application(await ExamYear.create(year=2027), '5')


async def test_one_year_is_current_and_one_deferral_open(database: Settings) -> None:
    year = await ExamYear.create(year=2026, current=True)
    await ExamYear.create(year=2025)
    await ExamYear.create(year=2024)
    with pytest.raises(IntegrityError):
        await ExamYear.create(year=2027, current=True)
    application = await _application(year, '1')

    async def defer(state: str) -> None:
        await Deferral.create(
            application=application, organisation_id=application.unit_id, note='档案在途', promised_on=clock.today(),
            state=state, opened_at=clock.now(),
        )  # fmt: skip

    await defer('cleared')
    await defer('supplied')
    await defer('cleared')
    with pytest.raises(IntegrityError):
        await defer('open')


@pytest.mark.parametrize(
    ('column', 'value'), [('status', "'nonsense'"), ('stage', "'village'"), ('grade', '6'), ('grade', '0')]
)
async def test_an_unknown_value_cannot_be_written(database: Settings, column: str, value: str) -> None:
    application = await _application(await ExamYear.create(year=2026), '1')
    with pytest.raises(IntegrityError):
        async with transaction() as connection:
            await connection.execute_query(f'UPDATE application SET {column} = {value} WHERE id = {application.id}')


@pytest.mark.parametrize(
    'statement',
    [
        "UPDATE journal_entry SET reason = 'changed'",
        'DELETE FROM journal_entry',
        'INSERT OR REPLACE INTO journal_entry SELECT * FROM journal_entry',
        'TRUNCATE journal_entry',
    ],
)
async def test_the_journal_is_append_only(database: Settings, statement: str) -> None:
    if ('OR REPLACE' in statement and dialect() == 'postgres') or ('TRUNCATE' in statement and dialect() == 'sqlite'):
        return  # a statement for the other database
    await JournalEntry.create(
        chain='x', sequence=1, actor='系统', act=Act.SIGN_IN, reason='as it was', at=clock.now(), hash='-'
    )
    with pytest.raises(BaseORMException, match='append-only'):
        async with transaction() as connection:
            await connection.execute_query(statement)
    assert await JournalEntry.all().values_list('reason', flat=True) == ['as it was']


async def _broken_step(_apps: Any, editor: Any) -> None:
    await editor.client.execute_query('DELETE FROM exam_year')
    raise ValueError('broken step')


async def test_an_upgrade_backs_up_first_and_rolls_back_a_failed_step(
    empty_installation: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_database(empty_installation)
    await ExamYear.create(year=2026)
    await close_database()
    monkeypatch.setattr(MigrationLoader, 'load_disk', next_step.load_disk_with(_broken_step))
    with pytest.raises(CannotOpen, match='已还原到升级前的状态：broken step'):
        await open_database(empty_installation)
    monkeypatch.undo()
    await open_database(empty_installation)
    assert await ExamYear.all().count() == 1
    await close_database()
    (copy,) = empty_installation.backups.iterdir()
    assert copy.stem == f'before-{next_step.NAME}'
    assert copy.stat().st_mode & 0o077 == 0
    if empty_installation.database:
        assert copy.read_bytes()[:5] == b'PGDMP'
    else:
        copies.check_sqlite(copy)


@pytest.mark.parametrize('moment', ['inside', 'after'])
async def test_the_next_start_completes_an_upgrade_after_a_power_cut(
    empty_installation: Settings, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    command = [sys.executable, '-m', 'tests.storage.schema.next_step']
    place = [str(empty_installation.data), empty_installation.database or '', moment]
    killed = await asyncio.to_thread(subprocess.run, [*command, *place], check=False, timeout=PATIENCE)
    assert killed.returncode == -signal.SIGKILL
    monkeypatch.setattr(MigrationLoader, 'load_disk', next_step.load_disk_with(next_step.add_table))
    await open_database(empty_installation)
    assert await get_connection('default').execute_query_dict('SELECT * FROM added') == []
    await close_database()
