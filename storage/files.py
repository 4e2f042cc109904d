"""Content outside the database: photos, scans and finished documents, under random names without any information."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import re
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from domain.errors import Busy

ORIGINAL = 'orig'  # the suffix of files that were kept as they came, whatever they are
NAME = re.compile(r'[0-9a-f]{32}\.[a-z0-9]{1,5}')
_root: Path | None = None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """``name`` is stored in the database; ``size`` in bytes."""

    name: str
    sha256: str
    size: int


def open_files(data: Path) -> None:
    """Store content below ``data``/files from now on."""
    global _root
    _root = data / 'files'


async def store(content: bytes, suffix: str) -> StoredFile:
    """Write ``content`` under a new random name ending in ``suffix`` (pdf, jpg), safely on disk when this returns.

    Raises Busy if the disk refuses (full, read-only); then nothing is left behind.
    """
    name = f'{secrets.token_hex(16)}.{suffix.lstrip(".").lower()}'
    path = _path(name)
    try:
        await asyncio.to_thread(_write, path, content)
    except OSError as error:
        raise Busy from error
    return StoredFile(name, hashlib.sha256(content).hexdigest(), len(content))


async def keep(name: str, content: bytes) -> None:
    """Write content that can be created again (a thumbnail) under a given name, for example its source's name with
    another suffix. Raises Busy if the disk refuses or another task is writing the same name."""
    try:
        await asyncio.to_thread(_write, _path(name), content)
    except OSError as error:
        raise Busy from error


async def read(name: str) -> bytes:
    """The content stored under ``name``. Raises FileNotFoundError."""
    return await asyncio.to_thread(_path(name).read_bytes)


async def originals(*, older_than: float) -> list[str]:
    """The names of the originals that were stored more than ``older_than`` seconds ago."""
    return await asyncio.to_thread(_originals, time.time() - older_than)


def place_of(name: str) -> Path:
    """The path of the content stored under ``name``, for a separate process that reads many. It may be gone."""
    return _path(name)


async def remove(name: str) -> None:
    """Delete the content; it is no error if it does not exist any more."""
    await asyncio.to_thread(_path(name).unlink, missing_ok=True)


def _path(name: str) -> Path:
    """The path of a name. Raises ValueError for a name that is not one of ours: no other path can be reached."""
    if not NAME.fullmatch(name):
        raise ValueError('not the name of a stored file')
    if _root is None:
        raise RuntimeError('open_files() comes first')
    return _root / name[:2] / name


def _originals(before: float) -> list[str]:
    if _root is None:
        raise RuntimeError('open_files() comes first')
    found = []
    for path in _root.glob(f'??/*.{ORIGINAL}'):
        with contextlib.suppress(FileNotFoundError):  # another process deletes it at this moment
            if NAME.fullmatch(path.name) and path.stat().st_mtime < before:
                found.append(path.name)
    return found


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f'.{path.name}')
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), 'wb') as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        sync_directory(path.parent)
        sync_directory(path.parent.parent)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def sync_directory(directory: Path) -> None:
    """Make the names in ``directory`` survive a power cut, on systems that support it."""
    with contextlib.suppress(PermissionError):
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
