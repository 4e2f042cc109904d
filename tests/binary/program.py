"""The program in one file, copied somewhere and started there as people do."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError

ROOT = Path(__file__).parents[2]
BUILT = ROOT / 'dist' / 'kaohe'
READY_SECONDS = 120
LAST_SECONDS = 60
QUIET = ' <&- >&- 2>&-'  # a shell's way to close all three streams
ADDRESS = re.compile(r'http://[\w.]+:\d+')


def sources() -> list[Path]:
    """What it is built from."""
    folders = ('pages', 'components', 'domain', 'storage', 'assets')
    found = [file for folder in folders for file in (ROOT / folder).rglob('*') if '__pycache__' not in file.parts]
    return [ROOT / 'main.py', ROOT / 'kaohe.spec', *(file for file in found if file.is_file())]


class Program:
    """One copy in a folder of its own, with a home, a folder for what is unpacked, and a browser that takes notes."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home, self.unpacked = folder / 'office', folder / 'home', folder / 'unpacked'
        for made in (self.folder, self.home, self.unpacked):
            made.mkdir()
        self.file, self.data, self.log = self.folder / 'kaohe', self.folder / 'kaohe-data', folder / 'said.txt'
        self.replace()
        self.visited = folder / 'visited.txt'
        browser = folder / 'browser'
        browser.write_text(f'#!/bin/sh\necho "$1 ${{LD_LIBRARY_PATH:-clean}}" >> {self.visited}\n')
        browser.chmod(0o755)
        kept = {name: text for name, text in os.environ.items() if not name.startswith(('KAOHE_', 'XDG_', 'PYTEST_'))}
        self.environment = kept | {'HOME': str(self.home), 'TMPDIR': str(self.unpacked), 'BROWSER': f'{browser} %s'}
        self.address = ''

    def replace(self) -> None:
        """Put the newest build in its place."""
        self.file.unlink(missing_ok=True)
        shutil.copy(BUILT, self.file)

    def start(self, *arguments: str, **environment: str) -> float:
        """Come back when it answers, with the seconds that took. Raises RuntimeError with what it said otherwise."""
        return self._run([self.file, *arguments], environment)

    def start_without_a_terminal(self) -> float:
        """As ``start``, with all three streams closed."""
        return self._run(['sh', '-c', f'exec {self.file}{QUIET}'], {})

    def _run(self, command: Sequence[str | Path], environment: dict[str, str]) -> float:
        began = time.monotonic()
        self.log.write_bytes(b'')
        with self.log.open('ab') as log:
            self._process = subprocess.Popen(
                command, cwd='/', env=self.environment | environment, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        while time.monotonic() < began + READY_SECONDS and self._process.poll() is None:
            if found := ADDRESS.search(self.said()):
                self.address = found.group()
                with suppress(URLError, ConnectionError), urllib.request.urlopen(f'{self.address}/healthz', timeout=5):
                    return time.monotonic() - began
            time.sleep(0.1)
        raise RuntimeError(f'the program did not start:\n{self.said()[-4000:]}')

    def said(self) -> str:
        """All it said since its start, on the terminal or in its note."""
        note = self.data / 'running.txt'
        with suppress(FileNotFoundError):
            return self.log.read_text('utf-8') or note.read_text('utf-8')
        return ''

    def once(self, *arguments: str, **environment: str) -> tuple[int, str]:
        """Start it beside and wait until it ends by itself: its exit code and what it said."""
        ended = subprocess.run(
            [self.file, *arguments], cwd='/', env=self.environment | environment, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding='utf-8',
            timeout=READY_SECONDS,
        )  # fmt: skip
        return ended.returncode, ended.stdout

    def stop(self, how: signal.Signals = signal.SIGTERM, *, terminal: bool = False) -> None:
        """End it in order, or as a ``terminal`` does it: everybody in its foreground hears the signal."""
        if terminal:
            os.killpg(self._process.pid, how)
        else:
            self._process.send_signal(how)
        self._process.wait(LAST_SECONDS)

    def give_up(self) -> None:
        """Leave nothing running when a test failed."""
        processes = getattr(self, '_process', None)
        if processes and processes.poll() is None:
            processes.terminate()
            with suppress(subprocess.TimeoutExpired):
                processes.wait(LAST_SECONDS)
            processes.kill()


def older_installation(data: Path) -> None:
    """Leave an installation of an earlier program there."""
    subprocess.run([sys.executable, '-m', 'tests.binary.older', data], cwd=ROOT, check=True, timeout=READY_SECONDS)
