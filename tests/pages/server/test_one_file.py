"""What the one-file program shows, and where; in a checkout it shows nothing."""

from __future__ import annotations

import html
import socket
import sys
import webbrowser
from pathlib import Path

import pytest

from pages.server import one_file
from storage.errors import CannotOpen, InUse

ADDRESS = 'http://127.0.0.1:8080'


@pytest.fixture
def packed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, 'frozen', True, raising=False)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The addresses opened in the browser."""
    visited: list[str] = []
    monkeypatch.setattr(webbrowser, 'open', visited.append)
    monkeypatch.setattr('tempfile.tempdir', str(tmp_path))
    return visited


def test_a_port_in_use_is_skipped() -> None:
    with socket.create_server(('127.0.0.1', 0)) as taken:
        port = taken.getsockname()[1]
        assert port < one_file.free_port('127.0.0.1', port) < port + one_file.NEIGHBOURS


@pytest.mark.usefixtures('packed')
def test_the_note_is_there_while_the_program_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one_file.greet(tmp_path, ADDRESS)
    output = capsys.readouterr().out
    assert f'数据保存在：{tmp_path}' in output
    assert (tmp_path / one_file.NOTE).read_text('utf-8') == f'{ADDRESS}\n{output}'
    one_file.remove_note()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures('packed')
def test_a_refused_start_keeps_the_note_of_the_running_program_and_shows_it(tmp_path: Path, opened: list[str]) -> None:
    (tmp_path / one_file.NOTE).write_text(f'{ADDRESS}\n数据保存在…', 'utf-8')
    one_file.show(InUse('正被另一个正在运行的程序使用'), tmp_path)
    one_file.remove_note()
    assert opened == [ADDRESS]
    assert (tmp_path / one_file.NOTE).exists()


@pytest.mark.usefixtures('packed')
def test_why_it_did_not_start_is_shown_in_the_browser(tmp_path: Path, opened: list[str]) -> None:
    (tmp_path / one_file.NOTE).write_text(ADDRESS)  # left by a power cut
    why = '数据库由更新版本的程序建立（<9000>），请升级程序后再启动。'
    one_file.show(CannotOpen(why), tmp_path)
    (page,) = opened
    assert html.escape(why) in Path(page.removeprefix('file://')).read_text('utf-8')


def test_a_checkout_shows_and_opens_nothing(
    tmp_path: Path, opened: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    one_file.settle()
    one_file.greet(tmp_path, ADDRESS)
    one_file.show(CannotOpen('x'), tmp_path)
    assert (opened, capsys.readouterr().out, list(tmp_path.iterdir())) == ([], '', [])
