"""The persons chosen on a list: one by one over all pages, or 全部查询结果 at the moment of choice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from components.table.data_table import DataTable, RowId
from components.table.whole_choice import WholeChoice
from domain.errors import Refusal
from pages.access import acting


class Choice:
    """Build it inside the toolbar; ``everybody`` gives the ids of the whole filtered result."""

    def __init__(self, table: DataTable, everybody: Callable[[], Awaitable[tuple[int, ...]]]) -> None:
        self._table = table
        self._whole = WholeChoice(everybody, acting(self._take_all))
        self.offer = self._whole.offer

    @property
    def whole(self) -> bool:
        """Whether 全部查询结果 is chosen."""
        return bool(self._whole.ids)

    @property
    def ids(self) -> tuple[int, ...]:
        """The chosen applications. Raises Refusal when there are none."""
        ids = self._whole.ids or tuple(int(row_id) for row_id in self._table.selected)
        if not ids:
            raise Refusal('请先选择报考人员')
        return ids

    def by_hand(self, ids: list[RowId]) -> None:
        """A row chosen by hand replaces 全部查询结果."""
        if ids:
            self._whole.clear()

    async def clear(self) -> None:
        """Clear the choice."""
        self._whole.clear()
        await self._table.clear_selection()

    async def _take_all(self) -> None:
        await self._table.clear_selection()
        await self._whole.take()
