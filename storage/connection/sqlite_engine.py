"""The SQLite engine: one writer and some read-only connections, safe if a task is cancelled at any point.

Named by string in ``tortoise_config``. It uses BEGIN IMMEDIATE, rolls back after a failed COMMIT, and refuses a task
that outlived its transaction. The stock client keeps its lock for ever
if a task is cancelled while a transaction begins.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import aiosqlite
from tortoise.backends.base.client import ConnectionWrapper, NestedTransactionContext, TransactionalDBClient
from tortoise.backends.sqlite.client import SqliteTransactionContext, SqliteTransactionWrapper
from tortoise.connection import get_connections
from tortoise.exceptions import OperationalError, TransactionManagementError

from domain.errors import Busy
from storage.connection.cancellation import finish
from storage.connection.sqlite_pace import Pace
from storage.connection.sqlite_statements import OneAfterTheOther, SqliteStatements, busy_when_unavailable

PATIENCE = 10  # seconds in the row before the writer; a transaction takes milliseconds


class SqliteTransaction(SqliteStatements, SqliteTransactionWrapper):
    """The writer, inside a transaction."""

    pace: Pace

    def __init__(self, client: SqliteClient | SqliteTransaction) -> None:
        super().__init__(client)
        self.pace = client.pace

    def acquire_connection(self) -> ConnectionWrapper[Any]:
        if self._finalized:  # a task started inside the transaction would write into a stranger's one
            raise TransactionManagementError('the transaction is over; start the task outside of it')
        return OneAfterTheOther(self._lock, self) if self.pace.at_once else super().acquire_connection()

    def _in_transaction(self) -> NestedTransactionContext:
        return NestedTransactionContext(SqliteTransaction(self))

    async def begin(self) -> None:
        """Take the write lock now: a lock taken later fails at once if another process has written in between."""
        with busy_when_unavailable():
            await self._connection.execute('BEGIN IMMEDIATE')

    def begun(self) -> bool:
        """Begin without waiting, if possible."""
        with busy_when_unavailable():
            return self.pace.begun(self._connection)

    def committed(self) -> bool:
        """Commit without waiting, where that is quick; what fails leaves nothing open."""
        with busy_when_unavailable():
            if self._connection.in_transaction and self.pace.committed(self._connection):
                self._finalized = True
        return self._finalized

    async def commit(self) -> None:
        """Commit, or leave nothing open: the stock client's next transaction would commit what failed here."""
        if not self._connection.in_transaction:  # SQLite gave up by itself, say on a full disk
            raise Busy
        with busy_when_unavailable():
            try:
                await self.pace.commit(self._connection)
                self._finalized = True
            except BaseException:
                await self.undo()
                raise

    async def undo(self) -> None:
        """Roll back if anything is open."""
        if self._connection.in_transaction:
            await self._connection.rollback()


class WriterTransactionContext(SqliteTransactionContext):
    """Begins and ends a transaction; neither step is interrupted."""

    connection: SqliteTransaction

    async def __aenter__(self) -> TransactionalDBClient:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._trxlock.acquire()
        except TimeoutError as error:
            raise Busy from error
        try:
            await self.ensure_connection()
            try:
                if not self.connection.begun():
                    await finish(self.connection.begin())
            except asyncio.CancelledError:
                await finish(self.connection.undo())
                raise
        except BaseException:
            self._trxlock.release()
            raise
        self.token = get_connections().set(self.connection_name, self.connection)
        return self.connection

    async def __aexit__(self, *failure: object) -> None:
        try:
            if not self.connection._finalized and (failure[0] or not self.connection.committed()):
                await finish(self.connection.rollback() if failure[0] else self.connection.commit())
        finally:
            self.connection._finalized = True
            get_connections().reset(self.token)
            self._trxlock.release()


class SqliteClient(SqliteStatements):
    """The writer outside a transaction, and the readers: a SELECT never waits for another task's transaction."""

    def __init__(self, file_path: str, readers: int = 3, **pragmas: Any) -> None:
        super().__init__(file_path, **pragmas)
        self.pace = Pace()
        self._address = f'{Path(file_path).resolve().as_uri()}?mode=rw'
        self._wanted = readers
        self._readers: list[aiosqlite.Connection] = []
        self._free: asyncio.Queue[aiosqlite.Connection] = asyncio.Queue()

    async def create_connection(self, with_db: bool) -> None:  # noqa: ARG002 - as Tortoise calls it
        with busy_when_unavailable():
            if not self._connection:
                # Its transactions use it on the loop's thread, one at a time.
                self._connection = await aiosqlite.connect(self.filename, isolation_level=None, check_same_thread=False)
                await self._set_up(self._connection, {**self.pragmas, 'wal_autocheckpoint': 0})  # see Pace
                await self._post_connect()
            settings = {name: value for name, value in self.pragmas.items() if name != 'journal_mode'}
            while len(self._readers) < self._wanted:
                reader = await aiosqlite.connect(self._address, uri=True, isolation_level=None)
                self._readers.append(reader)
                await self._set_up(reader, {**settings, 'query_only': 'ON'})
                self._free.put_nowait(reader)

    async def _set_up(self, connection: aiosqlite.Connection, settings: Mapping[str, Any]) -> None:
        connection.row_factory = sqlite3.Row
        for name, value in settings.items():
            await connection.execute_fetchall(f'PRAGMA {name}={value}')

    async def close(self) -> None:
        """Close all connections; an open one would stop the process from ending."""
        while self._readers:
            await self._readers.pop().close()
        self._free = asyncio.Queue()
        await super().close()

    def _in_transaction(self) -> WriterTransactionContext:
        return WriterTransactionContext(SqliteTransaction(self), self._lock)

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        async with self._in_transaction() as transaction:  # the stock one leaves BEGIN open when cancelled
            await transaction.execute_many(query, values)

    async def execute_query(self, query: str, values: list[Any] | None = None) -> tuple[int, Sequence[dict[str, Any]]]:
        if query[:6].upper() != 'SELECT':
            return await super().execute_query(query, values)
        return len(rows := await self._read(query, values)), rows

    async def execute_query_dict(self, query: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
        if query[:6].upper() != 'SELECT':
            return await super().execute_query_dict(query, values)
        return [dict(row) for row in await self._read(query, values)]

    async def _read(self, query: str, values: list[Any] | None) -> Sequence[Any]:
        if not self._connection:
            async with self._lock:
                await finish(self.create_connection(with_db=True))
        reader = await self._free.get()
        try:
            with busy_when_unavailable():
                try:
                    return list(await reader.execute_fetchall(query.replace('\x00', "'||CHAR(0)||'"), values))
                except sqlite3.OperationalError as error:
                    raise OperationalError(error) from error
        finally:
            self._free.put_nowait(reader)


client_class = SqliteClient
