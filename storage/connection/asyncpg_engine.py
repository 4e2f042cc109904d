"""The PostgreSQL engine: a limited wait for a connection, transactions safe if a task is cancelled at any point.

Named by string in ``tortoise_config``. The stock client loses a pooled connection for each task that is
cancelled while its transaction begins, and waits for ever when the pool is empty.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import (
    ConnectionWrapper,
    NestedTransactionContext,
    PoolConnectionWrapper,
    TransactionalDBClient,
    TransactionContextPooled,
)
from tortoise.connection import get_connections
from tortoise.exceptions import TransactionManagementError

from domain import metrics
from domain.errors import Busy
from storage.connection.cancellation import finish

PATIENCE = 10  # seconds for a connection of the pool
NOT_NOW = (
    asyncpg.TransactionRollbackError,  # deadlock, serialisation
    asyncpg.LockNotAvailableError,
    asyncpg.OperatorInterventionError,  # restart, shutdown, cancelled statement
    asyncpg.InsufficientResourcesError,  # disk full, too many connections
    asyncpg.PostgresConnectionError,
    asyncpg.InternalClientError,
    OSError,
    TimeoutError,
)


@contextlib.contextmanager
def busy_when_unavailable() -> Iterator[None]:
    """Turn "not available now" into Busy: restart, deadlock, full pool, lost connection, read-only database."""
    try:
        yield
    except NOT_NOW as error:
        metrics.DATABASE_ERRORS.inc()
        raise Busy from error
    except TransactionManagementError as error:
        if isinstance(error.__cause__, asyncpg.ReadOnlySQLTransactionError):  # a replica, or closed for maintenance
            metrics.DATABASE_ERRORS.inc()
            raise Busy from error
        raise
    except asyncpg.InterfaceError as error:
        if 'clos' in str(error):  # connection is closed, pool is closing; the rest are mistakes of ours
            raise Busy from error
        raise


class PooledConnection(PoolConnectionWrapper[Any]):
    """A connection for one statement, with a limited wait."""

    async def __aenter__(self) -> Any:
        with busy_when_unavailable():
            await self.ensure_connection()
            self.connection = await self.client._pool.acquire(timeout=PATIENCE)
        return self.connection


class PostgresStatements(AsyncpgDBClient):
    """The statements of both clients, with Busy for "not now"."""

    async def _translate_exceptions(self, func: Any, *args: Any, **kwargs: Any) -> Any:
        with busy_when_unavailable():
            return await super()._translate_exceptions(func, *args, **kwargs)


class PostgresTransaction(PostgresStatements, TransactionWrapper):
    """One connection of the pool, inside a transaction."""

    def acquire_connection(self) -> ConnectionWrapper[Any]:
        if self._finalized:  # the connection may be somebody else's by now
            raise TransactionManagementError('the transaction is over; start the task outside of it')
        return super().acquire_connection()

    def _in_transaction(self) -> NestedTransactionContext:
        return NestedTransactionContext(PostgresTransaction(self))


class PoolTransactionContext(TransactionContextPooled):
    """Begins and ends a transaction; neither step is interrupted."""

    client: PostgresTransaction

    async def __aenter__(self) -> TransactionalDBClient:
        with busy_when_unavailable():
            await self.ensure_connection()
            pool: Any = self.client._parent._pool
            self.client._connection = await pool.acquire(timeout=PATIENCE)
            try:
                await finish(self.client.begin())
            except BaseException:
                await finish(self._leave(failed=True))
                raise
        self.token = get_connections().set(self.connection_name, self.client)
        return self.client

    async def __aexit__(self, *failure: object) -> None:
        get_connections().reset(self.token)
        await finish(self._leave(failed=failure[0] is not None))

    async def _leave(self, *, failed: bool) -> None:
        connection: Any = self.client._connection
        pool: Any = self.client._parent._pool
        try:
            with busy_when_unavailable():
                if not failed and not self.client._finalized:
                    await self.client.commit()
                elif not connection.is_closed() and connection.is_in_transaction():
                    await self.client.rollback()
        finally:
            self.client._finalized = True
            await pool.release(connection)


class PostgresClient(PostgresStatements):
    """The pool."""

    def acquire_connection(self) -> PooledConnection:
        return PooledConnection(self, self._pool_init_lock)

    def _in_transaction(self) -> PoolTransactionContext:
        return PoolTransactionContext(PostgresTransaction(self), self._pool_init_lock)


client_class = PostgresClient
