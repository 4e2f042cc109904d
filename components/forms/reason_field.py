"""A reason of 2–500 characters: common phrases to pick, a large text field, a counter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nicegui import ui

from components.kit.words import words
from domain.rules.reasons import LONGEST, SHORTEST


class ReasonField:
    """A picked phrase is added on a new line and can be edited; typed text is never replaced."""

    def __init__(self, label: str, phrases: Sequence[str], text: str, on_change: Callable[[], object]) -> None:
        self._label, self._on_change = label, on_change
        if phrases:
            words('常用意见', 'div', 'field-label')
            with ui.element('div').classes('phrases'):
                for phrase in phrases:
                    self._phrase(phrase)
        with ui.element('div'):
            self._area = ui.textarea(value=text, on_change=self._changed).classes('w-full reason')
            self._area.props('rows=5 autofocus')
            self._area.props['aria-label'] = label
            self._area.props['placeholder'] = f'请填写{label}（{SHORTEST}–{LONGEST} 字）'
            self._count = words('', 'div', 'counter num')
        self._show_count()

    @property
    def value(self) -> str:
        return (self._area.value or '').strip()

    def check(self) -> bool:
        """Whether the length is within the limits; if not, the field shows it."""
        fits = SHORTEST <= len(self.value) <= LONGEST
        self._area.error = None if fits else f'请填写{self._label}（{SHORTEST}–{LONGEST} 字）'
        return fits

    def _phrase(self, phrase: str) -> None:
        button = words(phrase, 'button', 'phrase').on('click', lambda: self._pick(phrase))
        button.props['type'] = 'button'

    def _pick(self, phrase: str) -> None:
        if phrase not in self.value.split('\n'):
            self._area.value = f'{self.value}\n{phrase}'.strip()

    def _changed(self) -> None:
        self._area.error = None
        self._show_count()
        self._on_change()

    def _show_count(self) -> None:
        self._count.text = f'{len(self.value)} / {LONGEST}'
        self._count.classes('over') if len(self.value) > LONGEST else self._count.classes(remove='over')
