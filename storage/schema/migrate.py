"""Upgrade the tables at start: after a backup, each step recorded in its own transaction, with a check at the end."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

from tortoise import migrations
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.exceptions import IntegrityError
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.graph import MigrationKey
from tortoise.migrations.operations import CreateModel
from tortoise.migrations.recorder import MigrationRecorder
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State

from storage.errors import CannotOpen
from storage.settings.tortoise_config import APP

# The newest migration: a bundle that lost the numbered files must not look up to date.
HEAD = '0014_first_submitted'
PATIENCE = 600  # seconds for all steps together


class SafeMigration(migrations.Migration):
    """The base of every migration: its work and its record are in one transaction.

    The framework records afterwards; if killed in between, the next start would fail on tables that already exist.
    """

    async def apply(
        self,
        state: State,
        *,
        dry_run: bool = False,
        schema_editor: BaseSchemaEditor | None = None,
        collect_sql: bool = False,
    ) -> State:
        result = await super().apply(state, dry_run=dry_run, schema_editor=schema_editor, collect_sql=collect_sql)
        if schema_editor and not dry_run and not collect_sql:
            await MigrationRecorder(schema_editor.client).record_applied(self.app_label, self.name)
        return result


class Recorder(MigrationRecorder):
    """Reads the applied migrations, or raises: the framework's recorder takes every error for "none yet"."""

    async def applied_migrations(self) -> list[MigrationKey]:
        rows = await self.connection.execute_query_dict('SELECT app, name FROM tortoise_migrations ORDER BY id')
        return [MigrationKey(app_label=row['app'], name=row['name']) for row in rows]

    async def record_applied(self, app: str, name: str) -> None:
        with contextlib.suppress(IntegrityError):  # SafeMigration has already recorded it
            await super().record_applied(app, name)


async def upgrade(
    connection: BaseDBAsyncClient, apps: dict[str, dict[str, Any]], back_up: Callable[[str], Awaitable[None]]
) -> list[str]:
    """Apply the missing migrations, forward only, and return their names.

    ``back_up`` is called with the newest name if there is something to apply to a database that already had a
    migration. Raises CannotOpen if program and database do not match or a step fails; a failed step is rolled
    back.
    """
    executor = _executor(connection, apps)
    await executor.recorder.ensure_schema(executor._schema_editor(atomic=False))  # noqa: SLF001 - the only way to it
    applied = await _applied(executor)
    names = [step.migration.name for step in await executor.plan()]
    if not names:
        return []
    if applied:
        await back_up(names[-1])
    try:
        async with asyncio.timeout(PATIENCE):
            await executor.migrate(direction='forward')
    except Exception as error:
        raise CannotOpen(f'数据库升级失败，已还原到升级前的状态：{error}') from error
    await _confirm(connection)
    return names


async def require_current(connection: BaseDBAsyncClient, apps: dict[str, dict[str, Any]]) -> None:
    """Changes nothing. Raises CannotOpen if a migration is missing or the database is newer."""
    executor = _executor(connection, apps)
    await _applied(executor)
    if await executor.plan():
        raise CannotOpen('数据库需要先升级：请先用本版本的程序启动一次系统。')


def _executor(connection: BaseDBAsyncClient, apps: dict[str, dict[str, Any]]) -> MigrationExecutor:
    executor = MigrationExecutor(connection, apps)
    executor.recorder = executor.loader.recorder = Recorder(connection)
    return executor


async def _applied(executor: MigrationExecutor) -> set[str]:
    """The applied migrations. Raises CannotOpen if this program does not know one of them, or lacks its own files."""
    await executor.loader.build_graph()
    known = {key.name for key in executor.loader.graph.nodes}
    if HEAD not in known:
        raise CannotOpen(f'程序不完整：缺少数据库升级步骤 {HEAD}，请重新安装。')
    applied = {key.name for key in executor.loader.applied_migrations if key.app_label == APP}
    if applied - known:
        raise CannotOpen(f'数据库由更新版本的程序建立（{"、".join(sorted(applied - known))}），请升级程序后再启动。')
    return applied


async def _confirm(connection: BaseDBAsyncClient) -> None:
    """On SQLite a rebuilt table may leave rows without their parent; PostgreSQL refuses this."""
    if connection.capabilities.dialect == 'sqlite' and await connection.execute_query_dict('PRAGMA foreign_key_check'):
        raise CannotOpen('数据库升级后的检查没有通过，请从升级前的备份恢复，并联系维护人员。')


class CreateCheckedModel(CreateModel):
    """A new table with CHECK constraints (name and condition); the framework silently drops those of a new model."""

    def __init__(self, name: str, fields: list[Any], options: dict[str, Any], checks: dict[str, str]) -> None:
        super().__init__(name, fields, options)
        self.checks = checks

    async def database_forward(
        self,
        app_label: str,
        old_state: State,  # noqa: ARG002 - the framework's signature
        new_state: State,
        state_editor: BaseSchemaEditor | None = None,
    ) -> None:
        if state_editor is None:
            return
        model = new_state.apps.get_model(f'{app_label}.{self.name}')
        sql = state_editor._get_model_sql_data(model).table_sql  # noqa: SLF001 - the only way to it
        head, end, indexes = sql.partition('\n)')
        clauses = ''.join(f',\n    CONSTRAINT "{name}" CHECK ({condition})' for name, condition in self.checks.items())
        await state_editor._run_sql(head + clauses + end + indexes)  # noqa: SLF001 - as above
