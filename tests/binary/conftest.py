"""The built program in a folder of its own for each test: `make binary-test` builds it first."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.binary.program import BUILT, Program, sources
from tests.browser.conftest import chromium

__all__ = ['chromium']


@pytest.fixture(autouse=True)
def hangs_up() -> Iterator[None]:
    """Let a closed terminal end the programs started here, also where the tests themselves outlive theirs."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """A copy of the newest build; ended with the test."""
    newest = max(sources(), key=lambda file: file.stat().st_mtime)
    if not BUILT.exists() or BUILT.stat().st_mtime < newest.stat().st_mtime:
        pytest.fail(f'{BUILT.name} is missing or older than {newest.name}: make binary')
    one = Program(tmp_path)
    yield one
    one.give_up()
