"""The data table of every list: paging and sorting on the server, selection by id, rows updated in the open list."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Container, Sequence
from dataclasses import replace

from nicegui import ui
from nicegui.events import GenericEventArguments

from components.frame.page_parts import release_with
from components.kit.attempt import MaybeAwaitable, settled
from components.table.listing import Action, Cell, Column, Loaded, Page, Row, RowId
from components.table.pager import Pager
from components.table.rows import GONE, Rows
from components.table.toolbar import TableBar
from components.table.widget import build_table, pagination_of

__all__ = ['Action', 'Cell', 'Column', 'DataTable', 'Loaded', 'Page', 'Row', 'RowId']


class DataTable:
    """One ``ui.table`` with toolbar and pager.

    Put buttons into ``left`` and ``right`` of the toolbar, then ``await reload()``. A row may have ``_class`` ('taken'
    or 'gone') and, in ``_hide`` and ``_off``, the names of actions it does not have or that are disabled.
    Only rows and columns that the server has shown are reported back to the page.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        load: Callable[[Page], Awaitable[Loaded]],
        *,
        row_key: str = 'id',
        label_key: str = 'name',
        status_key: str = 'status',
        selectable: bool = False,
        actions: Sequence[Action] = (),
        view: Page | None = None,
        shown: Sequence[str] | None = None,
        empty: str = '暂无数据',
        empty_hint: str = '',
        on_act: Callable[[str, RowId], MaybeAwaitable] | None = None,
        on_view: Callable[[Page], MaybeAwaitable] | None = None,
        on_select: Callable[[list[RowId]], MaybeAwaitable] | None = None,
        on_news: Callable[[], MaybeAwaitable] | None = None,
        on_columns: Callable[[list[str]], MaybeAwaitable] | None = None,
    ) -> None:
        self.view, self.total = view or Page(), 0
        self._load, self._on_act, self._on_view = load, on_act, on_view
        self._on_select, self._on_news, self._on_columns = on_select, on_news, on_columns
        self._status_key, self._actions = status_key, {action.name for action in actions}
        self._sortable = {column.name for column in columns if column.sortable}
        self._turn = 0
        visible = list(shown) if shown is not None else [column.name for column in columns if column.shown]
        with ui.element('section').classes('card listing') as self._card:
            bar = TableBar(
                columns, visible, on_welcome=self._welcome, on_refresh=self.reload, on_columns=self._show_columns
            )
            self.left, self.right, self.announce, self._selection = bar.left, bar.right, bar.announce, bar.selection
            self._table = build_table(
                columns, actions, visible=visible, selectable=selectable, empty=f'{empty}|{empty_hint}', view=self.view
            )
            self._rows = Rows(self._table, columns, row_key, label_key, selectable=selectable)
            self._pager = Pager(self.view, self.go)
        self._selection.on_clear = self.clear_selection
        if selectable:
            self._table.on('selection', self._select, ['keys', 'added'])
        self._table.on('request', self._sort)
        self._table.on('act', self._act)
        release_with(self._card, self)

    async def reload(self) -> None:
        """Load the current page again; of several concurrent calls only the last result is shown."""
        if not vars(self):  # a long load ended after its page was left: release_with cleared this object
            return
        self._turn += 1
        turn = self._turn
        self._card.classes('busy')
        try:
            loaded = await self._load(self.view)
        finally:
            if turn == self._turn and not self._card.is_deleted:
                self._card.classes(remove='busy')
        if turn != self._turn or self._card.is_deleted:
            return
        last = max(1, -(-loaded.total // self.view.size))
        if self.view.number > last:  # the list is shorter now: show its last page instead of an empty one
            await self.go(replace(self.view, number=last))
            return
        self._show(loaded)

    def _show(self, loaded: Loaded) -> None:
        self.total = loaded.total
        self._rows.show(loaded.rows)
        self._table.pagination = pagination_of(self.view, self.total)
        self._pager.show(self.view, self.total)
        self._selection.show(self._table)

    async def go(self, view: Page) -> None:
        """Show this page, size and order, and notify the page about it."""
        self.view = view
        if self._on_view:
            await settled(self._on_view(view))
        await self.reload()

    @property
    def selected(self) -> list[RowId]:
        """The ids of the selected rows, over all pages, in the order of selection."""
        return self._selection.ids

    async def clear_selection(self) -> None:
        self._selection.clear()
        await self._selected()

    def set_total(self, n: int) -> None:
        """Change 共 N 条 without loading rows."""
        self.total = n
        self._pager.show(self.view, n)

    def patch(self, row_id: RowId, **cells: Cell) -> bool:
        """Change cells (or ``_class``) of a visible row in place; False when it is not on this page."""
        return self._rows.patch(row_id, cells)

    def mark_gone(self, row_id: RowId, text: str) -> bool:
        """Grey out a row decided elsewhere, show this in its status cell, and remove it from the selection."""
        if row_id in self._selection.ids and not self._card.is_deleted:
            self._selection.remove([row_id])
            self._selection.show(self._table)
        return self._rows.patch(row_id, {'_class': GONE, self._status_key: text})

    def mark_others_gone(self, staying: Container[RowId], text: str) -> int:
        """Grey out every visible row that is not among these and not grey yet; returns how many."""
        leaving = [row_id for row_id in self._rows.standing() if row_id not in staying]
        for row_id in leaving:
            self.mark_gone(row_id, text)
        return len(leaving)

    async def _welcome(self) -> None:
        self.announce(0)
        if self._on_news:
            await settled(self._on_news())
        else:
            await self.go(replace(self.view, number=1))

    # All input below comes from a browser: only rows, columns and actions that this table has shown are accepted.
    async def _select(self, event: GenericEventArguments) -> None:
        args = event.args if isinstance(event.args, dict) else {}
        if args.get('added') is True:
            self._selection.add(self._rows.pickable(args.get('keys')))
        else:
            self._selection.remove(self._rows.known(args.get('keys')))
        await self._selected()

    async def _selected(self) -> None:
        self._selection.show(self._table)
        if self._on_select:
            await settled(self._on_select(self.selected))

    async def _sort(self, event: GenericEventArguments) -> None:
        wanted = event.args.get('pagination') if isinstance(event.args, dict) else None
        if isinstance(wanted, dict) and wanted.get('sortBy') in self._sortable:
            await self.go(
                replace(self.view, number=1, sort=wanted['sortBy'], descending=wanted.get('descending') is True)
            )

    async def _act(self, event: GenericEventArguments) -> None:
        name, row_id = event.args if isinstance(event.args, list) and len(event.args) == 2 else (None, None)
        if self._on_act and isinstance(name, str) and name in self._actions:
            for known in self._rows.known([row_id]):
                await settled(self._on_act(name, known))

    async def _show_columns(self, names: list[str]) -> None:
        self._table.props['visible-columns'] = tuple(names)
        if self._on_columns:
            await settled(self._on_columns(names))
