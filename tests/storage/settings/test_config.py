"""Settings come from the environment; secrets are created once, closed to others, and never replaced if damaged."""

from __future__ import annotations

import threading
from dataclasses import astuple
from pathlib import Path

import pytest

from storage.errors import CannotOpen
from storage.settings.config import SECRETS_FILE, Settings, secrets_of


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('KAOHE_DATABASE', 'postgres://exams@db/exams')
    monkeypatch.setenv('KAOHE_PORT', '8123')
    settings = Settings()
    assert (settings.database, settings.port, settings.host) == ('postgres://exams@db/exams', 8123, '127.0.0.1')
    assert Settings(port=9000).port == 9000


def test_secrets_stay_the_same_and_are_closed_to_others(tmp_path: Path) -> None:
    data = tmp_path / 'data'
    first = secrets_of(data)
    assert secrets_of(data) == first
    assert len({len(value) for value in astuple(first)}) == 1
    assert len(set(astuple(first))) == 3
    assert len(first.pepper) == 64
    assert (data / SECRETS_FILE).stat().st_mode & 0o777 == 0o600
    assert data.stat().st_mode & 0o777 == 0o700
    assert secrets_of(tmp_path / 'other') != first


def test_secrets_can_be_shared_by_folders_but_are_not_created_there(tmp_path: Path) -> None:
    first = secrets_of(tmp_path / 'one')
    shared = tmp_path / 'one' / SECRETS_FILE
    assert secrets_of(tmp_path / 'two', shared) == first
    assert not (tmp_path / 'two' / SECRETS_FILE).exists()
    with pytest.raises(CannotOpen):
        secrets_of(tmp_path / 'two', tmp_path / 'missing')


def test_two_first_starts_at_once_agree(tmp_path: Path) -> None:
    found = []
    threads = [threading.Thread(target=lambda: found.append(secrets_of(tmp_path))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 20
    assert len(set(found)) == 1
    assert [path.name for path in tmp_path.iterdir()] == [SECRETS_FILE]


@pytest.mark.parametrize('damage', ['', '{', '[]', '{"pepper": "x"}'])
def test_damaged_secrets_are_not_replaced(tmp_path: Path, damage: str) -> None:
    (tmp_path / SECRETS_FILE).write_text(damage)
    with pytest.raises(CannotOpen, match='从备份中恢复'):
        secrets_of(tmp_path)
    assert (tmp_path / SECRETS_FILE).read_text() == damage


def test_a_directory_that_cannot_be_created_is_reported(tmp_path: Path) -> None:
    (tmp_path / 'file').write_text('')
    with pytest.raises(CannotOpen, match='无法建立数据目录'):
        secrets_of(tmp_path / 'file' / 'data')
