"""The slip between a page and a job in a process of its own: how far it is, and whether it shall stop."""

from __future__ import annotations

from pathlib import Path


class Slip:
    """Two small files in a folder of both: the job reports, the page reads and may call it off."""

    def __init__(self, folder: Path) -> None:
        self._done, self._stop = folder / 'done', folder / 'stop'

    def report(self, done: int) -> None:
        """Write down how much is done."""
        self._done.write_text(str(done), 'ascii')

    @property
    def done(self) -> int:
        """What was reported last; 0 before anything was, and in the moment in which it is being written."""
        text = self._done.read_text('ascii') if self._done.exists() else ''
        return int(text) if text.isdigit() else 0

    def stop(self) -> None:
        """Call the job off."""
        self._stop.touch()

    @property
    def stopped(self) -> bool:
        return self._stop.exists()
