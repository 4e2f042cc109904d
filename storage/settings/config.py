"""Settings of one installation, and its secrets, which are made at the first start."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from storage.errors import CannotOpen
from storage.settings import places

DATABASE_FILE = 'kaohe.db'
SECRETS_FILE = 'secrets.json'


class Settings(BaseSettings):
    """Where things are: from the command line, or from environment variables that begin with KAOHE_.

    ``database`` is a postgres:// address; without one the installation keeps an SQLite file in ``data``.
    """

    model_config = SettingsConfigDict(env_prefix='KAOHE_', extra='ignore')

    data: Path = Field(default_factory=lambda: places.data_folder('data'))
    database: str | None = None
    host: str = '127.0.0.1'
    port: int = 8080
    demo: bool = False
    hosts: list[str] = []  # the names this server answers to; empty: all, or only this machine's when bound to it
    proxies: str = ''  # addresses of proxies whose X-Forwarded-For is believed, separated by commas
    certificate: Path | None = None  # TLS: certificate and key files
    certificate_key: Path | None = None
    https: bool = False  # browsers come by HTTPS although this server speaks HTTP: a proxy before it speaks TLS
    secrets_file: Path | None = None  # shared by instances that do not share ``data``; empty: made in ``data``
    # Every day at this time in Henan; empty: never.
    backup_at: str = Field(default='03:30', pattern=r'^(([01]\d|2[0-3]):[0-5]\d)?$')
    backup_keep: int = Field(default=14, ge=1)  # scheduled backups; those made by hand stay
    backup_to: Path | None = None  # where scheduled backups go; by default to ``backups``
    # How browsers and phones reach this server, as https://host; empty: as the browser that shows a QR code did.
    public_address: str = Field(default='', pattern=r'^(https?://[^/\s]+)?$')
    cashier: bool = False  # offer the built-in cashier also outside of a demonstration
    log_format: Literal['text', 'json'] = 'text'
    metrics_token: str = ''  # with one /metrics answers whoever knows it; without one only this machine
    password_cost: int = Field(default=11, ge=4, le=15)  # of bcrypt

    @property
    def database_file(self) -> Path:
        """The SQLite file, whether or not it is in use."""
        return self.data / DATABASE_FILE

    @property
    def backups(self) -> Path:
        """Where copies of the database go."""
        return self.data / 'backups'

    @property
    def backup_folder(self) -> Path:
        """Where scheduled backups go."""
        return self.backup_to or self.backups


@dataclass(frozen=True, slots=True)
class Secrets:
    """Keys of one installation, hexadecimal: losing the pepper makes every password unusable."""

    pepper: str  # passwords
    cookies: str  # the signature of session cookies
    links: str  # the signature of links that work without a session


def secrets_of(data: Path, shared: Path | None = None) -> Secrets:
    """The secrets of the installation in ``data``; made once, in a file that only its owner can read.

    ``shared`` is a file that exists already and is read instead. Raises CannotOpen when the file is not readable as
    secrets: made anew, they would lock everybody out.
    """
    path = shared or data / SECRETS_FILE
    prepare(data)
    try:
        if not shared:
            _create(path)
    except FileExistsError:
        pass
    except OSError as error:
        raise CannotOpen(f'无法写入数据目录 {data}：{error.strerror}。请检查磁盘空间和目录权限。') from error
    try:
        return Secrets(**json.loads(path.read_text('utf-8')))
    except (OSError, ValueError, TypeError) as error:
        raise CannotOpen(f'密钥文件 {path} 无法读取，请从备份中恢复该文件。') from error


def prepare(data: Path) -> None:
    """Make the data directory, closed to others. Raises CannotOpen when it cannot be made."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotOpen(f'无法建立数据目录 {data}：{error.strerror}。请检查路径和权限。') from error


def _create(path: Path) -> None:
    """Write fresh secrets whole or not at all: a half-written file would lock everybody out after a power cut."""
    if path.exists():
        raise FileExistsError
    fresh = Secrets(pepper=secrets.token_hex(32), cookies=secrets.token_hex(32), links=secrets.token_hex(32))
    draft = path.with_name(f'.{path.name}.{secrets.token_hex(4)}')
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, 'w', encoding='utf-8') as file:
            json.dump(asdict(fresh), file)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)  # refuses when another process was first
    finally:
        draft.unlink()
