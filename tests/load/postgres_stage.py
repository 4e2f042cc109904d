"""The stage on PostgreSQL: a server of its own with fsync, as in production; its world is a dump."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import asyncpg

from storage.backup import copies
from storage.settings.config import Settings
from tests import postgres
from tests.bench.seed import QUICK, fill_database, kept
from tests.bench.server import running
from tests.load.stage import Stage, signed_in

SETTINGS = {'listen_addresses': '127.0.0.1', 'shared_buffers': '512MB', 'max_wal_size': '4GB'}
DUMP = 'world.dump'
TEMPLATE = 'world'


class Postgres:
    """One PostgreSQL server that contains the world."""

    def __init__(self, address: str, world: Path, binaries: Path) -> None:
        self.address, self.world = address, world
        asyncio.run(self.administer(f'CREATE DATABASE {TEMPLATE}'))
        subprocess.run(
            [binaries / 'pg_restore', '--exit-on-error', '--no-owner', '--jobs=2', '-d', TEMPLATE, world / DUMP],
            env=os.environ | copies.environment(self.database(TEMPLATE)), check=True,
        )  # fmt: skip
        asyncio.run(self.administer('VACUUM ANALYZE', TEMPLATE))
        folder = asyncio.run(self.administer('SHOW data_directory'))
        self.process = int(Path(folder, 'postmaster.pid').read_text().split('\n')[0])

    def database(self, name: str) -> str:
        """The address of this database."""
        return f'{self.address.rpartition("/")[0]}/{name}'

    async def administer(self, statement: str, name: str = 'postgres') -> str:
        """Execute this outside of any transaction; returns its first value."""
        connection = await asyncpg.connect(self.database(name))
        try:
            return str(await connection.fetchval(statement))
        finally:
            await connection.close()

    def seconds(self) -> float:
        """Processor time of all its processes so far, including ended ones."""
        spent = 0.0
        for stat in Path('/proc').glob('[0-9]*/stat'):
            try:
                said = stat.read_text().rsplit(')', 1)[1].split()
            except OSError:  # it has ended
                continue
            if int(said[1]) == self.process:
                spent += int(said[11]) + int(said[12])
            elif stat.parent.name == str(self.process):
                spent += sum(map(int, said[11:15]))
        return spent / os.sysconf('SC_CLK_TCK')

    @contextmanager
    def stage(self, processes: int, users: int) -> Iterator[Stage]:
        """``processes`` servers on a copy of the world, which share a data folder."""
        name = f'stage_{processes}'
        asyncio.run(self.administer(f'CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY'))
        try:
            with tempfile.TemporaryDirectory(prefix='copy-', dir=self.world.parent) as folder, ExitStack() as stack:
                data = Path(shutil.copytree(self.world, Path(folder) / 'data', ignore=shutil.ignore_patterns(DUMP)))
                settings = Settings(data=data, database=self.database(name))
                cookies = asyncio.run(signed_in(settings, users))
                with ThreadPoolExecutor() as threads:
                    opening = [running(data, '--database', self.database(name)) for _ in range(processes)]
                    servers = list(threads.map(stack.enter_context, opening))
                what = 'one process' if processes == 1 else f'{processes} processes'
                yield Stage(f'PostgreSQL, {what}', servers, cookies, self.seconds)
        finally:
            asyncio.run(self.administer(f'DROP DATABASE {name} WITH (FORCE)'))


@contextmanager
def postgres_with(applications: int, cache: Path) -> Iterator[Postgres]:
    """A server with the world of this size, built at the first use. Raises RuntimeError without PostgreSQL."""
    binaries = postgres.programs()
    if binaries is None:
        raise RuntimeError('PostgreSQL is not installed')
    with postgres.server(binaries, SETTINGS) as address:
        world = kept(applications, cache, partial(_dumped, address), '-postgres')
        yield Postgres(address, world, binaries)


async def _dumped(address: str, data: Path, applications: int) -> None:
    """Build the world on this server and save it in ``data`` as a dump."""
    connection = await asyncpg.connect(address)
    try:
        await connection.execute('CREATE DATABASE building')
        database = f'{address.rpartition("/")[0]}/building'
        await fill_database(Settings(data=data, database=database, demo=True, password_cost=QUICK), applications)
        await copies.dump_postgres(database, data / DUMP)
        await connection.execute('DROP DATABASE building WITH (FORCE)')
    finally:
        await connection.close()
