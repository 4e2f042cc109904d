"""How a transaction begins and ends on SQLite: at once if there is nothing to wait for, else on the thread."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

import aiosqlite

from domain.private_names import usable
from storage.connection.private_names import WITHOUT_THREAD

QUICK = 0.004  # seconds: a disk that takes no longer for a commit is not worth leaving the loop for
CHANGES = 1000  # rows, after which the write-ahead log is copied into the database file
BUSY = 5


class Pace:
    """How long commits take on this disk. They are made on the loop's thread while they are quick.

    A commit on the connection's thread keeps the writer for as long as the loop needs to come round several times: on a
    busy server that is much longer than the disk takes. Copying the log is never quick and always left to the thread.
    Where aiosqlite has moved the names for it, everything is left to the thread.
    """

    def __init__(self) -> None:
        self._took, self._copied = QUICK, 0  # slow until one was timed
        self.at_once = usable(WITHOUT_THREAD)

    def begun(self, connection: aiosqlite.Connection) -> bool:
        """Take the write lock; False while another process has it, for which the caller must wait elsewhere."""
        return self.at_once and _begun(connection._conn)  # noqa: SLF001 - the connection itself

    def committed(self, connection: aiosqlite.Connection) -> bool:
        """Commit at once; False where that is not quick. What fails leaves nothing open."""
        if self._took >= QUICK or self._is_due(connection):
            return False
        raw = connection._conn  # noqa: SLF001 - likewise
        try:
            self.timed_commit(raw)
        except BaseException:
            if raw.in_transaction:
                raw.rollback()
            raise
        return True

    def _is_due(self, connection: aiosqlite.Connection) -> bool:
        return connection.total_changes - self._copied >= CHANGES

    def timed_commit(self, connection: sqlite3.Connection) -> None:
        """Commit, and remember how long it took."""
        began = time.perf_counter()
        connection.commit()
        self._took = time.perf_counter() - began

    async def commit(self, connection: aiosqlite.Connection) -> None:
        """Commit on the connection's thread, and copy the log when that is due."""
        if self.at_once:
            execute: Any = connection._execute  # noqa: SLF001 - what its own methods use
            await execute(self.timed_commit, connection._conn)  # noqa: SLF001 - likewise
        else:
            await connection.commit()
        if self._is_due(connection):
            self._copied = connection.total_changes
            await connection.execute_fetchall('PRAGMA wal_checkpoint(PASSIVE)')


def _begun(connection: sqlite3.Connection) -> bool:
    patience = connection.execute('PRAGMA busy_timeout').fetchone()[0]
    connection.execute('PRAGMA busy_timeout=0')
    try:
        connection.execute('BEGIN IMMEDIATE')
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != BUSY:
            raise
        return False
    finally:
        connection.execute(f'PRAGMA busy_timeout={patience}')
    return True
