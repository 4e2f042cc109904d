"""Long work in a separate process: it does not block the pages, shows its progress, and can be cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from nicegui import background_tasks, run

from components.documents.job_progress import JobProgress
from components.kit.progress import progress_dialog

P = ParamSpec('P')
LOOKS = 0.2  # seconds between two checks of the progress


async def carry_out(
    title: str, total: int, job_progress: JobProgress, job: Callable[Concatenate[JobProgress, P], int],
    *given: P.args, **named: P.kwargs,
) -> int:  # fmt: skip
    """What ``job(job_progress, …)`` answers, 0 when it was called off, by 取消 or because the page was left.

    The job is a module-level function that knows nothing of the page; its arguments are sent to another process.
    """
    with progress_dialog(title, total) as progress:
        work = background_tasks.create(run.cpu_bound(job, job_progress, *given, **named), name=title)
        while not work.done():
            await asyncio.wait({work}, timeout=LOOKS)
            if not progress.step(max(job_progress.done, progress.done), total):
                job_progress.stop()
        return 0 if job_progress.stopped else int(work.result() or 0)
