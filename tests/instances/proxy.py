"""nginx with the documented configuration, on free ports and with a certificate valid for one day."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.waiting import PATIENCE, wait_until

SITE = Path(__file__).parents[2] / 'docs' / 'deploy' / 'nginx.conf'
DOCUMENTED = ('127.0.0.1:8081', '127.0.0.1:8082')
AROUND = """
daemon off;
worker_processes 1;
pid nginx.pid;
error_log error.log;
{user}
events {{}}
http {{
    log_format who '$upstream_addr|$http_cookie';
    access_log access.log who;
    client_body_temp_path body;
    proxy_temp_path answers;
    fastcgi_temp_path unused1;
    uwsgi_temp_path unused2;
    scgi_temp_path unused3;
    {site}
}}
"""


@dataclass(frozen=True)
class Front:
    """The address for browsers, and the log of forwarded requests."""

    base: str
    log: Path

    def passed(self) -> list[tuple[str, str]]:
        """For every request so far: the last instance it was sent to, and the cookies."""
        lines = [line.split('|', 1) for line in self.log.read_text().splitlines()]
        return [(tried.rsplit(', ', 1)[-1], cookie) for tried, cookie in lines]


def program() -> str | None:
    """The nginx program, also in Debian's folder outside the PATH of ordinary users."""
    return shutil.which('nginx') or shutil.which('nginx', path='/usr/sbin')


@contextmanager
def before(nginx: str, servers: Sequence[str], folder: Path) -> Iterator[Front]:
    """Run nginx in ``folder`` in front of these servers."""
    subprocess.run(
        ['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=127.0.0.1',
         '-keyout', 'key.pem', '-out', 'fullchain.pem'],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    plain, secure = _free_ports()
    changes = {
        'listen 80;': f'listen 127.0.0.1:{plain};',
        'listen 443 ssl': f'listen 127.0.0.1:{secure} ssl',
        'kaohe.example.cn': '127.0.0.1',
        '/etc/ssl/kaohe/': f'{folder}/',
    } | {there: here.removeprefix('http://') for there, here in zip(DOCUMENTED, servers, strict=True)}
    site = SITE.read_text('utf-8')
    for there, here in changes.items():
        assert there in site
        site = site.replace(there, here)
    user = 'user root;' if os.geteuid() == 0 else ''
    (folder / 'nginx.conf').write_text(AROUND.format(user=user, site=site), 'utf-8')
    process = subprocess.Popen([nginx, '-p', str(folder), '-c', 'nginx.conf'], stderr=subprocess.DEVNULL)
    try:
        _wait(secure, process, folder / 'error.log')
        yield Front(f'https://127.0.0.1:{secure}', folder / 'access.log')
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    def answers() -> bool:
        assert process.poll() is None, log.read_text() if log.exists() else 'nginx ended'
        with socket.socket() as probe:
            return probe.connect_ex(('127.0.0.1', port)) == 0

    wait_until(answers, 'the start of nginx')


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(('127.0.0.1', 0))
        other.bind(('127.0.0.1', 0))
        return one.getsockname()[1], other.getsockname()[1]
