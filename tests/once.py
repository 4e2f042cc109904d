"""What one run needs once, however many processes it has."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder ``name`` of this run, filled by ``make`` in the first process that requests it. Copy before use."""
    own = factory.getbasetemp()
    place = (own.parent if os.environ.get('PYTEST_XDIST_WORKER') else own) / name
    place.mkdir(exist_ok=True)
    with (place / 'lock').open('w') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        content = place / 'content'
        if not content.exists():
            unfinished = place / 'unfinished'  # left behind by a process in which it failed: the next one says so, too
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(content)
    return content
