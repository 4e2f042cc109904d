"""A stop of the real program lets acts and long work finish, and calls off what takes too long."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).parents[3]
LIMIT = 20  # seconds: three for long work, what is called off ends at once, five for connections


def _asked(address: str, server: subprocess.Popen[str]) -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError(server.communicate()[0])


def test_a_stop_lets_finish_what_has_begun(tmp_path: Path) -> None:
    (tmp_path / 'found').mkdir()
    with socket.socket() as free:
        free.bind(('127.0.0.1', 0))
        port = free.getsockname()[1]
    environment = {name: text for name, text in os.environ.items() if name != 'PYTEST_CURRENT_TEST'}
    command = [sys.executable, str(ROOT / 'tests/pages/server/slow_server.py'), '--no-browser', '--port', str(port)]
    server = subprocess.Popen(
        [*command, '--data', 'data'], cwd=tmp_path, env={**environment, 'PYTHONPATH': str(ROOT)}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        _asked(f'http://127.0.0.1:{port}/healthz', server)
        assert _asked(f'http://127.0.0.1:{port}/slow', server) == 'begun'
        time.sleep(0.2)
        began = time.monotonic()
        server.send_signal(signal.SIGTERM)
        said, _ = server.communicate(timeout=60)
    finally:
        server.kill()
    assert server.returncode in (0, -signal.SIGTERM), said
    assert time.monotonic() - began < LIMIT
    assert 'Traceback' not in said
    with closing(sqlite3.connect(tmp_path / 'data' / 'kaohe.db')) as database:
        assert database.execute("SELECT count(*) FROM journal_entry WHERE act = 'export'").fetchone() == (1,)
    assert not (tmp_path / 'data' / 'kaohe.db-wal').exists()  # closed in order
    assert (tmp_path / 'found' / 'short').read_text() == 'finished'
    assert (tmp_path / 'found' / 'endless').read_text() == 'called off'
