"""The real server in a process of its own, and the resources it uses."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.seed import ROOT

PATIENCE = 60  # seconds until it answers
NOT_OURS = ('KAOHE_', 'NICEGUI_', 'PYTEST_')  # the environment must not change the measurement


class Server:
    """A running ``python main.py``."""

    def __init__(self, process: subprocess.Popen[bytes], base: str) -> None:
        self.process, self.base = process, base

    @property
    def memory_mb(self) -> float:
        """Its present memory (resident set)."""
        status = Path(f'/proc/{self.process.pid}/status').read_text()
        found = re.search(r'VmRSS:\s+(\d+)', status)
        return int(found[1]) / 1024 if found else 0.0

    @property
    def cpu_ms(self) -> float:
        """The processor time it has used so far."""
        spent = Path(f'/proc/{self.process.pid}/stat').read_text().rsplit(')', 1)[1].split()
        return (int(spent[11]) + int(spent[12])) * 1000 / os.sysconf('SC_CLK_TCK')

    @property
    def waited_ms(self) -> float:
        """How long its main thread was ready and had to wait for a processor that other processes used."""
        return int(Path(f'/proc/{self.process.pid}/schedstat').read_text().split()[1]) / 1e6


@contextmanager
def running(data: Path, *options: str, program: tuple[str, ...] = ('main.py',), **environment: str) -> Iterator[Server]:
    """Serve the installation in ``data`` for the block. Raises RuntimeError with its log when it does not start.

    ``options`` are further command-line arguments; several servers may share the folder.
    """
    with socket.socket() as free:
        free.bind(('127.0.0.1', 0))
        port = free.getsockname()[1]
    log = data / f'server-{port}.log'
    with log.open('wb') as output:
        process = subprocess.Popen(
            [
                sys.executable, *program, '--data', str(data), '--port', str(port), '--no-browser',
                *options,
            ],
            cwd=ROOT, stdout=output, stderr=subprocess.STDOUT,
            env={name: value for name, value in os.environ.items() if not name.startswith(NOT_OURS)} | environment,
        )  # fmt: skip
    try:
        base = f'http://127.0.0.1:{port}'
        if not _answers(base, process):
            raise RuntimeError(f'the server did not start:\n{log.read_text(errors="replace")}')
        yield Server(process, base)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(base: str, process: subprocess.Popen[bytes]) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f'{base}/healthz', timeout=10) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    return False
