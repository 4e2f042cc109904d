"""The toolbar of a data table: buttons of the page, 已选 N 项 清空, the button 新到 N 条, 刷新 and 显示列."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement
from nicegui.events import ValueChangeEventArguments

from components.kit.buttons import bare_button, icon_button, link_button
from components.kit.words import words
from components.table.listing import Column, RowId

LIMIT = 2000  # for more rows use the whole filtered result, where a list offers that


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
        """Select these as well, up to the limit of one selection; a message says when some did not fit."""
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
        """Update the counter and the check boxes from the ids."""
        if self._ids:
            (self._count or self._counter()).text = str(len(self._ids))
        self._box.set_visibility(bool(self._ids))
        table.selected = [{'_id': row_id} for row_id in self._ids]

    def _counter(self) -> TextElement:
        # Built at the first selection: otherwise every open page would carry it, and few need it.
        with self._box:
            words('已选')
            self._count = words('', 'b', 'num')
            words('项')
            link_button('清空', self.on_clear)
        return self._count


class ColumnChooser:
    """A button whose menu shows and hides columns; the last visible one cannot be hidden."""

    def __init__(
        self, columns: Sequence[Column], shown: Sequence[str], on_change: Callable[[list[str]], Awaitable[None]]
    ) -> None:
        self._columns = columns
        self._shown = set(shown)
        self._on_change = on_change
        with icon_button('view_column', '显示列'):
            self._menu = ui.menu().props('auto-close=false')
            self._menu.on('before-show', self._fill)
        self._filled = False

    def _fill(self) -> None:
        # Built when the menu opens: otherwise every open page would carry a dozen elements that few people use.
        if self._filled:
            return
        self._filled = True
        with self._menu, ui.element('div').classes('stack sec'):
            for column in self._columns:
                ui.checkbox(column.label, value=column.name in self._shown, on_change=partial(self._turn, column.name))

    async def _turn(self, name: str, event: ValueChangeEventArguments[bool]) -> None:
        wanted = self._shown | {name} if event.value is True else self._shown - {name}
        if wanted:
            self._shown = wanted
        await self._on_change([column.name for column in self._columns if column.name in self._shown])


class TableBar:
    """Pages put buttons into ``left`` and ``right``; ``selection`` is the counter between them."""

    def __init__(
        self,
        columns: Sequence[Column],
        shown: Sequence[str],
        *,
        on_welcome: Callable[[], Awaitable[None]],
        on_refresh: Callable[[], Awaitable[None]],
        on_columns: Callable[[list[str]], Awaitable[None]],
    ) -> None:
        with ui.element('div').classes('bar no-print'):
            self.left = ui.element('div').classes('left')
            self.selection = Selection()
            with ui.element('div').classes('mid').props('aria-live=polite'):
                self._pill = bare_button('', on_welcome, 'arrow_upward').classes('pill')
                self._pill.set_visibility(False)
            self.right = ui.element('div').classes('right')
            with ui.element('div').classes('right'):
                icon_button('refresh', '刷新', on_refresh)
                ColumnChooser(columns, shown, on_columns)

    def announce(self, n: int) -> None:
        """Show 新到 N 条; 0 hides it."""
        if not self._pill.is_deleted:
            self._pill.text = f'新到 {n} 条'
            self._pill.set_visibility(n > 0)
