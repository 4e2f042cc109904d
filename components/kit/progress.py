"""The progress of long work: how much is done of how much, and a way to stop."""

from __future__ import annotations

from contextlib import ExitStack
from types import TracebackType
from typing import Self

from nicegui import ui

from components.kit import jobs
from components.kit.buttons import plain_button
from components.kit.words import h2, words


class Progress:
    """A dialog around long work: ``with Progress(title, total) as progress`` and ``progress.step()`` per item.

    It never stops the work itself: the caller checks ``cancelled`` between two items.
    """

    def __init__(self, title: str, total: int) -> None:
        self.done = 0
        self.total = total
        self.cancelled = False
        self._job = ExitStack()
        with ui.dialog().props('persistent') as self._dialog, ui.card().classes('dialog'):
            self._dialog.props['aria-label'] = title
            h2(title)
            self._bar = ui.linear_progress(0, show_value=False).props('rounded size=8px')
            self._bar.props['aria-label'] = title
            self._text = words('', 'p', 'muted num').props('aria-live=polite')
            with ui.element('div').classes('foot'):
                self._stop = plain_button('取消', self.cancel)
        self._show()

    def step(self, n: int = 1) -> None:
        """Count ``n`` more items as done."""
        self.done = min(self.done + n, self.total)
        self._show()

    def cancel(self) -> None:
        """Ask the work to stop after the current item."""
        self.cancelled = True
        self._stop.disable()
        self._show()

    def _show(self) -> None:
        self._bar.value = self.done / self.total if self.total else 0
        self._text.text = f'{self.done} / {self.total}' + ('，正在停止…' if self.cancelled else '')

    def __enter__(self) -> Self:
        self._job.enter_context(jobs.running(self.cancel))
        self._dialog.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._job.close()
        self._dialog.close()
        self._dialog.delete()
