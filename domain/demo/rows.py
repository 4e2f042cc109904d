"""Writing many rows at once, with our own ids where later rows refer to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TypeVar

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.models import Model

from domain.demo.applications.history import Chronicle
from storage.connection.database import dialect
from storage.models import JournalEntry, PaymentOrder, Revision, Ruling

M = TypeVar('M', bound=Model)
BATCH = 2000


async def keep(rows: Iterable[M]) -> None:
    """Insert rows of one table."""
    found = list(rows)
    if found:
        await type(found[0]).bulk_create(found, batch_size=BATCH)


async def insert_chronicles(lives: Sequence[Chronicle]) -> None:
    """Insert all rows of these chronicles except the application itself, the journal in order of time."""
    entries: list[JournalEntry] = sorted(chain.from_iterable(life.entries for life in lives), key=lambda one: one.at)
    rulings: Iterable[Ruling] = chain.from_iterable(life.rulings.values() for life in lives)
    revisions: Iterable[Revision] = chain.from_iterable(life.revisions for life in lives)
    orders: Iterable[PaymentOrder] = (life.order for life in lives if life.order)
    await keep(entries)
    await keep(rulings)
    await keep(revisions)
    await keep(orders)


async def count_on(connection: BaseDBAsyncClient, *models: type[Model]) -> None:
    """Let PostgreSQL number new rows after the ids set by hand; SQLite does so by itself."""
    if dialect() == 'postgres':
        for model in models:
            table = model.describe()['table']
            await connection.execute_query(
                f"""SELECT setval(pg_get_serial_sequence('"{table}"', 'id'), (SELECT max(id) FROM "{table}"))"""  # noqa: S608
            )
