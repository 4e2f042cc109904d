"""Writing many rows at once, with our own ids where later rows refer to them, and the acts of offices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain
from typing import TypeVar

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.models import Model

from domain.demo.applications.history import Chronicle
from domain.demo.applications.life import Life
from domain.rules.actor import Actor
from domain.rules.vocabulary import Act
from domain.services import journal
from storage.connection.database import dialect
from storage.models import JournalEntry, PaymentOrder, Revision, Ruling

M = TypeVar('M', bound=Model)
BATCH = 2000


async def keep(rows: Iterable[M]) -> None:
    """Insert rows of one table."""
    found = list(rows)
    if found:
        await type(found[0]).bulk_create(found, batch_size=BATCH)


async def keep_lives(lives: Sequence[Life]) -> None:
    """Insert all rows of these applications, and the accounts of those who had none."""
    await keep(life.account for life in lives if not life.returning)
    await keep(life.chronicle.application for life in lives)
    await insert_chronicles([life.chronicle for life in lives])
    for rows in ('materials', 'deferrals', 'opinions', 'marks', 'passes'):
        await keep(chain.from_iterable(getattr(life, rows) for life in lives))


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


async def record(by: Actor, act: Act, at: datetime, details: dict[str, object]) -> None:
    """Write an act without an application: the next entry of the account that acted."""
    last = await JournalEntry.filter(chain=journal.chain_of(by, None)).order_by('-sequence').first()
    entry = journal.entry_after(last, by, act, None, reason='', details=details, at=at)
    await entry.save(force_create=True)


async def count_on(connection: BaseDBAsyncClient, *models: type[Model]) -> None:
    """Let PostgreSQL number new rows after the ids set by hand; SQLite does so by itself."""
    if dialect() == 'postgres':
        for model in models:
            table = model.describe()['table']
            await connection.execute_query(
                f"""SELECT setval(pg_get_serial_sequence('"{table}"', 'id'), (SELECT max(id) FROM "{table}"))"""  # noqa: S608
            )
