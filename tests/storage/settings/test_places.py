"""Data lies in the working folder; the program in one file finds its data again wherever it is started from."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from storage.settings.config import Settings
from storage.settings.places import data_folder, found_again

CLOSED = Path('/proc')  # nobody can make a file there, not even root


def test_a_checkout_keeps_its_data_in_the_working_folder() -> None:
    assert Settings().data == data_folder('data') == Path('data')


def test_one_file_keeps_its_data_beside_itself_whatever_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, 'frozen', True, raising=False)
    monkeypatch.setattr(sys, 'executable', str(tmp_path / 'kaohe'))
    monkeypatch.delenv('KAOHE_DATA', raising=False)
    assert Settings().data == tmp_path / 'kaohe-data'
    assert data_folder('demo-data') == tmp_path / 'kaohe-demo-data'
    assert list(tmp_path.iterdir()) == []  # looking leaves nothing


def test_where_it_may_not_write_the_data_is_the_users(tmp_path: Path) -> None:
    assert found_again('data', beside=CLOSED, own=tmp_path) == tmp_path / 'data'


def test_data_that_is_there_is_found_whatever_may_be_written_now(tmp_path: Path) -> None:
    own, beside = tmp_path / 'own', tmp_path / 'beside'
    (own / 'data').mkdir(parents=True)
    beside.mkdir()
    assert found_again('data', beside=beside, own=own) == own / 'data'
    (beside / 'kaohe-data').mkdir()
    assert found_again('data', beside=beside, own=own) == beside / 'kaohe-data'
