"""The toolbar of a data table: buttons of the page, 已选 N 项, the pill 新到 N 条, 刷新 and 显示列."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from nicegui import ui

from components.kit.buttons import icon_button
from components.table.column_chooser import ColumnChooser
from components.table.listing import Column
from components.table.selection import Selection


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
                self._pill = ui.button('', color=None, icon='arrow_upward', on_click=on_welcome).classes('pill')
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
