"""When the pages have done what acts and news began: then a test may say what is there, and what is not."""

from __future__ import annotations

import asyncio
from types import CoroutineType, GeneratorType
from typing import Any

from nicegui import background_tasks, ui
from nicegui.timer import Timer

from tests.waiting import until

FOR_EVER = ('outbox loop', 'refresh bindings', 'beside the pages', 'keep an export')  # names of tasks that just wait
FAR = 5.0  # seconds: a timer set for later belongs to no act


async def settled() -> None:
    """Come back when handlers, news and timers set by them have ended, or wait for what a person answers."""
    await until(lambda: not any(_is_at_work(task) for task in background_tasks.running_tasks), 'the end of all acts')


def _is_at_work(task: asyncio.Task[Any]) -> bool:
    work = task.get_coro()
    if task.done() or not isinstance(work, CoroutineType) or task.get_name().startswith(FOR_EVER):
        return False
    timer = work.cr_frame.f_locals.get('self') if work.cr_frame else None
    if isinstance(timer, Timer) and (work.__name__ == '_run_in_loop' or timer.interval > FAR):
        return False
    return not _asks_a_person(work)


def _asks_a_person(work: CoroutineType[Any, Any, Any]) -> bool:
    """Whether this waits for the answer to a dialog that has none yet."""
    inner: Any = work
    while inner is not None:
        if isinstance(inner, GeneratorType) and inner.gi_frame and inner.gi_code is ui.dialog.__await__.__code__:
            return not inner.gi_frame.f_locals['self'].submitted.is_set()
        inner = getattr(inner, 'cr_await', None) or getattr(inner, 'gi_yieldfrom', None)
    return False
