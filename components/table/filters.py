"""The search form above a list: fields in a grid, 展开 and 收起, 查询 and 重置."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from nicegui import ui

from components.kit.attempt import MaybeAwaitable, settled
from components.kit.buttons import link_button, plain_button, primary_button
from components.table.filter_fields import Choice, DateRange, Field, Keyword, Organisation, Value, Widget, build_widget

__all__ = ['Choice', 'DateRange', 'Field', 'Filters', 'Keyword', 'Organisation', 'Value']

_ALWAYS_SHOWN = 4
YEAR = 'year'


class Filters:
    """The form; ``values`` are the cleaned inputs: unknown choices and bad dates are dropped, long texts cut."""

    def __init__(
        self,
        spec: Sequence[Field],
        initial: Mapping[str, Value],
        on_search: Callable[[dict[str, Value]], MaybeAwaitable],
    ) -> None:
        self._on_search = on_search
        self._widgets: dict[str, Widget] = {}
        self._rest: list[Field] = []  # built at the first 展开: it is rarely used, and every open page would pay for it
        self._initial = initial
        # The year of a list is chosen in the header and stands in the address: neither a search nor 重置 changes it.
        self._kept = {YEAR: initial[YEAR]} if YEAR in initial and all(field.name != YEAR for field in spec) else {}
        self._open = False
        with ui.element('section').classes('card filters no-print') as self._form:
            self._form.props['role'] = 'search'
            self._fields = ui.element('div').classes('fields')
            with ui.element('div').classes('buttons'):
                primary_button('查询', self.search)
                plain_button('重置', self.reset)
                self._turn = link_button('展开', self.turn).props('icon-right=expand_more').classes('turn')
                self._turn.set_visibility(len(spec) > 2)
        room = _ALWAYS_SHOWN
        for field in spec:
            room -= 2 if isinstance(field, DateRange) else 1
            if room >= 0:
                self._build(field, initial)
            else:
                self._rest.append(field)
        if not self._rest:
            self._form.classes('whole')  # on a wide screen there is nothing more to show
        if any(initial.get(field.name) for field in self._rest):
            self.turn()  # a field with a value must be visible

    def _build(self, field: Field, initial: Mapping[str, Value]) -> None:
        with self._fields:
            self._widgets[field.name] = build_widget(field, initial.get(field.name), self.search)

    @property
    def values(self) -> dict[str, Value]:
        """The filled-in values by field name, and the year of the list; empty ones are left out."""
        filled = {name: value for name, widget in self._widgets.items() if (value := widget.value())}
        return self._kept | filled

    async def search(self) -> None:
        """Report the values, like 查询."""
        await settled(self._on_search(self.values))

    async def reset(self) -> None:
        """Empty all fields and search."""
        for widget in self._widgets.values():
            widget.clear()
        await self.search()

    def turn(self) -> None:
        """展开 or 收起."""
        self._open = not self._open
        for field in self._rest:
            self._build(field, self._initial)
            self._widgets[field.name].box.classes('more')
        self._rest.clear()
        self._form.classes('open') if self._open else self._form.classes(remove='open')
        self._turn.text = '收起' if self._open else '展开'
        self._turn.props['aria-expanded'] = 'true' if self._open else 'false'
