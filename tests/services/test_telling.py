"""Events between processes: every kind, complete, with the commit; and jobs that only one process may run."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, get_args

import asyncpg
import pytest
import pytest_asyncio
from tortoise.connection import get_connection

from domain import events
from domain.events import Changed, ClaimChanged, Event, OfficeChanged, Resync, SessionsEnded, YearChanged, packed
from domain.rules.vocabulary import Act, Status
from domain.services import instances
from domain.services.access import sign_in
from domain.services.access.password_hashing import prepare
from domain.services.operating import installation
from domain.services.unit_of_work import unit_of_work
from domain.services.year import years
from storage.connection import notifications
from storage.connection.advisory_locks import alone, in_turn
from storage.connection.database import close_database, dialect, open_database
from storage.models import Account, ExamYear, Organisation
from storage.settings.config import Settings
from storage.settings.tortoise_config import ALIAS
from tests.conftest import _administer, postgres_address
from tests.waiting import until

CHANGED = Changed(7, Act.APPROVE, '00010002', None, 3, Status.IN_REVIEW, True, 2, 5, '宜阳县', '李建国')
SOME: list[Event] = [
    CHANGED, CHANGED, ClaimChanged(7, 3, 5, ''), SessionsEnded(('a' * 64, 'b' * 64)), OfficeChanged('0001'),
    YearChanged(Act.EDIT_YEAR), Resync(),
]  # fmt: skip


WAITING = "SELECT count(*) AS waiting FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


@pytest_asyncio.fixture
async def shared(postgres_template: str, tmp_path: Path) -> AsyncIterator[Settings]:
    """An open, empty PostgreSQL database."""
    name = f'test_{secrets.token_hex(6)}'
    await _administer(f'CREATE DATABASE {name} TEMPLATE {postgres_template}')
    settings = Settings(data=tmp_path, database=postgres_address(name))
    await open_database(settings)
    yield settings
    await close_database()
    await _administer(f'DROP DATABASE {name} WITH (FORCE)')


@pytest_asyncio.fixture
async def elsewhere(shared: Settings) -> AsyncIterator[list[str]]:
    """The texts that a second, listening process receives."""
    heard: list[str] = []
    began = asyncio.Event()
    listening = asyncio.ensure_future(notifications.listen(heard.append, began.set))
    await until(began.is_set, 'listening')
    yield heard
    listening.cancel()
    await asyncio.wait([listening])


def told(texts: list[str], monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    """The events that another process publishes when it receives these texts."""
    published: list[Event] = []
    with monkeypatch.context() as other:
        other.setattr(instances, '_me', 'another process')
        other.setattr(instances, 'publish', published.append)
        for text in texts:
            instances._received(text)
    return published


def test_every_kind_of_event_can_be_sent() -> None:
    for event in SOME:
        assert events.unpacked(packed(event)) == event
    assert set(events._kinds) == {kind.__name__ for kind in get_args(Event)}


@pytest.mark.parametrize(
    'text', ['', '[]', '{"from": "x"}', '{"from": "x", "events": [{"kind": "Later"}]}', '{"from": "x", "events": [3]}']
)
def test_an_unreadable_text_becomes_a_resync(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told([text], monkeypatch) == [Resync()]


async def test_a_commit_sends_events_and_a_rollback_does_not(
    elsewhere: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail() -> None:
        async with unit_of_work(None) as news:
            news.append(OfficeChanged('0009'))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with unit_of_work(None) as news:
        news.extend(SOME)
    await until(lambda: bool(elsewhere), 'hearing it')
    assert told(elsewhere, monkeypatch) == SOME


async def test_no_process_publishes_its_own_events_twice(elsewhere: list[str]) -> None:
    heard: list[Event] = []
    leave = events.subscribe(heard.append)
    async with unit_of_work(None) as news:
        news.append(CHANGED)
    await until(lambda: bool(elsewhere), 'hearing it')
    for text in elsewhere:
        instances._received(text)
    leave()
    assert heard == [CHANGED]


async def test_many_events_are_sent_in_several_texts_and_a_huge_one_as_a_resync(
    elsewhere: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    many: list[Event] = [CHANGED] * 200
    async with unit_of_work(None) as news:
        news.extend([*many, SessionsEnded(tuple('c' * 64 for _ in range(200)))])
    await until(lambda: len(told(elsewhere, monkeypatch)) > 200, 'hearing all')
    assert told(elsewhere, monkeypatch) == [*many, Resync()]
    assert 3 < len(elsewhere) < 12
    assert max(len(text.encode()) for text in elsewhere) <= notifications.LONGEST


async def test_a_year_changed_by_another_process_is_read_again(database: Settings) -> None:
    year = await ExamYear.create(year=2026, current=True, parameters={}, fees={'3': 1})
    assert (await years.current_year()).fees == {3: 1}
    await ExamYear.filter(id=year.id).update(fees={'3': 2})
    events.publish(YearChanged(Act.EDIT_FEES))
    assert (await years.current_year()).fees == {3: 2}
    years.forget()


async def test_one_works_alone_and_the_next_one_after_it(database: Settings) -> None:
    async with alone('backup') as mine, alone('backup') as other, alone('closing') as different:
        assert (mine, other, different) == (True, False, True)
    async with alone('backup') as again:
        assert again


async def test_alone_holds_in_all_processes(shared: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    async with alone('backup') as mine:
        with monkeypatch.context() as patch:
            patch.setattr('storage.connection.advisory_locks._mine', set())  # as in another process
            async with alone('backup') as other:
                assert (mine, other) == (True, False)
    async with alone('backup') as again:
        assert again


async def test_a_cancelled_request_for_the_lock_leaves_no_connection_open(
    shared: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect, made, asked = asyncpg.connect, list[asyncpg.Connection](), asyncio.Event()

    async def noted(*given: Any, **named: Any) -> asyncpg.Connection:
        made.append(await connect(*given, **named))
        return made[-1]

    async def never(*_: object, **__: object) -> None:
        asked.set()
        await asyncio.Event().wait()

    async def work() -> None:
        async with alone('backup'):
            pass

    monkeypatch.setattr(asyncpg, 'connect', noted)
    monkeypatch.setattr(asyncpg.Connection, 'fetchval', never)
    task = asyncio.ensure_future(work())
    await until(asked.is_set, 'asking for the lock')
    task.cancel()
    await asyncio.wait([task])
    assert [one.is_closed() for one in made] == [True]


async def test_in_turn_waits_for_the_other_transaction(database: Settings) -> None:
    order: list[str] = []

    begun, database_client = asyncio.Event(), get_connection(ALIAS)

    async def queued() -> object:
        if dialect() == 'sqlite':
            return database_client._lock._waiters  # type: ignore[attr-defined]
        return (await get_connection(ALIAS).execute_query_dict(WAITING))[0]['waiting']

    async def first() -> None:
        async with unit_of_work(None):
            await in_turn('numbers')
            begun.set()
            await until(queued, 'the other one asking')
            order.append('first')

    async def second() -> None:
        await begun.wait()
        async with unit_of_work(None):
            await in_turn('numbers')
            order.append('second')

    await asyncio.gather(first(), second())
    assert order == ['first', 'second']


async def test_two_first_starts_fill_the_database_once(database: Settings) -> None:
    assert sorted(await asyncio.gather(*(installation.set_up() for _ in range(3)))) == [False, False, True]
    assert await Organisation.all().count() == 175
    assert await Account.all().count() == 1


async def test_of_two_that_redeem_one_ticket_only_one_gets_a_session(database: Settings) -> None:
    prepare('00' * 32, cost=4)
    await installation.set_up()
    ticket = await sign_in.sign_in(installation.ADMINISTRATOR, '123')
    answers = await asyncio.gather(*(sign_in.redeem(ticket) for _ in range(4)), return_exceptions=True)
    assert [isinstance(answer, str) for answer in answers].count(True) == 1
