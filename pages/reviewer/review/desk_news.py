"""Live updates of an open queue: no row moves, those that left turn grey, new ones are announced by 新到 N 条."""

from __future__ import annotations

from components.frame import live
from components.table.data_table import DataTable
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters
from domain.services.lists import application_lists, application_rows
from pages.views.application_rows import standing

TAKEN = '已由他人处理'


class DeskNews:
    """What one open queue knows of arrivals and departures since it was loaded."""

    def __init__(self, actor: Actor, *, senior: bool) -> None:
        self.actor, self.senior = actor, senior
        self.shown: set[int] = set()
        self.arrived: set[int] = set()
        self.unheard = 0  # so many arrived while no events were received

    def show(self, ids: set[int]) -> None:
        """These rows were loaded."""
        self.shown = ids
        self.arrived -= ids

    def welcome(self) -> None:
        """All of them are loaded now."""
        self.arrived.clear()
        self.unheard = 0

    async def follow(self, news: live.News, table: DataTable, filters: ApplicationFilters) -> int:
        """Bring the table up to date without moving a row; returns how many wait in the queue."""
        total = await news.once(
            ('desk', self.actor.organisation_id, self.senior, filters),
            lambda: application_lists.desk_count(self.actor, senior=self.senior, filters=filters),
        )
        if news.missed:
            await self._catch_up(news, table, total)
        else:
            self._move(news, table)
            await self._patch(news, table)
        table.announce(len(self.arrived) + self.unheard)
        table.set_total(total)
        return total

    def _move(self, news: live.News, table: DataTable) -> None:
        mine = self.actor.organisation_id
        for change in news.changes:
            if change.senior != self.senior:
                continue
            if change.application_id in self.shown:
                if change.to_holder != mine:
                    table.mark_gone(change.application_id, f'{change.who} 已{change.act.label}')
            elif change.to_holder == mine and change.from_holder != mine:
                self.arrived.add(change.application_id)
            if change.to_holder != mine:
                self.arrived.discard(change.application_id)

    async def _patch(self, news: live.News, table: DataTable) -> None:
        """Show who has one of the rows open, and what changed in rows that stayed."""
        mine = self.actor.organisation_id
        touched = {claim.application_id for claim in news.claims}
        touched |= {change.application_id for change in news.changes if change.to_holder == mine}
        touched &= self.shown
        if touched:
            await self._read_again(news, table, touched)

    async def _catch_up(self, news: live.News, table: DataTable, total: int) -> None:
        """Missed events are found by reading the rows again; of the new rows only the number is known."""
        staying = await self._read_again(news, table, self.shown)
        left = table.mark_others_gone(staying, TAKEN)
        self.unheard = max(0, self.unheard + total - (table.total - left))

    async def _read_again(self, news: live.News, table: DataTable, touched: set[int]) -> set[int]:
        mine, ids = self.actor.organisation_id, tuple(sorted(touched))
        fresh = await news.once(('rows', mine, ids), lambda: application_rows.rows_of(self.actor, ids))
        staying = {row_id: row for row_id, row in fresh.items() if row.holder_id == mine}
        for row_id, row in staying.items():
            table.patch(row_id, **standing(row, self.actor))
        return set(staying)
