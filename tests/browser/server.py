"""A demonstration server in a process of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
READY_SECONDS = 90


@contextmanager
def demonstration(folder: Path, *options: str) -> Iterator[str]:
    """A fresh demonstration with its data in ``folder``; gives its address and ends with the block.

    Raises RuntimeError with what the server said when it does not become ready.
    """
    with socket.socket() as free:
        free.bind(('127.0.0.1', 0))
        port = free.getsockname()[1]
    command = [sys.executable, 'main.py', 'demo', '--no-browser', '--port', str(port), '--data', str(folder / 'data')]
    # NiceGUI takes a server that inherits this name for one under test
    environment = {name: text for name, text in os.environ.items() if name != 'PYTEST_CURRENT_TEST'}
    with (folder / 'server.log').open('w') as log:
        server = subprocess.Popen([*command, *options], cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            address = f'http://127.0.0.1:{port}'
            _wait(address, server, folder / 'server.log')
            yield address
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f'{address}/healthz', timeout=2) as answer:
                json.load(answer)
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f'the demonstration did not start:\n{log.read_text()[-4000:]}')
