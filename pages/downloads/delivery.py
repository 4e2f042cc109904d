"""Sending a finished file to the browser that requested it, and keeping it only as long as the download needs."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from nicegui import Client, background_tasks, ui

KEPT_SECONDS = 300  # how long a finished file is kept for the browser's download


def closed_folder() -> TemporaryDirectory[str]:
    """A new folder for one export, not readable by other users of the machine."""
    return TemporaryDirectory(prefix='export-')


def hand_over(client: Client, folder: TemporaryDirectory[str], path: Path, name: str, media_type: str) -> None:
    """Let the browser download the file under this name; its folder is deleted automatically."""
    background_tasks.create(_keep(folder), name='keep an export')
    with client:
        ui.download.file(path, name, media_type)


async def _keep(folder: TemporaryDirectory[str]) -> None:
    with folder:
        await asyncio.sleep(KEPT_SECONDS)
