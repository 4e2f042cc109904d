"""Where an installation keeps its data when nobody says where."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from platformdirs import user_data_path

PROGRAM = 'kaohe'


def is_one_file() -> bool:
    """Whether this is the program packed into one file, and not a checkout."""
    return bool(getattr(sys, 'frozen', False))


def data_folder(name: str) -> Path:
    """The data folder of this name: in the working folder, or, of the program in one file, where it is found again."""
    if not is_one_file():
        return Path(name)
    return found_again(name, beside=Path(sys.executable).parent, own=user_data_path(PROGRAM, appauthor=False))


def found_again(name: str, *, beside: Path, own: Path) -> Path:
    """Beside the program, or where the user's programs keep their data if that folder cannot be written.

    Data that is there already is used, even when it cannot be written now: an empty installation elsewhere would look
    as if everything were lost.
    """
    first, second = beside / f'{PROGRAM}-{name}', own / name
    for place in (first, second):
        if place.is_dir():
            return place
    return first if _can_write(beside) else second


def _can_write(folder: Path) -> bool:
    """Found out by writing: permissions say little on network shares, on Windows, and to root."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
