"""The protocol of long work whose progress is shown: it reports its progress after each part, and can be stopped."""

from __future__ import annotations

from collections.abc import Callable

Step = Callable[[int, int], bool]  # called with (done, total) after each part; returns False to stop the work


def to_the_end(_done: int, _total: int) -> bool:
    """A step that never stops the work."""
    return True


class RecordedStep:
    """A step that stores the progress and whether the work was stopped, for the report.

    The total was counted before the work began and may have grown since; the reported total is never below ``done``.
    """

    def __init__(self, step: Step) -> None:
        self._step = step
        self.done, self.stopped = 0, False

    def __call__(self, done: int, total: int) -> bool:
        self.done, self.stopped = done, not self._step(done, max(total, done))
        return not self.stopped
