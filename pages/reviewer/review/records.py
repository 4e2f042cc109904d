"""本级审核记录: 审核通过, 审核不通过, 审核退回: by this organisation's latest decision."""

from __future__ import annotations

from dataclasses import dataclass

from nicegui import ui

from components.forms.conflict_dialog import conflict_dialog
from components.frame import live
from components.frame.page_head import page_head
from components.kit.attempt import Attempt
from components.review.dialogs.reason_dialog import ReasonCall, ReasonDialog
from components.review.views import DraftView, Pins
from components.table.data_table import Action, DataTable, Loaded, Page, RowId
from components.table.filters import Filters, Value
from domain import clock
from domain.errors import DecidedAlready
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.review.judging import undo_is_late
from domain.rules.vocabulary import Act, Grade
from domain.services.lists import application_lists, application_rows
from domain.services.lists.application_rows import ApplicationRow
from domain.services.review import decisions, drafts, undo
from domain.services.review.decisions import Opinion
from domain.services.year.reason_library import phrases_for
from pages import address
from pages.access import Reviewer, current_actor, refusals, screen
from pages.reviewer.lists.search_form import common_fields
from pages.views.application_rows import RECORDS, cells

TRAIL = ('报名管理', '本级审核记录')
OPEN, UNDO, REOPEN = Action('open', '详情', keeps=True), Action('undo', '撤销'), Action('reopen', '退回重新申报')


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One of the three pages."""

    path: str
    title: str
    act: Act
    actions: tuple[Action, ...]
    hint: str


APPROVED = RecordPage('/records/approved', '审核通过', Act.APPROVE, (OPEN, UNDO), '本级审核通过的申报会列在这里')
REJECTED = RecordPage(
    '/records/rejected', '审核不通过', Act.REJECT, (OPEN, REOPEN, UNDO), '本级审核不通过的申报会列在这里'
)
RETURNED = RecordPage(
    '/records/returned', '审核退回', Act.RETURN, (OPEN, UNDO), '本级退回、尚未再次审核的申报会列在这里'
)


@screen(APPROVED.path, title=APPROVED.title, audience=Reviewer, trail=TRAIL)
async def approved(actor: Actor) -> None:
    """审核通过: this level's latest decision is approve."""
    await Records(actor, APPROVED).build()


@screen(REJECTED.path, title=REJECTED.title, audience=Reviewer, trail=TRAIL)
async def rejected(actor: Actor) -> None:
    """审核不通过, with 退回重新申报."""
    await Records(actor, REJECTED).build()


@screen(RETURNED.path, title=RETURNED.title, audience=Reviewer, trail=TRAIL)
async def returned(actor: Actor) -> None:
    """审核退回: returned by this level, and not decided again since."""
    await Records(actor, RETURNED).build()


class Records:
    """One open record page."""

    def __init__(self, actor: Actor, kind: RecordPage) -> None:
        self.actor, self.kind = actor, kind
        self.filters = ApplicationFilters.read(address.query_parameters())
        self.rows: dict[int, ApplicationRow] = {}

    async def build(self) -> None:
        self.head = page_head((*TRAIL, self.kind.title), self.kind.title)
        fields = await common_fields(self.actor, self.filters, tuple(Grade))
        Filters(fields, address.initial_of(self.filters), self.search)
        self.table = DataTable(
            RECORDS,
            self.load,
            actions=self.kind.actions,
            view=Page.parse(address.query_parameters(), ('number', 'grade')),
            empty=f'没有{self.kind.title}的记录',
            empty_hint=self.kind.hint,
            on_act=self.act,
            on_view=lambda view: address.remember(self.kind.path, self.filters, view),
        )
        await self.table.reload()
        live.below(self.actor.path, self.on_events)

    async def load(self, view: Page) -> Loaded:
        found = await application_lists.records(
            self.actor, self.kind.act, filters=self.filters, paging=address.paging_of(view)
        )
        self.rows = {row.id: row for row in found.rows}
        self.head.set_tag(f'{found.total} 人', 'grey')
        return Loaded([cells(row, self.actor) | {'_hide': self.hidden(row)} for row in found.rows], found.total)

    def hidden(self, row: ApplicationRow) -> str:
        """The actions that this row does not have: 撤销 is only for one's own last decision, for five minutes."""
        mine = row.ruled_by == self.actor.account_id and row.ruled_version == row.version
        return '' if mine and row.ruled_at and not undo_is_late(row.ruled_at, clock.now()) else 'undo'

    async def search(self, values: dict[str, Value]) -> None:
        self.filters = address.filters_of(values)
        await self.table.go(Page(size=self.table.view.size))

    async def act(self, name: str, row_id: RowId) -> None:
        row = self.rows[int(row_id)]
        with refusals():
            if name == OPEN.name:
                ui.navigate.to(f'/applications/{row.id}')
            elif name == UNDO.name:
                await undo.undo(await current_actor(), row.id, seen=row.version)
                ui.notify(f'已撤销对 {row.name} 的审核', type='positive')
                await self.table.reload()
            elif name == REOPEN.name:
                await self.reopen(row)

    async def reopen(self, row: ApplicationRow) -> None:
        """退回重新申报 with its reason; the saved draft is shown again."""
        act = Act.REOPEN
        text, _ = await drafts.of(self.actor, row.id, act.value)

        async def carry_out(reason: str, _pins: Pins) -> None:
            await decisions.decide(await current_actor(), row.id, act, Opinion(reason), seen=row.version)
            ui.notify(f'{row.name}：已退回重新申报', type='positive')
            await self.table.reload()

        async def keep(typed: str, _pins: Pins) -> None:
            await drafts.keep(await current_actor(), row.id, act.value, typed)

        def lost(taken: DecidedAlready, typed: str) -> None:
            conflict_dialog(taken, typed, self.table.reload)

        phrases = (await phrases_for(self.actor)).get(act, ())
        ReasonDialog(ReasonCall(act, row.name, carry_out, keep, phrases, DraftView(text)), Attempt(lost))

    async def on_events(self, news: live.News) -> None:
        """Grey out rows decided elsewhere; update the number of records."""
        moved = [change for change in news.changes if change.application_id in self.rows]
        for change in moved:
            if change.account_id != self.actor.account_id:
                self.table.mark_gone(change.application_id, f'{change.who} 已{change.act.label}')
        if news.missed:
            fresh = await application_rows.rows_of(self.actor, tuple(self.rows))
            staying = {row_id for row_id, row in fresh.items() if row.version == self.rows[row_id].version}
            self.table.mark_others_gone(staying, '已有新的处理')
        leaving = any(change.from_holder == self.actor.organisation_id or change in moved for change in news.changes)
        if leaving or news.missed:
            key = ('records', self.actor.organisation_id, self.kind.act, self.filters)
            total = await news.once(
                key, lambda: application_lists.records_count(self.actor, self.kind.act, self.filters)
            )
            self.table.set_total(total)
            self.head.set_tag(f'{total} 人', 'grey')
