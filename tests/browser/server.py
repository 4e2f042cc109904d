"""A demonstration server in a separate process."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.waiting import PATIENCE, wait_until

ROOT = Path(__file__).parents[2]


class Demonstration:
    """A demonstration that can be killed and started again on the same data and port."""

    def __init__(self, folder: Path, *options: str, program: tuple[str, ...] = ('main.py',)) -> None:
        with socket.socket() as free:
            free.bind(('127.0.0.1', 0))
            port = free.getsockname()[1]
        self.address, self.data, self._log = f'http://127.0.0.1:{port}', folder / 'data', folder / 'server.log'
        command = [sys.executable, *program, 'demo', '--no-browser', '--port', str(port), '--data', str(self.data)]
        self._command = [*command, *options]

    def start(self) -> None:
        """Return when it is ready. Raises RuntimeError with the server's output when it does not become ready."""
        # NiceGUI takes a server that inherits this variable for one under test
        environment = {name: text for name, text in os.environ.items() if name != 'PYTEST_CURRENT_TEST'}
        with self._log.open('a') as log:
            self._server = subprocess.Popen(
                self._command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
            )
        _wait(self.address, self._server, self._log)

    def kill(self) -> None:
        """End it like a power cut."""
        self._server.kill()
        self._server.wait()

    def stop(self) -> None:
        """Stop it in the normal way."""
        self._server.terminate()
        try:
            self._server.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()


@contextmanager
def demonstration(folder: Path, *options: str) -> Iterator[str]:
    """A fresh demonstration with its data in ``folder``; yields its address and stops at the end of the block.

    Raises RuntimeError with the server's output when it does not become ready.
    """
    server = Demonstration(folder, *options)
    try:
        server.start()
        yield server.address
    finally:
        server.stop()


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    def answers() -> bool:
        if server.poll() is not None:
            raise RuntimeError(f'the demonstration did not start:\n{log.read_text()[-4000:]}')
        with suppress(OSError), urllib.request.urlopen(f'{address}/healthz', timeout=PATIENCE) as answer:
            return bool(json.load(answer))
        return False

    wait_until(answers, 'the start of the demonstration', 3 * PATIENCE)  # which it builds first
