"""The content of a database in numbers: rows per table and one fingerprint of the whole journal, for comparison."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import asyncpg

JOURNAL = 'SELECT id, chain, sequence, hash FROM journal_entry ORDER BY id'
STEPS = 'SELECT name FROM tortoise_migrations ORDER BY id DESC LIMIT 1'
CHUNK = 5000


@dataclass(frozen=True, slots=True)
class Census:
    """``counts`` are the rows of each table, ``journal`` the SHA-256 over all entries, ``schema`` the newest step."""

    counts: dict[str, int]
    journal: str
    schema: str


def of_sqlite(path: Path) -> Census:
    """Count the rows of the database file at ``path``, read-only. Raises sqlite3.Error."""
    with contextlib.closing(sqlite3.connect(f'{path.resolve().as_uri()}?mode=ro', uri=True)) as database:
        tables = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
        ).fetchall()
        counts = {name: database.execute(_count(name)).fetchone()[0] for (name,) in tables}
        fingerprint = hashlib.sha256()
        for row in database.execute(JOURNAL):
            fingerprint.update(_line(*row))
        return Census(counts, fingerprint.hexdigest(), database.execute(STEPS).fetchone()[0])


async def of_postgres(connection: asyncpg.Connection) -> Census:
    """Count inside the transaction of ``connection``, so that all numbers are from one moment."""
    tables = await connection.fetch(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
    )
    counts = {name: await connection.fetchval(_count(name)) for name in sorted(row[0] for row in tables)}
    fingerprint = hashlib.sha256()
    async for row in connection.cursor(JOURNAL, prefetch=CHUNK):
        fingerprint.update(_line(*row))
    return Census(counts, fingerprint.hexdigest(), await connection.fetchval(STEPS))


def _count(table: str) -> str:
    return f'SELECT count(*) FROM "{table}"'  # noqa: S608 - the table name comes from the database itself


def _line(number: int, chain: str, sequence: int, digest: str) -> bytes:
    return f'{number} {chain} {sequence} {digest}\n'.encode()
