"""The default data folder of an installation."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from platformdirs import user_data_path

PROGRAM = 'kaohe'


def is_one_file() -> bool:
    """Whether this program is packed into one file, not run from a checkout."""
    return bool(getattr(sys, 'frozen', False))


def data_folder(name: str) -> Path:
    """The data folder of this name: in the working folder, or, for the program in one file, in a fixed place."""
    if not is_one_file():
        return Path(name)
    return found_again(name, beside=Path(sys.executable).parent, own=user_data_path(PROGRAM, appauthor=False))


def found_again(name: str, *, beside: Path, own: Path) -> Path:
    """Beside the program, or in the user's folder for program data if the first folder cannot be written.

    Existing data is used even if it cannot be written now: an empty installation elsewhere would look as if all data
    were lost.
    """
    first, second = beside / f'{PROGRAM}-{name}', own / name
    for place in (first, second):
        if place.is_dir():
            return place
    return first if _can_write(beside) else second


def _can_write(folder: Path) -> bool:
    """Tested by writing: permissions are not reliable on network shares, on Windows and for root."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
