"""The behaviour of the one-file program: it is started with a double click, often without a terminal."""

from __future__ import annotations

import html
import os
import signal
import socket
import sys
import tempfile
import webbrowser
from pathlib import Path
from typing import TextIO

import typer
from platformdirs import user_log_path

from storage.errors import CannotOpen, InUse
from storage.settings import places

NOTE = 'running.txt'
NEIGHBOURS = 20  # ports that are tried
_notes: list[Path] = []


def settle() -> None:
    """Correct the environment left by a start from one file; no effect in a checkout. Call once, before any output."""
    if not places.is_one_file():
        return
    _give_voice()
    # The bundled libraries are for this program, not for the browser or the pg_dump that it starts.
    before = os.environ.pop('LD_LIBRARY_PATH_ORIG', None)
    os.environ.pop('LD_LIBRARY_PATH', None)
    if before is not None:
        os.environ['LD_LIBRARY_PATH'] = before
    if sys.platform != 'win32':
        import fcntl

        # Cleaners of /tmp skip locked files: without the lock a long run would lose its unpacked files.
        unpacked: str = sys._MEIPASS  # type: ignore[attr-defined] # noqa: SLF001 - documented by the packer
        fcntl.flock(os.open(unpacked, os.O_RDONLY), fcntl.LOCK_SH)
        # The process that unpacked this one forwards every signal. A terminal must not send Ctrl+C here as well:
        # a second one means "stop at once".
        os.setpgid(0, 0)
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
            signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))  # the window was closed


def _give_voice() -> None:
    """Give print and the log a valid target: a file when there is no terminal; no character may end the program."""
    while (free := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass  # a database opened as "standard error" would receive all error output
    os.close(free)
    if sys.stdout is None or sys.stderr is None:
        sys.stdout = sys.stderr = _log()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors='replace')  # type: ignore[union-attr] # all are text files


def _log() -> TextIO:
    try:
        folder = user_log_path(places.PROGRAM, appauthor=False, ensure_exists=True)
        return (folder / 'kaohe.log').open('a', buffering=1, encoding='utf-8')
    except OSError:
        return Path(os.devnull).open('a', encoding='utf-8')


def free_port(host: str, first: int) -> int:
    """The first free port from ``first`` on; ``first`` itself when the next ports are all in use."""
    for port in range(first, first + NEIGHBOURS):
        with socket.socket(socket.AF_INET6 if ':' in host else socket.AF_INET) as trial:
            if sys.platform != 'win32':  # on Windows it would allow a port that is in use
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((host, port))
            except OSError:
                continue
            return port
    return first


def greet(data: Path, address: str) -> None:
    """Show where the data is and how to stop, on the terminal and in a note in the data folder."""
    if not places.is_one_file():
        return
    text = (
        f'数据保存在：{data.resolve()}\n'
        f'停止：在本窗口按 Ctrl+C，或关闭本窗口（没有窗口时结束进程 {os.getpid()}）。\n'
        '更新：停止后用新版程序替换本文件，再次启动；升级前会自动备份。'
    )
    typer.echo(text)
    note = data / NOTE
    note.write_text(f'{address}\n{text}\n', 'utf-8')
    _notes.append(note)


def remove_note() -> None:
    """Remove the note of this process, if it wrote one."""
    while _notes:
        _notes.pop().unlink(missing_ok=True)


def show(refusal: CannotOpen, data: Path) -> None:
    """Show in the browser the running program, or why this one did not start: a double click shows nothing else."""
    if not places.is_one_file():
        return
    note = data / NOTE
    if isinstance(refusal, InUse) and note.exists():
        webbrowser.open(note.read_text('utf-8').partition('\n')[0])
        return
    page = Path(tempfile.mkdtemp(prefix='kaohe-'), 'kaohe.html')
    words = html.escape(f'工考报名管理系统无法启动：{refusal}')
    page.write_text(f'<!doctype html><meta charset="utf-8"><title>无法启动</title><p>{words}</p>', 'utf-8')
    webbrowser.open(page.as_uri())
