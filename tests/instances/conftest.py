"""One pair of servers for all tests of this folder, and nginx in front of it."""

from __future__ import annotations

import asyncio
import gc
import os
import secrets
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack

import aiohttp
import asyncpg
import pytest
import pytest_asyncio

from storage.connection.database import close_database, open_database
from storage.settings.config import Settings
from tests.conftest import _administer, postgres_address
from tests.instances import proxy
from tests.instances.pair import Pair, filled, start_both
from tests.postgres import VARIABLE


@pytest.fixture(autouse=True)
def killed_connections() -> Iterator[None]:
    """Forget the connections to a server that was killed after the loop has ended: nobody can close them any more."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter('ignore', ResourceWarning)
        gc.collect()


@pytest.fixture(scope='package')
def pair(postgres_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Two servers with the same folder and the same PostgreSQL database."""
    name = f'test_{secrets.token_hex(6)}'
    asyncio.run(_administer(f'CREATE DATABASE {name} TEMPLATE {postgres_template}'))
    settings = Settings(data=tmp_path_factory.mktemp('installation'), database=postgres_address(name))
    cookies, waiting = asyncio.run(filled(settings))
    with ExitStack() as stack:
        yield Pair(settings, start_both(stack, settings), cookies, waiting)
    asyncio.run(_administer(f'DROP DATABASE {name} WITH (FORCE)'))


@pytest.fixture(scope='package')
def front(pair: Pair, tmp_path_factory: pytest.TempPathFactory) -> Iterator[proxy.Front]:
    """The documented nginx in front of the pair. If REQUIRE_ALL is set, a missing nginx is a failure."""
    program = proxy.program()
    if program is None:
        if os.environ.get('REQUIRE_ALL') == '1':
            pytest.fail('nginx is missing')
        pytest.skip('nginx is not installed')
    with proxy.before(program, [server.base for server in pair.servers], tmp_path_factory.mktemp('nginx')) as front:
        yield front


@pytest_asyncio.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """A client that stores no cookies and accepts the temporary certificate."""
    connector = aiohttp.TCPConnector(limit=0, force_close=True, ssl=False)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield session


@pytest_asyncio.fixture
async def inside(pair: Pair) -> AsyncIterator[None]:
    """The pair's database, also open in this process: a third process of the installation."""
    await open_database(pair.settings)
    yield
    await close_database()


@pytest_asyncio.fixture
async def administrator() -> AsyncIterator[asyncpg.Connection]:
    """A connection to another database of the same server."""
    connection = await asyncpg.connect(os.environ[VARIABLE])
    yield connection
    await connection.close()
