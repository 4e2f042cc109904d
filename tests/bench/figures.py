"""The output of a benchmark: the machine, figures with their limits, and one table of them."""

from __future__ import annotations

import os
import platform
import re
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from statistics import median

MEMINFO, CPUINFO = Path('/proc/meminfo'), Path('/proc/cpuinfo')


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure; ``limit`` is the promise for its 95th percentile, None means information only."""

    what: str
    values: Sequence[float]
    unit: str = 'ms'
    limit: float | None = None

    @property
    def p95(self) -> float:
        return percentile(self.values, 0.95)

    @property
    def holds(self) -> bool:
        """Whether the limit is kept; always true without a limit."""
        return self.limit is None or self.p95 <= self.limit

    def line(self) -> str:
        """The figure as a line of the table."""
        places = 2 if self.unit == 'MB' else 1
        numbers = (median(self.values), self.p95, max(self.values))
        shown = ' | '.join(f'{number:.{places}f}' for number in numbers)
        if self.limit is None:
            return f'| {self.what} | {shown} | | |'
        return f'| {self.what} | {shown} | {self.limit:g} {self.unit} | {"yes" if self.holds else "**no**"} |'


HEAD = '| figure | p50 | p95 | max | limit at p95 | reached |\n| --- | ---: | ---: | ---: | ---: | --- |'


def table(figures: Iterable[Figure]) -> str:
    """All figures as a Markdown table, those with a limit first."""
    ordered = sorted(figures, key=lambda figure: figure.limit is None)
    return '\n'.join((HEAD, *(figure.line() for figure in ordered)))


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that this share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1))]


def machine(folder: Path) -> str:
    """Processor, cores, memory, versions, and what one fsync costs in ``folder``."""
    memory = re.search(r'MemTotal:\s+(\d+)', MEMINFO.read_text()) if MEMINFO.exists() else None
    model = re.search(r'model name\s*:\s*(.+)', CPUINFO.read_text()) if CPUINFO.exists() else None
    # By name: storage replaces the library that came with Python with a newer one.
    parts = [
        f'{model[1].strip() if model else platform.machine()}, {os.cpu_count()} cores',
        f'{int(memory[1]) / 1024 / 1024:.0f} GB' if memory else '',
        f'{platform.system()} {platform.release()}',
        f'Python {platform.python_version()}',
        f'SQLite {import_module("sqlite3").sqlite_version}',
        f'fsync {fsync_ms(folder):.2f} ms',
        f'load {os.getloadavg()[0]:.1f}' if hasattr(os, 'getloadavg') else '',
    ]
    return ', '.join(part for part in parts if part)


def fsync_ms(folder: Path) -> float:
    """The median time of an fsync after a small write, in the database's folder."""
    times = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(50):
            file.write(b'x' * 4096)
            file.flush()
            began = time.perf_counter()
            os.fsync(file.fileno())
            times.append((time.perf_counter() - began) * 1000)
    return median(times)
