"""A stop of the real program lets acts and long work finish, and cancels what takes too long."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from contextlib import closing, suppress
from pathlib import Path

from tests.waiting import PATIENCE, wait_until

ROOT = Path(__file__).parents[3]


def _asked(address: str) -> str:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return str(answer.read().decode())


def _answers(address: str, server: subprocess.Popen[str]) -> bool:
    assert server.poll() is None, server.communicate()[0]
    with suppress(OSError):
        return bool(_asked(address))
    return False


def test_a_stop_lets_started_work_finish(tmp_path: Path) -> None:
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
        wait_until(lambda: _answers(f'http://127.0.0.1:{port}/healthz', server), 'the start')
        assert _asked(f'http://127.0.0.1:{port}/slow') == 'begun'
        server.send_signal(signal.SIGTERM)
        said, _ = server.communicate(timeout=PATIENCE)
    finally:
        server.kill()
    assert server.returncode in (0, -signal.SIGTERM), said
    assert 'Traceback' not in said
    with closing(sqlite3.connect(tmp_path / 'data' / 'kaohe.db')) as database:
        assert database.execute("SELECT count(*) FROM journal_entry WHERE act = 'export'").fetchone() == (1,)
    assert not (tmp_path / 'data' / 'kaohe.db-wal').exists()  # closed normally
    assert (tmp_path / 'found' / 'short').read_text() == 'finished'
    assert (tmp_path / 'found' / 'endless').read_text() == 'called off'
