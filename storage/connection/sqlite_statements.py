"""How a transaction's statements run on SQLite: at once, on the calling thread.

A statement takes some hundredths of a millisecond. Sent to the connection's own thread it also waits for that thread,
for the interpreter and for the event loop, in both directions: a dozen statements held the writer for half a second on
a busy server, while all other acts waited. Operations that may wait or take long stay on the connection's thread:
begin and commit, many rows, scripts.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import aiosqlite
from tortoise.backends.base.client import ConnectionWrapper
from tortoise.backends.sqlite.client import SqliteClient
from tortoise.exceptions import OperationalError

from domain import metrics
from domain.errors import Busy

# Primary result codes that say "not now", not "wrong": another process, a full disk, a disk that fails.
NOT_NOW = {5, 6, 8, 10, 13, 14}  # BUSY LOCKED READONLY IOERR FULL CANTOPEN


@contextlib.contextmanager
def busy_when_unavailable() -> Iterator[None]:
    """Turn "not available now" into Busy, from every layer."""
    try:
        yield
    except (OperationalError, sqlite3.OperationalError) as error:
        cause = error.args[0] if isinstance(error, OperationalError) and error.args else error
        if getattr(cause, 'sqlite_errorcode', 0) & 0xFF in NOT_NOW:
            metrics.DATABASE_ERRORS.inc()
            raise Busy from error
        raise


class SqliteStatements(SqliteClient):
    """The statements of both clients, with Busy for "not now"."""

    async def execute_insert(self, query: str, values: list[Any]) -> int:
        with busy_when_unavailable():
            return await super().execute_insert(query, values)

    async def execute_query(self, query: str, values: list[Any] | None = None) -> tuple[int, Sequence[dict[str, Any]]]:
        with busy_when_unavailable():
            return await super().execute_query(query, values)

    async def execute_query_dict(self, query: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
        with busy_when_unavailable():
            return await super().execute_query_dict(query, values)

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        with busy_when_unavailable():
            await super().execute_many(query, values)

    async def execute_script(self, query: str) -> None:
        with busy_when_unavailable():
            await super().execute_script(query)


class AtOnce:
    """The connection as Tortoise uses it inside a transaction; nothing else uses it until the transaction ends."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self.executemany, self.executescript = connection.executemany, connection.executescript

    @property
    def total_changes(self) -> int:
        return self._connection.total_changes

    async def execute_insert(self, sql: str, parameters: Iterable[Any] | None = None) -> Any:
        return self._connection._execute_insert(sql, parameters or ())  # noqa: SLF001 - what its thread would call

    async def execute_fetchall(self, sql: str, parameters: Iterable[Any] | None = None) -> Any:
        return self._connection._execute_fetchall(sql, parameters or ())  # noqa: SLF001 - likewise


class OneAfterTheOther(ConnectionWrapper[Any]):
    """Tortoise's wrapper around a transaction's connection, in which its tasks take turns."""

    __slots__ = ()

    async def __aenter__(self) -> Any:
        return AtOnce(await super().__aenter__())
