"""When Python's garbage collector searches all objects: never while people work.

A full collection takes seconds with hundreds of pages open, and every request waits for it. Pages are freed without it
(pages/server/nicegui_memory.py): objects older than a second are not collected until almost nobody is connected.
"""

from __future__ import annotations

import asyncio
import gc
import itertools

from nicegui import Client, core

from domain.private_names import usable
from pages.private_names import COLLECTOR

YOUNG = 50_000  # new objects within a second before the collector runs over them
HOUR = 3600
FEW = 50  # open pages: with no more, a full collection takes a fraction of a second


async def keep_freezing() -> None:
    """Exclude older objects from the collector every second and collect all once an hour, while the server runs."""
    if not usable(COLLECTOR) or not core.app.config.has_run_config:  # in tests it belongs to those who run them
        return
    gc.collect()
    gc.set_threshold(YOUNG)
    for second in itertools.count():
        gc.freeze()
        await asyncio.sleep(1)
        if second % HOUR == HOUR - 1:
            tidy()


def tidy() -> None:
    """Free all reference cycles, unless so many pages are open that too many users would wait."""
    if len(Client.instances) <= FEW:
        gc.unfreeze()
        gc.collect()
