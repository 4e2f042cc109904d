"""Handing a finished file to the browser that asked for it, and keeping it only as long as fetching it takes."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from nicegui import Client, background_tasks, ui

KEPT_SECONDS = 300  # how long a finished file waits for the browser to fetch it


def closed_folder() -> TemporaryDirectory[str]:
    """A new folder for one export, closed to other users of the machine."""
    return TemporaryDirectory(prefix='export-')


def hand_over(client: Client, folder: TemporaryDirectory[str], path: Path, name: str, media_type: str) -> None:
    """Let the browser fetch the file under this name; its folder goes away by itself."""
    background_tasks.create(_keep(folder), name='keep an export')
    with client:
        ui.download.file(path, name, media_type)


async def _keep(folder: TemporaryDirectory[str]) -> None:
    with folder:
        await asyncio.sleep(KEPT_SECONDS)
