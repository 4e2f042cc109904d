"""When Python looks for objects that hold each other in circles: never at all of them while people work.

A whole look takes seconds with hundreds of pages open, and everybody waits for it. Pages go without it
(components/frame/nicegui_memory.py): whatever has lived for a second is left alone until hardly anybody is there.
"""

from __future__ import annotations

import asyncio
import gc
import itertools

from nicegui import Client, core

YOUNG = 50_000  # new objects within a second before the collector looks at them
HOUR = 3600
FEW = 50  # open pages: with no more, a whole look takes a fraction of a second


async def keep_calm() -> None:
    """Leave alone what lives longer, and tidy once an hour, for as long as the server runs."""
    if not core.app.config.has_run_config:  # tests: the collector belongs to those who run them
        return
    gc.collect()
    gc.set_threshold(YOUNG)
    for second in itertools.count():
        gc.freeze()
        await asyncio.sleep(1)
        if second % HOUR == HOUR - 1:
            tidy()


def tidy() -> None:
    """Let go of what holds itself in circles, unless too many would wait for it."""
    if len(Client.instances) <= FEW:
        gc.unfreeze()
        gc.collect()
