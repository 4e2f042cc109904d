"""What a page writes into the address and how it names the files it sends, as lists of texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from nicegui import ui
from nicegui.testing.user_download import UserDownload


def addresses(patch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that pages write from now on, the newest last."""
    written: list[str] = []
    patch.setattr(type(ui.navigate.history), 'replace', lambda _, url: written.append(url))
    return written


def file_names(patch: pytest.MonkeyPatch) -> list[str]:
    """The names under which files are downloaded from now on."""
    names: list[str] = []

    def noting(self: UserDownload, src: str | Path | bytes, filename: str, *_: Any) -> None:
        names.append(filename)
        self(src)

    patch.setattr(UserDownload, 'file', noting)
    patch.setattr(UserDownload, 'content', noting)
    return names
