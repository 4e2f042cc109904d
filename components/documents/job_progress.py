"""What a page and a job in a separate process share: the job's progress, and whether it must stop."""

from __future__ import annotations

from pathlib import Path


class JobProgress:
    """Two small files in a folder that both use: the job reports its progress, the page reads it and may cancel it."""

    def __init__(self, folder: Path) -> None:
        self._done, self._stop = folder / 'done', folder / 'stop'

    def report(self, done: int) -> None:
        """Write how much is done."""
        self._done.write_text(str(done), 'ascii')

    @property
    def done(self) -> int:
        """The last report; 0 before the first one, and while one is being written."""
        text = self._done.read_text('ascii') if self._done.exists() else ''
        return int(text) if text.isdigit() else 0

    def stop(self) -> None:
        """Cancel the job."""
        self._stop.touch()

    @property
    def stopped(self) -> bool:
        return self._stop.exists()
