"""Run a command with a private PostgreSQL server: `python -m tests.postgres pytest …`; the server ends with it."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

VARIABLE = 'KAOHE_TEST_POSTGRES'
PATIENCE = 60  # seconds for the server to be ready
# Nothing in it outlives the run: no need to wait for the disk.
OPTIONS = {'fsync': 'off', 'synchronous_commit': 'off', 'full_page_writes': 'off', 'listen_addresses': '127.0.0.1'}


def programs() -> Path | None:
    """The directory of PostgreSQL's server programs, the newest that is installed."""
    found = shutil.which('initdb')
    if found:
        return Path(found).resolve().parent
    versions = Path('/usr/lib/postgresql').glob('*/bin/initdb')  # Debian's place for them, outside of PATH
    newest = max(versions, key=lambda path: int(path.parent.parent.name.split('.')[0]), default=None)
    return newest.parent if newest else None


@contextlib.contextmanager
def server(binaries: Path, options: Mapping[str, str] = OPTIONS) -> Iterator[str]:
    """A fresh server on a free port of this machine; yields the address of its maintenance database."""
    user = 'postgres' if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    with tempfile.TemporaryDirectory(prefix='kaohe-postgres-', ignore_cleanup_errors=True) as directory:
        if user:
            os.chown(directory, pwd.getpwnam(user).pw_uid, -1)
        data = f'{directory}/data'
        subprocess.run(
            [binaries / 'initdb', '-D', data, '-U', 'postgres', '--auth=trust', '-E', 'UTF8', '--locale=C', '-N'],
            check=True, user=user, cwd=directory, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        port = _free_port()
        settings = [f'-c{name}={value}' for name, value in options.items()]
        with Path(directory, 'log').open('wb') as log:
            process = subprocess.Popen(
                [binaries / 'postgres', '-D', data, '-p', str(port), '-k', directory, *settings],
                user=user, cwd=directory, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        try:
            _wait(binaries, port, process)
            yield f'postgres://postgres@127.0.0.1:{port}/postgres'
        finally:
            process.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
            process.wait(PATIENCE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return int(probe.getsockname()[1])


def _wait(binaries: Path, port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    question: list[str | Path] = [binaries / 'pg_isready', '-q', '-h', '127.0.0.1', '-p', str(port)]
    while subprocess.run(question, check=False).returncode:
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError('PostgreSQL did not start')
        time.sleep(0.05)


def main(command: list[str]) -> int:
    """Run the command, with the server if PostgreSQL is installed; REQUIRE_ALL=1 requires it."""
    if os.environ.get(VARIABLE):
        return subprocess.call(command)
    binaries = programs()
    if binaries is None:
        print('PostgreSQL is not installed: its tests are left out.', file=sys.stderr)
        return 1 if os.environ.get('REQUIRE_ALL') == '1' else subprocess.call(command)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped at exit
    with server(binaries) as address:
        return subprocess.call(command, env={**os.environ, VARIABLE: address})


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
