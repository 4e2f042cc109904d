"""The protocol of long work that somebody watches: after each part it reports how far it is, and may be stopped."""

from __future__ import annotations

from collections.abc import Callable

Step = Callable[[int, int], bool]  # called with (done, in all) after each part; False: stop here


def to_the_end(_done: int, _total: int) -> bool:
    """The step of work that nobody stops."""
    return True


class RecordedStep:
    """A step that remembers how far the work came and whether it was stopped, for the report about it.

    What was counted before the work began may have grown since: the total is never less than what is done.
    """

    def __init__(self, step: Step) -> None:
        self._step = step
        self.done, self.stopped = 0, False

    def __call__(self, done: int, total: int) -> bool:
        self.done, self.stopped = done, not self._step(done, max(total, done))
        return not self.stopped
