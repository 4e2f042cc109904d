"""How a transaction begins and ends on SQLite: at once if there is nothing to wait for, else on the thread."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

import aiosqlite

QUICK = 0.004  # seconds: a disk that takes no longer for a commit is not worth leaving the loop for
CHANGES = 1000  # rows, after which the write-ahead log is copied into the database file
BUSY = 5


def begun(connection: sqlite3.Connection) -> bool:
    """Take the write lock; False while another process has it: the caller must then wait on the thread."""
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


class Pace:
    """Measures how long commits take on this disk. Quick ones run on the event loop's thread.

    A commit on the connection's thread holds the writer for several rounds of the event loop: on a busy server that is
    much longer than the disk needs. Copying the log is never quick and always runs on the connection's thread.
    """

    def __init__(self) -> None:
        self._took, self._copied = QUICK, 0

    def is_quick(self, connection: aiosqlite.Connection) -> bool:
        """Whether the next commit may run at once."""
        return self._took < QUICK and not self._is_due(connection)

    def _is_due(self, connection: aiosqlite.Connection) -> bool:
        return connection.total_changes - self._copied >= CHANGES

    def commit_at_once(self, connection: sqlite3.Connection) -> None:
        """Commit, and record how long it took."""
        began = time.perf_counter()
        connection.commit()
        self._took = time.perf_counter() - began

    async def commit(self, connection: aiosqlite.Connection) -> None:
        """Commit on the connection's thread, and copy the log if that is due."""
        raw: sqlite3.Connection = connection._conn  # noqa: SLF001 - what its own methods use
        execute: Any = connection._execute  # noqa: SLF001 - likewise
        await execute(self.commit_at_once, raw)
        if self._is_due(connection):
            self._copied = connection.total_changes
            await connection.execute_fetchall('PRAGMA wal_checkpoint(PASSIVE)')
