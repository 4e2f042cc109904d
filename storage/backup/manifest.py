"""The manifest of a backup, with which a restore checks that the backup is complete."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from storage.backup.database_statistics import Census
from storage.errors import CannotOpen

NAME = 'manifest.json'
FILES, SECRETS = 'files', 'secrets.json'
DATABASES: dict[str, str] = {'sqlite': 'kaohe.db', 'postgres': 'kaohe.dump'}
CHUNK = 1 << 20


class Manifest(BaseModel):
    """``database_sha256`` and ``secrets_sha256`` are of the two files; ``files`` and ``files_bytes`` of the folder."""

    model_config = ConfigDict(frozen=True, extra='forbid')

    format: Literal[1] = 1
    kind: Literal['sqlite', 'postgres']
    made_at: datetime
    schema_head: str
    counts: dict[str, int]
    journal: str
    database_sha256: str
    secrets_sha256: str
    files: int
    files_bytes: int

    @property
    def database(self) -> str:
        """The name of the database's file in the folder."""
        return DATABASES[self.kind]

    def compare(self, held: Census) -> None:
        """Raise CannotOpen unless a restored database has exactly the counted content."""
        if (held.counts, held.journal, held.schema) != (self.counts, self.journal, self.schema_head):
            raise CannotOpen('备份已损坏：数据库的行数或操作日志与清单不符。')

    def write(self, folder: Path) -> None:
        """Write it into ``folder``, as the last step of a backup."""
        (folder / NAME).write_text(self.model_dump_json(indent=2), 'utf-8')


def read(folder: Path) -> Manifest:
    """The manifest of the backup in ``folder``. Raises CannotOpen if there is no readable one."""
    try:
        return Manifest.model_validate_json((folder / NAME).read_text('utf-8'))
    except (OSError, ValidationError) as error:
        raise CannotOpen(f'{folder} 不是完整的备份：缺少可读的 {NAME}。') from error


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's content, read in pieces."""
    digest = hashlib.sha256()
    with path.open('rb') as file:
        while piece := file.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def files_in(folder: Path) -> list[Path]:
    """All stored files below ``folder``, without those being written at the moment."""
    return sorted(path for path in folder.glob('??/*') if path.is_file() and not path.name.startswith('.'))
