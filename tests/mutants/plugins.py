"""What pytest does differently while mutants are judged."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Generator, Iterable
from pathlib import Path

import pytest
from _pytest.fixtures import SubRequest
from coverage import Coverage

IMPORT = 'import'  # the name of what is run before all tests


class Migrated:
    """Gives every run the empty, migrated database that the first one made in ``scratch``."""

    def __init__(self, scratch: Path) -> None:
        self._template = scratch / 'template.sqlite'

    @pytest.hookimpl(tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Path], request: SubRequest) -> Path | None:
        if fixturedef.argname != 'sqlite_template' or not self._template.exists():
            return None
        fixturedef.cached_result = (self._template, fixturedef.cache_key(request), None)
        return self._template


class Watch(Migrated):
    """Writes down which lines of a file are run by the imports and by every test, the quickest test first.

    To be made in the process of the run, before anything of ours is imported.
    """

    def __init__(self, scratch: Path, file: Path, found: Path) -> None:
        super().__init__(scratch)
        self._file, self._found = str(file), found
        self._seen: list[tuple[float, str, list[int]]] = []
        self._begin()

    def pytest_collection_finish(self) -> None:
        self._end(IMPORT)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self._begin()
        result = yield
        self._end(item.nodeid)
        return result

    def pytest_runtest_teardown(self, item: pytest.Function) -> None:
        template = item.funcargs.get('template')
        if isinstance(template, Path) and not self._template.exists():
            shutil.copy(template, self._template)

    def pytest_sessionfinish(self) -> None:
        self._found.write_text(json.dumps({name: lines for _, name, lines in sorted(self._seen)}), 'utf-8')

    def _begin(self) -> None:
        self._coverage = Coverage(data_file=None, include=[self._file], config_file=False)
        self._coverage.start()
        self._started = time.process_time()

    def _end(self, name: str) -> None:
        self._coverage.stop()
        lines = self._coverage.get_data().lines(self._file) or []
        self._seen.append((time.process_time() - self._started, name, lines))


class Bench(Migrated):
    """Collects the tests and runs none of them by itself: ``work`` is handed what runs those that are named."""

    def __init__(self, scratch: Path, work: Callable[[Callable[[Iterable[str]], int]], None]) -> None:
        super().__init__(scratch)
        self._work = work

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}

        def run(tests: Iterable[str]) -> int:
            for test in tests:
                items[test].config.hook.pytest_runtest_protocol(item=items[test], nextitem=None)
                if session.testsfailed:
                    break
            return session.testsfailed

        self._work(run)
        return True
