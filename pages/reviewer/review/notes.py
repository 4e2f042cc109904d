"""The shared page of 市级复核意见 and 省级标记结果: the list of notes, written above, answered by the unit, closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from components.frame import live
from components.frame.page_head import page_head
from components.table.data_table import DataTable, Loaded, Page, RowId
from components.table.filters import Choice, Field, Filters, Value
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.vocabulary import Grade, NoteState
from domain.services.review import note_lists
from domain.services.review.note_lists import NoteLine
from domain.services.review.notes import Notebook
from pages import address
from pages.access import refusals
from pages.reviewer.lists.search_form import common_fields
from pages.reviewer.review import note_acts
from pages.reviewer.review.note_rows import ACTIONS, CLOSE, cells, columns
from pages.views import note_writing

TRAIL = ('报名管理',)


@dataclass(frozen=True, slots=True)
class NotePage:
    """One of the two pages; its heading may differ from its menu entry (1-domain §7)."""

    path: str
    menu: str
    heading: str
    book: Notebook
    hint: str


class NotesPage:
    """One open list; ``tools`` puts the buttons of those who may write into the toolbar.

    Its rows are updated by events, new ones are announced by 新到 N 条.
    """

    def __init__(self, actor: Actor, kind: NotePage, tools: Callable[[NotesPage], None]) -> None:
        self.actor, self.kind, self.book, self.tools = actor, kind, kind.book, tools
        self.filters = ApplicationFilters.read(address.query_parameters())
        self.states = _states(address.query_parameters().get('states', '').split(','))
        self.lines: dict[int, NoteLine] = {}
        self.arrived = 0

    async def build(self) -> None:
        kind = self.kind
        self.head = page_head((*TRAIL, kind.menu), kind.heading)
        initial: dict[str, Value] = {**address.initial_of(self.filters), 'states': list(self.states)}
        Filters(await self._fields(), initial, self.search)
        self.table = DataTable(
            columns(self.book),
            self.load,
            status_key='state',
            actions=ACTIONS,
            view=Page.parse(address.query_parameters()),
            empty=f'没有{self.book.name}',
            empty_hint=kind.hint,
            on_act=self.act,
            on_view=self.remember,
            on_news=self.welcome,
        )
        with self.table.left:
            self.tools(self)
        await self.table.reload()
        live.below(self.actor.path, self.on_events)

    async def _fields(self) -> list[Field]:
        keyword, unit, grade, trade, *_ = await common_fields(self.actor, self.filters, tuple(Grade))
        return [keyword, unit, Choice('states', '状态', NoteState.labels()), grade, trade]

    async def load(self, view: Page) -> Loaded:
        found = await note_lists.lines(
            self.actor, self.book, filters=self.filters, states=self.states, paging=address.paging_of(view)
        )
        self.lines = {line.id: line for line in found.lines}
        self.head.set_tag(f'{found.total} 条', 'grey')
        return Loaded([cells(line, self.book) for line in found.lines], found.total)

    def remember(self, view: Page) -> None:
        address.remember(self.kind.path, self.filters, view, states=','.join(self.states))

    async def search(self, values: dict[str, Value]) -> None:
        self.filters = address.filters_of(values)
        self.states = _states(values.get('states', ()))
        await self.welcome()

    async def welcome(self) -> None:
        """Show the new rows, from the first page on."""
        self.arrived = 0
        self.table.announce(0)
        await self.table.go(replace(self.table.view, number=1))

    async def act(self, name: str, row_id: RowId) -> None:
        line = self.lines[int(row_id)]
        with refusals():
            if name == CLOSE.name:
                await note_acts.close(line, self.book)
            else:  # 反馈 is written in the dialog that shows the whole note
                await note_acts.show(line, self.book, self.table.reload)

    def write(self) -> None:
        """填写: the dialog in which persons are looked for."""
        note_writing.write(self.book, self.table.reload)

    async def on_events(self, news: live.News) -> None:
        """Update rows in place; announce notes written elsewhere, show those written here."""
        touched = news.touching(line.application_id for line in self.lines.values())
        ids = tuple(sorted(line.id for line in self.lines.values() if line.application_id in touched))
        office, book = self.actor.organisation_id, self.book
        if ids:
            key = (book.name, office, self.actor.account_id, ids)
            for line in await news.once(key, lambda: note_lists.lines_of(self.actor, book, ids)):
                self.lines[line.id] = line
                self.table.patch(line.id, **cells(line, book))
        written = [change for change in news.changes if change.act is book.write]
        if any(change.account_id == self.actor.account_id for change in written):
            await self.welcome()
        elif written:
            self.arrived += len(written)
            self.table.announce(self.arrived)
        if written or ids or news.missed:
            total = await news.once(
                (book.name, office, self.filters, self.states),
                lambda: note_lists.lines_count(self.actor, book, filters=self.filters, states=self.states),
            )
            if news.missed and total > self.table.total:
                self.arrived += total - self.table.total
                self.table.announce(self.arrived)
            self.table.set_total(total)
            self.head.set_tag(f'{total} 条', 'grey')


def _states(typed: object) -> tuple[NoteState, ...]:
    """The valid states among these untrusted texts."""
    texts = typed if isinstance(typed, list | tuple) else ()
    return tuple(state for state in NoteState if state.value in texts)
