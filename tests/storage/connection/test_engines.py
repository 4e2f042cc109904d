"""The engines: nothing hangs and nothing stays half-written, at whatever point a task is cancelled."""

from __future__ import annotations

import asyncio
import contextlib
import random
import sqlite3
from collections.abc import Callable

import pytest
from tortoise.connection import get_connection
from tortoise.exceptions import TransactionManagementError
from tortoise.expressions import F

from domain.errors import Busy
from storage.connection import sqlite_pace
from storage.connection.database import close_database, dialect, open_database, transaction
from storage.models import CommonReason
from storage.settings.config import Settings
from tests.waiting import PATIENCE

pytestmark = pytest.mark.usefixtures('database')
CANCELS = 300


def no_hang() -> asyncio.Timeout:
    """Fail where this step never ends: the failure we look for."""
    return asyncio.timeout(PATIENCE)


async def _write(text: str) -> None:
    async with transaction():
        await CommonReason.create(act='return', text=text, position=1)
        await CommonReason.filter(text=text).update(position=F('position') + 1)
        await CommonReason.create(act='return', text=text, position=1)


async def test_random_cancellations_neither_hang_nor_leave_half_a_transaction(figure: Callable[[str], None]) -> None:
    figure(await cancel_often(CANCELS))


async def cancel_often(cancels: int) -> str:
    """Cancel this number of transactions at random moments, check what was written, and return the figure."""
    chance = random.Random(5)

    async def cancelled(number: int) -> None:
        task = asyncio.ensure_future(_write(f'{number}'))
        await asyncio.sleep(chance.random() * 0.012)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    for start in range(0, cancels, 6):
        async with no_hang():
            await asyncio.gather(*(cancelled(number) for number in range(start, start + 6)))
    async with no_hang():
        await _write('after')
    positions: dict[str, list[int]] = {}
    for row in await CommonReason.all().order_by('id'):
        positions.setdefault(row.text, []).append(row.position)
    assert 'after' in positions
    assert all(found == [2, 1] for found in positions.values())
    return f'R6 {cancels} cancelled transactions on {dialect()}: 0 hangs, 0 halves ({len(positions) - 1} had committed)'


async def test_nor_do_they_where_aiosqlite_moved_its_private_names(
    database: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    if dialect() == 'postgres':
        return  # which aiosqlite has nothing to do with
    await close_database()
    monkeypatch.setattr(sqlite_pace, 'usable', lambda _: False)
    await open_database(database)
    await cancel_often(60)


async def test_many_writers_cancelled_at_once_leave_the_pool_whole() -> None:
    for pause in (0, 0, 0.001, 0.003, 0.01, 0.02):
        async with no_hang():
            tasks = [asyncio.ensure_future(_write(f'{pause} {number}')) for number in range(40)]
            await asyncio.sleep(pause)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    async with no_hang():
        await asyncio.gather(*(_write(f'after {number}') for number in range(30)))
    assert await CommonReason.filter(text__startswith='after').count() == 60


async def test_a_cancelled_bulk_write_outside_a_transaction_leaves_nothing_open() -> None:
    rows = [CommonReason(act='return', text=f'{number}') for number in range(400)]
    for pause in [step * 0.001 for step in range(20)]:
        async with no_hang():
            task = asyncio.ensure_future(CommonReason.bulk_create(rows))
            await asyncio.sleep(pause)
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
    async with no_hang():
        await CommonReason.create(act='return', text='after')
    count = await CommonReason.all().count()
    assert count % 400 == 1


async def test_a_cancelled_reader_gives_its_connection_back() -> None:
    await _write('one')
    for _ in range(100):
        async with no_hang():
            task = asyncio.ensure_future(CommonReason.all().count())
            await asyncio.sleep(0)
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
    async with no_hang():
        assert await asyncio.gather(*(CommonReason.all().count() for _ in range(20))) == [2] * 20


async def test_an_exception_rolls_back_and_does_not_block_the_next_transaction() -> None:
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 - both belong to the transaction
        async with transaction():
            await CommonReason.create(act='return', text='never')
            raise ZeroDivisionError
    await _write('after')
    assert await CommonReason.filter(text='never').count() == 0


async def test_transactions_cannot_be_nested() -> None:
    async with transaction():
        with pytest.raises(RuntimeError, match='does not nest'):
            async with transaction():
                pass


async def test_a_task_that_outlives_its_transaction_is_refused() -> None:
    go = asyncio.Event()

    async def late() -> None:
        await go.wait()
        await CommonReason.create(act='return', text='late')

    async with transaction():
        task = asyncio.ensure_future(late())
        await CommonReason.create(act='return', text='in time')
    go.set()
    with pytest.raises(TransactionManagementError):
        await task
    assert await CommonReason.all().values_list('text', flat=True) == ['in time']


async def test_others_do_not_see_what_is_not_committed_and_do_not_wait_for_it() -> None:
    written, release = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        async with transaction():
            await CommonReason.create(act='return', text='slow')
            written.set()
            await release.wait()

    task = asyncio.ensure_future(slow())
    await written.wait()
    async with no_hang():
        assert await CommonReason.all().count() == 0
    release.set()
    await task
    assert await CommonReason.all().count() == 1


async def test_a_failed_commit_leaves_nothing_for_the_next_one_to_commit() -> None:
    connection = get_connection('default')
    await connection.execute_script(
        'CREATE TABLE parent (id INT PRIMARY KEY);'
        'CREATE TABLE child (id INT REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);'
    )
    with pytest.raises(Exception, match=r'(?i)foreign key'):
        async with transaction() as client:
            await client.execute_query('INSERT INTO child VALUES (7)')
    await _write('after')
    assert await connection.execute_query_dict('SELECT id FROM child') == []


async def test_a_busy_database_is_reported_in_a_sentence(database: Settings) -> None:
    if dialect() == 'sqlite':
        await get_connection('default').execute_query('PRAGMA busy_timeout=50')
        stranger = sqlite3.connect(database.database_file, isolation_level=None)
        stranger.execute('BEGIN IMMEDIATE')
        with pytest.raises(Busy):
            await _write('never')
        with pytest.raises(Busy):
            await CommonReason.create(act='return', text='never')
        stranger.close()
    else:
        with pytest.raises(Busy):  # noqa: PT012 - the server ends the connection, as in a restart
            async with transaction() as client:
                await CommonReason.create(act='return', text='never')
                await client.execute_query('SELECT pg_terminate_backend(pg_backend_pid())')
    await _write('after')
    assert set(await CommonReason.all().values_list('text', flat=True)) == {'after'}


async def test_a_closed_pool_is_reported_with_a_sentence() -> None:
    if dialect() == 'sqlite':
        return  # it has none
    await get_connection('default')._pool.close()
    with pytest.raises(Busy):
        await CommonReason.all().count()


async def test_the_losing_side_of_a_deadlock_gets_busy() -> None:
    if dialect() == 'sqlite':
        return  # one writer at a time: no deadlock is possible
    one = await CommonReason.create(act='return', text='one')
    two = await CommonReason.create(act='return', text='two')
    both = asyncio.Barrier(2)

    async def crosswise(first: int, second: int) -> None:
        async with transaction():
            await CommonReason.filter(id=first).update(position=F('position') + 1)
            await both.wait()
            await CommonReason.filter(id=second).update(position=F('position') + 1)

    outcomes = await asyncio.gather(crosswise(one.id, two.id), crosswise(two.id, one.id), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes if outcome is not None] == [Busy]
    assert sorted(await CommonReason.all().values_list('position', flat=True)) == [1, 1]
