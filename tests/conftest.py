"""A fresh, migrated database for every test that requests one, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import gc
import os
import secrets
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from weakref import WeakKeyDictionary

import asyncpg
import pytest
import pytest_asyncio
from hypothesis import settings
from nicegui import Client, app, core
from nicegui.testing import User
from tortoise.apps import Apps
from tortoise.models import Model

from domain import clock
from storage.connection import advisory_locks, asyncpg_engine, notifications, sqlite_engine
from storage.connection.database import close_database, open_database
from storage.settings.config import Settings
from tests.once import made_once
from tests.pages.settled import settled
from tests.postgres import VARIABLE
from tests.waiting import PATIENCE

pytest_plugins = ['tests.town']
# The same examples in every run, however long one of them takes.
settings.register_profile('same', derandomize=True, deadline=None)
settings.load_profile('same')
REQUIRE_ALL = os.environ.get('REQUIRE_ALL') == '1'
Installed = Callable[[Path], Settings]
FIGURE = 'figure'
NAME = 'database'  # the file with the name of a database beside its data folder
_skipped: list[str] = []
_figures: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Record the skipped tests and the measured figures."""
    if report.when == 'call':
        _figures.extend(str(text) for name, text in report.user_properties if name == FIGURE)
    if report.skipped and not hasattr(report, 'wasxfail'):
        _skipped.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """If everything is required, as in CI, a skipped test is a failure."""
    if REQUIRE_ALL and _skipped and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures, and say why the run failed even though no test failed."""
    for text in _figures:
        terminalreporter.write_line(text)
    if REQUIRE_ALL and _skipped:
        terminalreporter.write_line(f'REQUIRE_ALL: {len(_skipped)} skipped tests count as failures', red=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In each file first the tests on SQLite, then those on PostgreSQL: see ``prepared_models``."""
    files = {path: number for number, path in enumerate(dict.fromkeys(item.path for item in items))}
    items.sort(key=lambda item: (files[item.path], _on_postgres(item)))


def _on_postgres(item: pytest.Item) -> bool:
    given = getattr(item, 'callspec', None)
    return given is not None and 'postgres' in given.params.values()


def pytest_collection_finish() -> None:
    """Exclude all modules and tests from garbage collection: this saves a tenth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """``figure('R7 …')`` is printed at the end of the run, also in runs with several processes."""
    return lambda text: request.node.user_properties.append((FIGURE, text))


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be refused because a busy machine is slow: tests of a limit set it themselves."""
    monkeypatch.setattr('storage.connection.database.OPENING', PATIENCE)
    monkeypatch.setattr('domain.services.year.years.FRESH_SECONDS', PATIENCE)  # or the queries of a slow test are more
    for module in (asyncpg_engine, sqlite_engine, notifications, advisory_locks):
        monkeypatch.setattr(module, 'PATIENCE', PATIENCE)


@pytest.fixture(scope='session', autouse=True)
def prepared_models() -> Iterator[None]:
    """Let Tortoise prepare the models once for a kind of database, not again at every opening."""
    prepare, prepared = Apps._build_initial_querysets, WeakKeyDictionary[type[Model], type]()

    def unless_prepared(apps: Apps) -> None:
        kinds = {model: model._meta.db.executor_class for models in apps.apps.values() for model in models.values()}
        if any(prepared.get(model) is not kind for model, kind in kinds.items()):
            prepare(apps)
            prepared.update(kinds)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Apps, '_build_initial_querysets', unless_prepared)
        yield


@pytest.fixture
def time_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the domain's time stand still between two calls of ``clock.move_to``."""
    start = clock.now()
    monkeypatch.setattr(clock, 'now', lambda: start + clock._shift)
    monkeypatch.setattr(clock, 'move_to', lambda moment: setattr(clock, '_shift', moment - start))


@pytest.fixture(autouse=True)
def bare_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove the guards of a served main.py from NiceGUI's single server, for tests with their own pages."""
    monkeypatch.setattr(app, 'build_middleware_stack', app.build_middleware_stack)
    monkeypatch.setattr(app.router, 'lifespan_context', app.router.lifespan_context)
    for namespace, handlers in core.sio.handlers.items():
        monkeypatch.setitem(core.sio.handlers, namespace, dict(handlers))


@pytest_asyncio.fixture
async def user(user: User) -> AsyncIterator[User]:
    """NiceGUI's, whose pages are deleted afterwards as a server does it: what is left of them would stay for ever."""
    yield user
    for client in tuple(Client.instances.values()):
        client.delete()
    await settled()


@pytest.fixture(autouse=True)
def real_time() -> Iterator[None]:
    """Set a clock moved by a test back to real time, for the tests after it."""
    yield
    clock.reset()


@pytest.fixture(scope='session')
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file in one piece."""

    def migrate(data: Path) -> None:
        asyncio.run(_migrate(Settings(data=data, database=None)))
        with sqlite3.connect(Settings(data=data).database_file) as database:
            database.execute('PRAGMA wal_checkpoint(TRUNCATE)')
        database.close()

    return Settings(data=made_once(tmp_path_factory, 'template', migrate)).database_file


@pytest.fixture(scope='session')
def postgres_template(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a migrated, empty PostgreSQL database; it ends with the server of the run."""
    if not os.environ.get(VARIABLE):
        pytest.skip(f'no PostgreSQL: {VARIABLE} is not set (make test starts one)')

    def migrate(data: Path) -> None:
        name = f'template_{secrets.token_hex(4)}'
        asyncio.run(_administer(f'CREATE DATABASE {name}'))
        asyncio.run(_migrate(Settings(data=data, database=postgres_address(name))))
        (data / NAME).write_text(name)

    return (made_once(tmp_path_factory, 'postgres-template', migrate) / NAME).read_text()


@pytest.fixture(params=['sqlite', 'postgres'])
def template(request: pytest.FixtureRequest) -> Path | str:
    """The template for both databases: a file to copy, or the name of a database on the server."""
    made: Path | str = request.getfixturevalue(f'{request.param}_template')
    return made


@pytest.fixture
def installed(sqlite_template: Path) -> Installed:
    """``installed(folder)``: the settings of a migrated, empty and closed SQLite installation in this folder."""

    def install(data: Path) -> Settings:
        settings = Settings(data=data, database=None)
        data.mkdir(parents=True, exist_ok=True)
        shutil.copy(sqlite_template, settings.database_file)
        return settings

    return install


@pytest_asyncio.fixture
async def empty_installation(template: Path | str, installed: Installed, tmp_path: Path) -> AsyncIterator[Settings]:
    """The settings of an installation whose database is migrated, empty and closed."""
    data = tmp_path / 'installation'
    if isinstance(template, Path):
        yield installed(data)
        return
    name = f'test_{secrets.token_hex(6)}'
    await _administer(f'CREATE DATABASE {name} TEMPLATE {template}', files=True)
    yield Settings(data=data, database=postgres_address(name))
    await _administer(f'DROP DATABASE {name} WITH (FORCE)')


@pytest_asyncio.fixture
async def database(empty_installation: Settings) -> AsyncIterator[Settings]:
    """A fresh, open database; its settings."""
    await open_database(empty_installation)
    yield empty_installation
    await close_database()


def postgres_address(name: str) -> str:
    """The address of a database on the server of the tests."""
    return f'{os.environ[VARIABLE].rpartition("/")[0]}/{name}'


async def _migrate(settings: Settings) -> None:
    await open_database(settings)
    await close_database()


async def _administer(statement: str, *, files: bool = False) -> None:
    """``files``: copy the template file by file, which takes a third of the time of writing its pages to the log."""
    connection = await asyncpg.connect(os.environ[VARIABLE])
    try:
        strategy = ' STRATEGY FILE_COPY' if files and connection.get_server_version() >= (15,) else ''
        await connection.execute(statement + strategy)
    finally:
        await connection.close()
