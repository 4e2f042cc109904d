"""The fields and materials that a return pins, each with the remark that says what to correct."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from components.kit.buttons import icon_button
from components.kit.words import words
from components.review.views import Pins, ReviewView
from domain.rules.application.pins import material_key

LONGEST_REMARK = 200


def pinnable(view: ReviewView) -> dict[str, str]:
    """Key to label of what the applicant can correct: the form's fields, and materials not uploaded by the reviewer."""
    fields = {row.key: f'{group.title} · {row.label}' for group in view.groups for row in group.rows if row.pinnable}
    return fields | {material_key(one.kind): f'材料 · {one.label}' for one in view.materials if not one.by_me}


class PinList:
    """``choices``: key to label of everything that can be pinned; ``pins``: what is pinned already."""

    def __init__(self, choices: Mapping[str, str], pins: Pins, on_change: Callable[[], object]) -> None:
        self._choices, self._on_change = choices, on_change
        self._remarks: dict[str, ui.input] = {}
        words('标注需要修改的内容（选填）', 'div', 'field-label')
        # Chosen entries leave the select box at once: the lines below show what is pinned.
        self._select = ui.select(
            dict(choices), label='搜索字段或材料', with_input=True, on_change=self._picked
        ).classes('w-full')
        self._select.props('aria-label=选择需要修改的字段或材料')
        self._rows = ui.element('ul').classes('pins')
        for key, remark in pins.items():
            if key in choices:
                self._add(key, remark)

    @property
    def value(self) -> Pins:
        return {key: (field.value or '').strip() for key, field in self._remarks.items()}

    def check(self) -> bool:
        """Whether every pin has its remark; those without are marked."""
        found = [field.validate() for field in self._remarks.values()]  # all of them, so that each is marked
        return all(found)

    def _picked(self, event: ValueChangeEventArguments) -> None:
        if event.value is None:
            return
        self._select.value = None
        if event.value not in self._remarks:
            self._add(event.value, '')
            self._on_change()
        self._remarks[event.value].run_method('focus')

    def _add(self, key: str, remark: str) -> None:
        with self._rows, ui.element('li') as row:
            label = self._choices[key]
            words(label, 'span', 'pin-name')
            field = ui.input(
                value=remark,
                placeholder='请说明如何修改',
                on_change=self._on_change,
                validation={'请说明如何修改': lambda text: bool((text or '').strip())},
            ).without_auto_validation()
            field.props['maxlength'] = LONGEST_REMARK
            field.props['aria-label'] = f'{label}的修改要求'
            icon_button('close', f'取消标注{label}', lambda: self._remove(key, row))
        self._remarks[key] = field

    def _remove(self, key: str, row: ui.element) -> None:
        del self._remarks[key]
        row.delete()
        self._on_change()
