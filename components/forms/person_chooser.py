"""Choosing persons by name, ID number, mobile or registration number; at most one page of results is shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from components.kit.buttons import icon_button
from components.kit.words import words

_TEXT_LIMIT = 40


@dataclass(frozen=True, slots=True)
class Person:
    """A person with an application; ``about`` distinguishes two persons of the same name."""

    id: int
    number: str
    name: str
    about: str
    version: int


Find = Callable[[str], Awaitable[Sequence[Person]]]


class PersonChooser:
    """A search field, its results, and below them the chosen persons."""

    def __init__(self, find: Find, chosen: Sequence[Person] = ()) -> None:
        self._find = find
        self._chosen: dict[int, Person] = {}
        search = ui.input(placeholder='姓名/身份证号/手机号/报名序号').classes('w-full')
        search.props('autofocus clearable debounce=300').props['maxlength'] = str(_TEXT_LIMIT)
        search.props['aria-label'] = '查找报考人员'
        self._hits = ui.element('div').classes('hits')
        search.on_value_change(self._search)
        words('已选人员', 'div', 'field-label')
        self._none = words('请在上方查找并点选', 'p', 'muted')
        self._list = ui.element('ul').classes('outcomes')
        for person in chosen:
            self._add(person)
        self._show()

    @property
    def chosen(self) -> list[Person]:
        """The chosen persons, in the order of choice."""
        return list(self._chosen.values())

    async def _search(self, event: ValueChangeEventArguments[str | None]) -> None:
        text = event.value.strip()[:_TEXT_LIMIT] if isinstance(event.value, str) else ''
        found = await self._find(text) if text else ()
        if self._hits.is_deleted:
            return
        self._hits.clear()
        with self._hits:
            for person in found:
                with ui.element('button').classes('hit').on('click', partial(self._pick, person), []) as hit:
                    words(person.name, 'b')
                    words(person.about, 'small')
                hit.props['type'] = 'button'
            if text and not found:
                words('没有找到可以选择的人员（只有审核中和终审通过的可选）', 'p', 'muted')

    def _pick(self, person: Person) -> None:
        if person.id not in self._chosen:
            self._add(person)
            self._show()

    def _add(self, person: Person) -> None:
        self._chosen[person.id] = person
        with self._list, ui.element('li') as row:
            words(person.number, 'span', 'num')
            words(person.name, 'b')
            words(person.about, 'span', 'muted grow')
            icon_button('close', f'不选{person.name}', lambda: self._drop(person.id, row))

    def _drop(self, person_id: int, row: ui.element) -> None:
        self._chosen.pop(person_id, None)
        row.delete()
        self._show()

    def _show(self) -> None:
        self._none.set_visibility(not self._chosen)
        self._list.set_visibility(bool(self._chosen))
