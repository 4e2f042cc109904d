"""选择全部查询结果 beside a table: the number found, then the number chosen, fixed as ids."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from components.kit.buttons import link_button
from components.kit.words import words


class WholeChoice:
    """``ids`` are those found at the moment of choice; rows found later are not included. ``choose`` returns them."""

    def __init__(
        self, choose: Callable[[], Awaitable[tuple[int, ...]]], on_click: Callable[[], Awaitable[None]]
    ) -> None:
        self._choose = choose
        self.ids: tuple[int, ...] = ()
        self._button = link_button('', on_click)
        with ui.element('span').classes('chosen').props('aria-live=polite') as self._strip:
            words('已选全部查询结果')
            self._count = words('0', 'b', 'num')
            words('人')
            link_button('清空', self.clear)
        self.clear()

    def offer(self, total: int) -> None:
        """Show how many would be chosen now."""
        self._button.text = f'选择全部查询结果（{total} 人）'
        self._button.set_enabled(total > 0)

    async def take(self) -> None:
        """Choose the rows found now. Raises what ``choose`` raises."""
        self._show(await self._choose())

    def clear(self) -> None:
        self._show(())

    def _show(self, ids: tuple[int, ...]) -> None:
        self.ids = ids
        self._count.text = str(len(ids))
        self._strip.set_visibility(bool(ids))
        self._button.set_visibility(not ids)
