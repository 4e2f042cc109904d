"""Settings of one installation, and its secrets, which are created at the first start."""

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
    """The settings, from the command line or from environment variables that begin with KAOHE_.

    ``database`` is a postgres:// address; without it the installation uses an SQLite file in ``data``.
    """

    model_config = SettingsConfigDict(env_prefix='KAOHE_', extra='ignore')

    data: Path = Field(default_factory=lambda: places.data_folder('data'))
    database: str | None = None
    host: str = '127.0.0.1'
    port: int = 8080
    demo: bool = False
    hosts: list[str] = []  # host names this server accepts; empty: all, or only this machine's if bound to loopback
    proxies: str = ''  # addresses of proxies whose X-Forwarded-For is trusted, separated by commas
    certificate: Path | None = None  # TLS: certificate and key files
    certificate_key: Path | None = None
    https: bool = False  # browsers use HTTPS although this server uses HTTP: a proxy in front of it handles TLS
    secrets_file: Path | None = None  # shared by instances that do not share ``data``; empty: created in ``data``
    # Every day at this time in Henan; empty: never.
    backup_at: str = Field(default='03:30', pattern=r'^(([01]\d|2[0-3]):[0-5]\d)?$')
    backup_keep: int = Field(default=14, ge=1)  # scheduled backups; backups made by hand stay
    backup_to: Path | None = None  # where scheduled backups go; by default to ``backups``
    # How browsers and phones reach this server, as https://host; empty: as in the browser that shows the QR code.
    public_address: str = Field(default='', pattern=r'^(https?://[^/\s]+)?$')
    cashier: bool = False  # offer the built-in cashier also outside of a demonstration
    log_format: Literal['text', 'json'] = 'text'
    metrics_token: str = ''  # if set, /metrics needs it; otherwise only this machine may read it
    password_cost: int = Field(default=11, ge=4, le=15)  # of bcrypt

    @property
    def database_file(self) -> Path:
        """The SQLite file, whether or not it is in use."""
        return self.data / DATABASE_FILE

    @property
    def backups(self) -> Path:
        """The folder for copies of the database."""
        return self.data / 'backups'

    @property
    def backup_folder(self) -> Path:
        """The folder for scheduled backups."""
        return self.backup_to or self.backups


@dataclass(frozen=True, slots=True)
class Secrets:
    """Keys of one installation, hexadecimal: without the pepper every password is unusable."""

    pepper: str  # passwords
    cookies: str  # the signature of session cookies
    links: str  # the signature of links that work without a session


def secrets_of(data: Path, shared: Path | None = None) -> Secrets:
    """The secrets of the installation in ``data``; created once, in a file that only its owner can read.

    ``shared`` is an existing file that is read instead. Raises CannotOpen if the file cannot be read as secrets:
    new secrets would lock everybody out.
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
    """Create the data directory, closed to other users. Raises CannotOpen if it cannot be created."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotOpen(f'无法建立数据目录 {data}：{error.strerror}。请检查路径和权限。') from error


def _create(path: Path) -> None:
    """Write new secrets completely or not at all: a half-written file would lock everybody out after a power cut."""
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
        os.link(draft, path)  # fails if another process was first
    finally:
        draft.unlink()
