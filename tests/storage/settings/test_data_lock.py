"""A data directory belongs to one program at a time, and to none while a restore into it is unfinished."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from storage.errors import CannotOpen, InUse
from storage.settings import data_lock


def test_a_second_program_is_refused_until_the_first_one_ends(tmp_path: Path) -> None:
    held = data_lock.own(tmp_path)
    with pytest.raises(InUse, match=f'数据目录 {tmp_path} 正被另一个正在运行的程序使用'):
        data_lock.own(tmp_path)
    held.close()
    data_lock.own(tmp_path).close()
    assert [path.name for path in tmp_path.iterdir()] == ['kaohe.lock']


def test_two_directories_are_two_locks(tmp_path: Path) -> None:
    for name in ('one', 'two'):
        (tmp_path / name).mkdir()
    first, second = data_lock.own(tmp_path / 'one'), data_lock.own(tmp_path / 'two')
    first.close()
    second.close()


def test_a_killed_program_leaves_no_lock_behind(tmp_path: Path) -> None:
    work = (
        'import sys; from pathlib import Path; from storage.settings.data_lock import own\n'
        'held = own(Path(sys.argv[1])); print("held", flush=True); sys.stdin.read()'
    )
    with subprocess.Popen(
        [sys.executable, '-c', work, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b'held'
        with pytest.raises(InUse):
            data_lock.own(tmp_path)
        other.kill()
        other.wait()
    data_lock.own(tmp_path).close()


def test_a_directory_that_is_not_there_is_another_fault_than_a_lock(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match='unable to open'):
        data_lock.own(tmp_path / 'missing')


def test_an_unfinished_restore_is_named_with_the_place_of_the_old_data(tmp_path: Path) -> None:
    data_lock.refuse_unfinished(tmp_path)
    (tmp_path / 'restore-unfinished').write_text('/旧/data', 'utf-8')
    with pytest.raises(CannotOpen) as refusal:
        data_lock.refuse_unfinished(tmp_path)
    assert str(refusal.value) == ('上一次恢复在替换数据时中断。请再次运行 restore --replace；原有数据保存在 /旧/data。')
