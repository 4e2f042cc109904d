"""The progress of long work: the part that is done, the total, and a button that stops it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from nicegui import ui

from components.kit import jobs
from components.kit.buttons import plain_button
from components.kit.words import h2, words


class Progress:
    """A progress bar with its numbers and the button ``stop``; the work calls ``step`` after each part.

    ``waiting`` is shown until the first number. Without ``stop`` the work reports no progress and cannot be stopped.
    """

    def __init__(
        self, title: str, total: int = 0, *, waiting: str = '', stop: str = '取消', outlives: bool = False
    ) -> None:
        self.done, self.total, self.cancelled = 0, total, False
        self._waiting, self._outlives = waiting, outlives
        self._bar = ui.linear_progress(0, show_value=False).props('rounded size=8px')
        self._bar.props['aria-label'] = title
        self._bar.set_visibility(bool(stop))
        self._text = words('', 'p', 'muted num').props('aria-live=polite')
        self._buttons = []
        if stop:
            with ui.element('div').classes('foot'):
                self._buttons.append(plain_button(stop, self.cancel))
        self._show()

    def step(self, done: int, total: int) -> bool:
        """Show how much is done; returns whether the work may continue.

        It stops when it was cancelled, or when the page was closed, unless the work ``outlives`` the page.
        """
        self.done, self.total = min(done, total), total
        self._show()
        return not self.cancelled and (self._outlives or not self._bar.is_deleted)

    def cancel(self) -> None:
        """Ask the work to stop after the current part."""
        self.cancelled = True
        self._show()

    def _show(self) -> None:
        if self._bar.is_deleted:
            return
        counted = f'{self.done} / {self.total}' if self.total else ''
        self._bar.value = self.done / self.total if self.total else 0
        stopping = '正在停止…' if self.cancelled else ''
        self._text.text = '，'.join(filter(None, (counted, stopping))) or self._waiting
        for button in self._buttons:
            button.set_enabled(not self.cancelled)


@contextmanager
def progress_dialog(title: str, total: int = 0, *, outlives: bool = False) -> Iterator[Progress]:
    """A dialog for long work, which calls ``progress.step``; it closes when the work has ended."""
    # Not inside the clicked element: a page may rebuild its buttons in the meantime and must not delete the dialog.
    with ui.context.client, ui.dialog().props('persistent') as dialog, ui.card().classes('dialog'):
        dialog.props['aria-label'] = title
        h2(title)
        progress = Progress(title, total, outlives=outlives)
    dialog.open()
    try:
        with jobs.running(progress.cancel):
            yield progress
    finally:
        if not dialog.is_deleted:  # the page may have been closed in the meantime
            dialog.close()
            dialog.delete()
