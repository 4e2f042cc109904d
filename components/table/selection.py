"""The selection of a data table, kept as ids on the server and shown as 已选 N 项 清空."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from components.kit.buttons import link_button
from components.kit.words import words
from components.table.listing import RowId

LIMIT = 2000  # more are chosen as a whole filtered result, where a list offers that


class Selection:
    """Which rows are selected, over all pages of the list."""

    def __init__(self) -> None:
        self._ids: dict[RowId, None] = {}  # a dict keeps the order of selection
        self._count: TextElement | None = None
        self.on_clear: Callable[[], Awaitable[None]] | None = None
        self._box = ui.element('span').classes('chosen').props('aria-live=polite')
        self._box.set_visibility(False)

    @property
    def ids(self) -> list[RowId]:
        return list(self._ids)

    def add(self, ids: Iterable[RowId]) -> None:
        """Select these as well, up to the limit of one selection; what did not fit in is said."""
        more = [row_id for row_id in ids if row_id not in self._ids]
        room = LIMIT - len(self._ids)
        self._ids.update(dict.fromkeys(more[:room]))
        if left_out := len(more[room:]):
            ui.notify(
                f'逐项勾选一次最多 {LIMIT} 项，本次有 {left_out} 项未选中，请分次办理', type='warning', timeout=8000
            )

    def remove(self, ids: Iterable[RowId]) -> None:
        for row_id in ids:
            self._ids.pop(row_id, None)

    def clear(self) -> None:
        self._ids.clear()

    def show(self, table: ui.table) -> None:
        """Bring the counter and the check boxes in line with the ids."""
        if self._ids:
            (self._count or self._counter()).text = str(len(self._ids))
        self._box.set_visibility(bool(self._ids))
        table.selected = [{'_id': row_id} for row_id in self._ids]

    def _counter(self) -> TextElement:
        # Built when something is selected: every open page would carry it for the few where something is.
        with self._box:
            words('已选')
            self._count = words('', 'b', 'num')
            words('项')
            link_button('清空', self.on_clear)
        return self._count
