"""The column chooser: a menu of check boxes, built when it is first opened."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from components.kit.buttons import icon_button
from components.table.listing import Column


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
        # A dozen elements on every open page would be carried by everybody for the few who ever choose.
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
