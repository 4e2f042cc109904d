"""The lock of a data directory: one server at a time on SQLite, and none after an interrupted restore."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from storage.errors import CannotOpen, InUse

LOCK = 'kaohe.lock'
UNFINISHED = 'restore-unfinished'  # exists while the old data is moved aside and the restored data into place


def own(data: Path) -> sqlite3.Connection:
    """Hold a lock file until the returned connection is closed: an SQLite file belongs to one process.

    The lock is SQLite's own, on an empty database: it works on every system and ends with the process in every case.
    Raises InUse if another process of ours holds it.
    """
    lock = sqlite3.connect(data / LOCK, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        lock.execute('BEGIN EXCLUSIVE')
    except sqlite3.OperationalError as error:
        lock.close()
        if 'locked' not in str(error):
            raise
        raise InUse(f'数据目录 {data} 正被另一个正在运行的程序使用，请先停止它。') from error
    return lock


def refuse_unfinished(data: Path) -> None:
    """Raise CannotOpen if a restore into ``data`` was interrupted: a start would find half of it or create new data."""
    marker = data / UNFINISHED
    if marker.exists():
        raise CannotOpen(
            f'上一次恢复在替换数据时中断。请再次运行 restore --replace；原有数据保存在 {marker.read_text("utf-8")}。'
        )
