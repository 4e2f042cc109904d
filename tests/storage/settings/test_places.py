"""Data is in the working folder; the program in one file finds its data again from every working folder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from storage.settings.config import Settings
from storage.settings.places import data_folder, found_again

CLOSED = Path('/proc')  # nobody can create a file there, not even root


def test_a_checkout_keeps_its_data_in_the_working_folder() -> None:
    assert Settings().data == data_folder('data') == Path('data')


def test_one_file_keeps_its_data_beside_itself_in_every_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, 'frozen', True, raising=False)
    monkeypatch.setattr(sys, 'executable', str(tmp_path / 'kaohe'))
    monkeypatch.delenv('KAOHE_DATA', raising=False)
    assert Settings().data == tmp_path / 'kaohe-data'
    assert data_folder('demo-data') == tmp_path / 'kaohe-demo-data'
    assert list(tmp_path.iterdir()) == []  # the check leaves no file


def test_if_it_cannot_write_the_data_is_in_the_users_folder(tmp_path: Path) -> None:
    assert found_again('data', beside=CLOSED, own=tmp_path) == tmp_path / 'data'


def test_existing_data_is_found_even_if_it_cannot_be_written_now(tmp_path: Path) -> None:
    own, beside = tmp_path / 'own', tmp_path / 'beside'
    (own / 'data').mkdir(parents=True)
    beside.mkdir()
    assert found_again('data', beside=beside, own=own) == own / 'data'
    (beside / 'kaohe-data').mkdir()
    assert found_again('data', beside=beside, own=own) == beside / 'kaohe-data'
