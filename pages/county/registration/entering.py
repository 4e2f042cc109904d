"""The shared part of 补报 and 破格（一线）申报: the list, the buttons above it, and the live updates."""

from __future__ import annotations

from dataclasses import replace

from nicegui import ui

from components.frame import live
from components.frame.page_head import page_head
from components.kit.buttons import plain_button, primary_button
from components.kit.words import notice
from components.table.data_table import DataTable, Loaded, Page, RowId
from components.table.filters import Choice, Field, Filters, Keyword, Value
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.registration.late_and_exceptional_entries import Entrance
from domain.rules.vocabulary import Act, Status
from domain.services.registration import late_entries, late_lists
from pages import address
from pages.access import acting, refusals
from pages.county.registration import entrance_acts, entrance_import
from pages.county.registration.entrance_rows import ADD, COLUMNS, OPEN, PROVE, cells
from pages.views.offices import unit_field

TRAIL = ('报名信息管理',)


class EntrancePage:
    """One open page; its rows are updated by events, new rows of others are announced by 新到 N 条."""

    def __init__(self, actor: Actor, entrance: Entrance, path: str) -> None:
        self.actor, self.entrance, self.path = actor, entrance, path
        self.filters = ApplicationFilters.read(address.query_parameters())
        self.shown: set[int] = set()
        self.arrived: set[int] = set()

    async def build(self) -> None:
        self.head = page_head((*TRAIL, self.entrance.label), self.entrance.label)
        year = await address.shown_year()
        self.filters = replace(self.filters, year=year.year)
        time = await late_entries.opening(self.actor, self.entrance, year)
        if time.is_open:
            self.head.set_aside(time.text)
        else:
            notice(time.text, 'amber')
        Filters(await self._fields(), address.initial_of(self.filters), self.search)
        self.table = DataTable(
            COLUMNS[self.entrance],
            self.load,
            actions=(OPEN, PROVE) if self.entrance.asks_why else (OPEN,),
            view=Page.parse(address.query_parameters(), late_lists.SORTS),
            empty=f'没有{self.entrance.label}的人员',
            empty_hint=f'点“{ADD[self.entrance]}”登记，或用 Excel 批量导入',
            on_act=self.act,
            on_view=lambda view: address.remember(self.path, self.filters, view),
            on_news=self.welcome,
        )
        with self.table.left:
            add = primary_button(ADD[self.entrance], acting(self.add), icon='person_add')
            import_rows = plain_button('导入Excel', acting(self.import_rows), icon='upload')
        for button in (add, import_rows):
            button.set_enabled(time.is_open)
            button.props['title'] = '' if time.is_open else time.text
        await self.table.reload()
        live.below(self.actor.path, self.on_events)

    async def _fields(self) -> list[Field]:
        fields: list[Field] = [
            Keyword('keyword', '关键字', '姓名/证号/手机'),
            await unit_field(self.actor, self.filters.unit),
            Choice('statuses', '状态', Status.labels()),
        ]
        if self.entrance.asks_why:
            fields.append(Choice('channels', '破格/一线', {one.value: one.label for one in self.entrance.channels}))
        return fields

    async def load(self, view: Page) -> Loaded:
        found = await late_lists.listed(self.actor, self.entrance, filters=self.filters, paging=address.paging_of(view))
        self.shown = {entry.row.id for entry in found.entries}
        self.arrived -= self.shown
        self.table.announce(len(self.arrived))
        self.head.set_tag(f'{found.total} 人', 'grey')
        return Loaded([cells(entry) for entry in found.entries], found.total)

    async def search(self, values: dict[str, Value]) -> None:
        self.filters = address.filters_of(values)
        await self.welcome()

    async def welcome(self) -> None:
        """Show the new rows, from the first page on."""
        self.arrived.clear()
        await self.table.go(replace(self.table.view, number=1))

    async def add(self) -> None:
        await entrance_acts.add(self.actor, self.entrance, self.welcome)

    async def import_rows(self) -> None:
        await entrance_import.open_import_dialog(self.entrance)
        await self.welcome()

    async def act(self, name: str, row_id: RowId) -> None:
        with refusals():
            if name == PROVE.name:
                await entrance_acts.prove(int(row_id))
            else:
                ui.navigate.to(f'/applications/{int(row_id)}')

    async def on_events(self, news: live.News) -> None:
        """Update rows in place and the number; announce persons entered elsewhere."""
        entered = {change.application_id for change in news.changes if change.act is Act.REGISTER}
        ids = tuple(sorted(news.touching(self.shown) | entered))
        if not ids and not news.missed:
            return
        key = (self.entrance, self.actor.organisation_id)
        actor = self.actor
        fresh = await news.once((*key, ids), lambda: late_lists.entries_of(actor, self.entrance, ids))
        for row_id, entry in fresh.items():
            self.table.patch(row_id, **cells(entry))
        if entered & fresh.keys() or news.missed:
            self.arrived |= (entered & fresh.keys()) - self.shown
            self.table.announce(len(self.arrived))
            count = late_lists.count
            total = await news.once((*key, self.filters), lambda: count(actor, self.entrance, self.filters))
            self.table.set_total(total)
            self.head.set_tag(f'{total} 人', 'grey')
