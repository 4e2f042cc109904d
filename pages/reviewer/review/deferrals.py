"""容缺后补: the ledger of materials that may follow later."""

from __future__ import annotations

from dataclasses import replace

from nicegui import ui

from components.frame import live
from components.frame.page_head import page_head
from components.kit.facts import facts_dialog
from components.table.data_table import DataTable, Loaded, Page, RowId
from components.table.filters import Choice, Field, Filters, Value
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.review.deferral_terms import LedgerState, last_day
from domain.rules.vocabulary import Act, Grade
from domain.services.review import deferral_ledger
from domain.services.review.deferral_ledger import LedgerEntry
from pages import address
from pages.access import Reviewer, refusals, screen
from pages.reviewer.lists.search_form import common_fields
from pages.reviewer.review import deferral_acts
from pages.reviewer.review.deferral_rows import (
    ACTIONS,
    COLUMNS,
    CONFIRM,
    FAIL,
    NOTE,
    OPEN,
    PASS,
    SUPPLY,
    cells,
    facts_of,
)

PATH, TITLE, TRAIL = '/deferrals', '容缺后补', ('报名管理',)


@screen(PATH, title=TITLE, audience=Reviewer, trail=TRAIL)
async def deferrals(actor: Actor) -> None:
    """容缺后补 for every office, over its subtree."""
    await DeferralPage(actor).build()


class DeferralPage:
    """One open ledger; its rows are updated by events, new ones are announced by 新到 N 条."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.filters = ApplicationFilters.read(address.query_parameters())
        self.standings = _standings(address.query_parameters().get('standings', '').split(','))
        self.entries: dict[int, LedgerEntry] = {}
        self.arrived: set[int] = set()

    async def build(self) -> None:
        self.head = page_head((*TRAIL, TITLE), TITLE)
        year = await address.shown_year()
        last = last_day(year.windows_for(None, self.actor.path))
        self.head.set_aside(f'{year.year} 年度容缺补交截止：{last.isoformat()}' if last else '')
        initial: dict[str, Value] = {**address.initial_of(self.filters), 'standings': list(self.standings)}
        Filters(await self._fields(), initial, self.search)
        self.table = DataTable(
            COLUMNS,
            self.load,
            status_key='standing',
            actions=ACTIONS,
            view=Page.parse(address.query_parameters(), deferral_ledger.SORTS),
            empty='没有容缺后补的记录',
            empty_hint='在高级技师审核中将“材料是否容缺后补”选为“是”，就会列在这里',
            on_act=self.act,
            on_view=self.remember,
            on_news=self.welcome,
        )
        await self.table.reload()
        live.below(self.actor.path, self.on_events)

    async def _fields(self) -> list[Field]:
        keyword, unit, grade, trade, *_ = await common_fields(self.actor, self.filters, tuple(Grade))
        return [keyword, unit, Choice('standings', '状态', LedgerState.labels()), grade, trade]

    async def load(self, view: Page) -> Loaded:
        found = await deferral_ledger.ledger(
            self.actor, filters=self.filters, standings=self.standings, paging=address.paging_of(view)
        )
        self.entries = {entry.id: entry for entry in found.entries}
        self.arrived -= {entry.application_id for entry in found.entries}
        self.head.set_tag(f'{found.total} 人', 'grey')
        return Loaded([cells(entry) for entry in found.entries], found.total)

    def remember(self, view: Page) -> None:
        address.remember(PATH, self.filters, view, standings=','.join(self.standings))

    async def search(self, values: dict[str, Value]) -> None:
        self.filters = address.filters_of(values)
        self.standings = _standings(values.get('standings', ()))
        await self.welcome()

    async def welcome(self) -> None:
        """Show the new rows, from the first page on."""
        self.arrived.clear()
        self.table.announce(0)
        await self.table.go(replace(self.table.view, number=1))

    async def act(self, name: str, row_id: RowId) -> None:
        entry = self.entries[int(row_id)]
        with refusals():
            if name == OPEN.name:
                ui.navigate.to(f'/applications/{entry.application_id}')
            elif name == NOTE.name:
                facts_dialog(f'容缺后补备注：{entry.name}', facts_of(entry))
            elif name == SUPPLY.name:
                await deferral_acts.supply(entry, self.table.reload)
            elif name == CONFIRM.name:
                await deferral_acts.confirm_supplied(entry)
            elif name == PASS.name:
                await deferral_acts.recheck(entry, passed=True)
            elif name == FAIL.name:
                await deferral_acts.ask_failed(entry, self.table.reload)

    async def on_events(self, news: live.News) -> None:
        """Update rows in place and the number; announce new deferrals."""
        touched = news.touching(entry.application_id for entry in self.entries.values())
        ids = tuple(sorted(entry.id for entry in self.entries.values() if entry.application_id in touched))
        office = self.actor.organisation_id
        if ids:
            key = ('deferrals', office, self.actor.account_id, ids)
            for entry in await news.once(key, lambda: deferral_ledger.entries_of(self.actor, ids)):
                self.entries[entry.id] = entry
                self.table.patch(entry.id, **cells(entry))
        shown = {entry.application_id for entry in self.entries.values()}
        set_now = {change.application_id for change in news.changes if change.act is Act.DEFER}
        self.arrived |= set_now - shown
        self.table.announce(len(self.arrived))
        if set_now or ids or news.missed:
            total = await news.once(
                ('deferral count', office, self.filters, self.standings),
                lambda: deferral_ledger.ledger_count(self.actor, filters=self.filters, standings=self.standings),
            )
            self.table.set_total(total)
            self.head.set_tag(f'{total} 人', 'grey')


def _standings(typed: object) -> tuple[LedgerState, ...]:
    """The valid states among these untrusted texts."""
    texts = typed if isinstance(typed, list | tuple) else ()
    return tuple(standing for standing in LedgerState if standing.value in texts)
