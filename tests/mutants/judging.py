"""Whether the tests of a module notice a mutant: forked processes run them with it."""

from __future__ import annotations

import importlib
import json
import os
import resource
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType

import pytest

from tests.mutants.mutations import Mutant, replacement
from tests.mutants.plugins import IMPORT, Bench, Migrated, Watch

# What takes long to import and holds nothing of ours; which driver of SQLite it is, storage decides.
WARM = ('asyncpg', 'fpdf', 'httpx', 'hypothesis', 'nicegui.testing', 'pydantic_settings', 'tortoise', 'xlsxwriter')
OPTIONS = (
    *('--exitfirst', '--quiet', '-p', 'no:anyio', '-p', 'no:cacheprovider', '-p', 'no:xdist'),
    '-Wignore::pytest.PytestAssertRewriteWarning',  # plug-ins that are warm already hold no assertions of ours
    '-Wignore::coverage.exceptions.CoverageWarning',  # a test may run nothing of the module
)
SPARE_SECONDS = 10  # of the processor, for a mutant that does not come to an end
SLOWEST = 30  # times as long as the processor needs: other work on the machine


class Failed(Exception):
    """The tests do not pass without any mutant."""


def warm_up(cache: str) -> None:
    """Import what every run needs, before the first fork; what they compile is kept in this folder."""
    sys.dont_write_bytecode, sys.pycache_prefix = False, cache
    for name in WARM:
        importlib.import_module(name)


class Court:
    """The tests that judge the mutants of one module, ``jobs`` at a time; what they write is kept in ``scratch``."""

    def __init__(self, file: Path, tests: Sequence[str], scratch: Path, jobs: int) -> None:
        self._name, self._file = '.'.join(file.with_suffix('').parts), file.resolve()
        self._tests, self._scratch, self._jobs = tests, scratch, jobs
        self._log, self._found = scratch / 'log', scratch / 'found.json'
        self._seconds = 0

    def survivors(self, mutants: Sequence[Mutant]) -> list[Mutant]:
        """Those that no test notices. Raises Failed when the tests do not pass without any mutant.

        A function is changed in the imported module, and the tests that run it are run. Every other change is judged
        by all tests, with the mutant in the place of the module from the beginning.
        """
        used = self._waited(lambda: self._pytest(Watch(self._scratch, self._file, self._found)))
        self._seconds = int(used) + SPARE_SECONDS
        self._waited(lambda: self._pytest(Bench(self._scratch, lambda run: self._in_module(mutants, run))))
        survived, others = json.loads(self._found.read_text('utf-8'))
        survived += self._unnoticed(lambda number: self._in_place(mutants[number]), others)
        return [mutants[number] for number in sorted(survived)]

    def _in_module(self, mutants: Sequence[Mutant], run: Callable[[Iterable[str]], int]) -> None:
        module, ran = importlib.import_module(self._name), json.loads(self._found.read_text('utf-8'))
        at_import = set(ran.pop(IMPORT))
        ways = {
            number: way
            for number, mutant in enumerate(mutants)
            if at_import.isdisjoint(mutant.lines[1:]) and (way := replacement(module, mutant))
        }

        def notice(number: int) -> int:
            function, code = ways[number]
            function.__code__ = code
            return run(test for test, lines in ran.items() if not set(lines).isdisjoint(mutants[number].lines))

        others = [number for number in range(len(mutants)) if number not in ways]
        self._found.write_text(json.dumps([list(self._unnoticed(notice, ways)), others]), 'utf-8')

    def _in_place(self, mutant: Mutant) -> int:
        sys.meta_path.insert(0, _Finder(self._name, self._file, mutant.source))
        return self._pytest(Migrated(self._scratch))

    def _pytest(self, plugin: Migrated) -> int:
        out = os.open(self._log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(out, 1)
        os.dup2(out, 2)
        return int(pytest.main([*OPTIONS, *self._tests], plugins=[plugin]))

    def _unnoticed(self, notice: Callable[[int], int], numbers: Iterable[int]) -> Iterator[int]:
        """The numbers for which it answers 0, each in a process of its own."""
        running: dict[int, int] = {}
        for number in numbers:
            if len(running) == self._jobs:
                yield from _ended(running)
            running[self._fork(lambda number=number: notice(number), limited=True)] = number  # type: ignore[misc]
        while running:
            yield from _ended(running)

    def _waited(self, work: Callable[[], int]) -> float:
        """Do it in a process of its own; the seconds it took of the processor."""
        _, status, usage = os.wait4(self._fork(work), 0)
        if status:
            raise Failed(self._log.read_text('utf-8'))
        return usage.ru_utime + usage.ru_stime

    def _fork(self, work: Callable[[], int], *, limited: bool = False) -> int:
        pid = os.fork()
        if pid:
            return pid
        status = 1
        folder = self._scratch / str(os.getpid())
        folder.mkdir()
        os.environ['PYTEST_DEBUG_TEMPROOT'] = str(folder)
        if limited:
            resource.setrlimit(resource.RLIMIT_CPU, (self._seconds, self._seconds))
            signal.alarm(self._seconds * SLOWEST)
        try:
            status = int(work())
        except BaseException:  # noqa: BLE001 - nothing above hears of it in this process
            traceback.print_exc()
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            sys.stdout.flush()
            os._exit(status)


def _ended(running: dict[int, int]) -> Iterator[int]:
    pid, status = os.wait()
    number = running.pop(pid)
    if status == 0:
        yield number


class _Finder:
    """Finds the mutant where the module would be found."""

    def __init__(self, name: str, file: Path, source: str) -> None:
        self._name, self._loader = name, _Loader(name, str(file))
        self._loader.source = source

    def find_spec(self, name: str, _path: object, _target: object = None) -> ModuleSpec | None:
        return spec_from_file_location(name, self._loader.path, loader=self._loader) if name == self._name else None


class _Loader(SourceFileLoader):
    source = ''

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002 - a loader of one module
        return compile(self.source, self.path, 'exec', dont_inherit=True)
