"""The pager of a list: 共 N 条, rows per page, page numbers, 前往 _ 页."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from math import ceil

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from components.kit.words import words
from components.table.listing import SIZES, Page, whole


class Pager:
    """Shows the position in a list and reports the requested page."""

    def __init__(self, view: Page, on_change: Callable[[Page], Awaitable[None]]) -> None:
        self._view = view
        self._on_change = on_change
        self._pages = 1
        self._showing = False  # True while the server sets the numbers: these changes are not clicks
        with ui.element('nav').classes('pager') as nav:
            self._total = words('共 0 条', 'span', 'total num')
            self._size = ui.select({size: f'{size} 条/页' for size in SIZES}, value=view.size, on_change=self._resize)
            self._size.classes('size num').props['aria-label'] = '每页条数'
            self._numbers = ui.pagination(1, 1, direction_links=True, on_change=self._turn)
            self._numbers.props('max-pages=7 boundary-numbers gutter=6px').classes('num')
            with ui.element('span').classes('line jump-line'):
                words('前往')
                self._jump = ui.input().classes('jump num').props('inputmode=numeric maxlength=6 aria-label=前往页码')
                self._jump.on('keydown.enter', self._go)
                words('页')
        nav.props['aria-label'] = '分页'

    @property
    def pages(self) -> int:
        return self._pages

    def show(self, view: Page, total: int) -> None:
        """Show this page of a list with ``total`` rows."""
        self._view = view
        self._pages = max(1, ceil(total / view.size))
        self._total.text = f'共 {total} 条'
        self._showing = True
        try:
            if self._numbers.max != self._pages:  # NiceGUI would send the same number again
                self._numbers.max = self._pages
            self._numbers.value = min(view.number, self._pages)
            self._size.value = view.size
        finally:
            self._showing = False

    async def _turn(self, event: ValueChangeEventArguments[int | None]) -> None:
        if not self._showing:
            await self._leave_for(whole(event.value))

    async def _go(self) -> None:
        wanted = whole(self._jump.value.strip() if isinstance(self._jump.value, str) else '')
        self._jump.value = ''
        if wanted:
            await self._leave_for(wanted)

    async def _leave_for(self, number: int) -> None:
        number = min(max(number, 1), self._pages)
        if number != self._view.number:
            await self._on_change(replace(self._view, number=number))

    async def _resize(self, event: ValueChangeEventArguments[int]) -> None:
        if not self._showing and event.value in SIZES:
            await self._on_change(replace(self._view, number=1, size=event.value))
