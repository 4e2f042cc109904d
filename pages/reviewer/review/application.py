"""审核 and 详情: one application, decided from a queue or opened from a list."""

from __future__ import annotations

from nicegui import ui

from components.frame import live
from components.frame.page_head import breadcrumb
from components.review.body import APPLICATION
from components.review.body import CHANGES as COMPARISON
from components.review.panel import review_panel
from components.review.views import DraftView, ReviewView
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.vocabulary import Act
from domain.services.lists import application_lists, application_rows
from domain.services.lists.application_lists import Place
from domain.services.review import claims, drafts
from domain.services.review.application_detail import dossier, note_full_view
from domain.services.year.reason_library import phrases_for
from pages import address
from pages.access import Reviewer, current_actor, refusals, screen
from pages.reviewer.review.acts import Acts
from pages.reviewer.review.queue import MANUAL, SENIOR
from pages.views.application import view_of

DETAILS = '/applications'
CHANGES = 'changes'  # the tab 修改对比 in an address
RENEW_SECONDS = 60  # a lease is three minutes: one renewal may be lost
DRAFTED = (Act.RETURN, Act.REJECT, Act.REOPEN, Act.CANCEL, Act.RECHECK_FAIL)


@screen(MANUAL + '/{application_id}', title='审核', audience=Reviewer, trail=('报名管理', '本级审核中', '人工审核'))
async def review_ordinary(actor: Actor, application_id: int) -> None:
    """One application of grades 2–5 from the queue."""
    await ReviewPage(actor, application_id, MANUAL, ('报名管理', '本级审核中', '人工审核', '审核')).build()


@screen(SENIOR + '/{application_id}', title='审核', audience=Reviewer, trail=('报名管理', '本级审核中', '高级技师审核'))
async def review_senior(actor: Actor, application_id: int) -> None:
    """One application of grade 1 from the queue, with its own tools."""
    await ReviewPage(actor, application_id, SENIOR, ('报名管理', '本级审核中', '高级技师审核', '审核')).build()


@screen(DETAILS + '/{application_id}', title='详情', audience=Reviewer, trail=('报名管理', '报名信息查询'))
async def details(actor: Actor, application_id: int) -> None:
    """详情, opened from the search or a record page."""
    await ReviewPage(actor, application_id, '', ('报名管理', '报名信息查询', '详情')).build()


class ReviewPage:
    """One open review page: reads the dossier, shows it, continues after a decision and is updated by events."""

    def __init__(self, actor: Actor, application_id: int, queue: str, crumbs: tuple[str, ...]) -> None:
        self.actor, self.id, self.queue, self.crumbs = actor, application_id, queue, crumbs
        self.filters = ApplicationFilters.read(address.query_parameters())
        self._settled = False  # decided here; the decision ended the lease

    async def build(self) -> None:
        self.found = await dossier(self.actor, self.id)
        self.place = await self._place()
        breadcrumb(self.crumbs)
        ui.page_title(f'{self.found.application.name} · {self.crumbs[-1]}')
        tab = COMPARISON if address.query_parameters().get('tab') == CHANGES else APPLICATION
        self.panel = review_panel(await self._view(), Acts(self).actions(), tab)
        await note_full_view(self.actor, self.id)
        await self._hold()
        live.on_application(self.id, self.on_events)

    @property
    def seen(self) -> int:
        return self.found.application.version

    @property
    def queued(self) -> bool:
        """Whether it was opened from a queue."""
        return bool(self.queue)

    async def _place(self) -> Place | None:
        row = self.found.application
        if not self.queue or row.arrived_at is None:
            return None
        return await application_lists.place_on_desk(self.actor, row, self.filters)

    async def _view(self) -> ReviewView:
        typed = {act: await drafts.of(self.actor, self.id, act.value) for act in DRAFTED if act in self.found.may}
        kept = {
            act: DraftView(text, {pin.key: pin.remark for pin in pins})
            for act, (text, pins) in typed.items()
            if text or pins
        }
        return view_of(self.actor, self.found, self.place, await phrases_for(self.actor), kept)

    async def _hold(self) -> None:
        """Take the lease while the page is open, and release it when the page is left."""
        if Act.APPROVE not in self.found.may:
            return
        await self._renew()
        ui.timer(RENEW_SECONDS, self._renew, immediate=False)
        live.on_leave(self._give_back)

    async def _give_back(self) -> None:
        if not self._settled:
            await claims.release(self.actor, self.id)

    async def _renew(self) -> None:
        with refusals():
            held = await claims.claim(self.actor, self.id)
            self.panel.set_lookers([held.name] if held and held.account_id != self.actor.account_id else [])

    async def tab_shown(self, tab: str) -> None:
        """Keep 修改对比 in the address."""
        path = f'{self.queue or DETAILS}/{self.id}'
        ui.navigate.history.replace(address.address(path, self.filters, tab=CHANGES if tab == COMPARISON else ''))

    async def refresh(self) -> None:
        """Read everything again and draw it; the text typed in an open dialog stays."""
        self.actor = await current_actor()
        self.found = await dossier(self.actor, self.id)
        self.place = await self._place()
        self.panel.show(await self._view())

    async def decided(self, act: Act) -> None:
        """From a queue the next application opens at once; elsewhere the page shows the new state."""
        ui.notify(f'{self.found.application.name}：{act.label}', type='positive', timeout=3000)
        onward = self.place and (self.place.next or self.place.previous)
        if not self.queue:
            await self.refresh()
            return
        self._settled = True
        if onward:
            self._go(onward)
        else:
            ui.navigate.to(address.address(self.queue, self.filters))

    async def previous(self) -> None:
        self._go(self.place.previous if self.place else None)

    async def next(self) -> None:
        self._go(self.place.next if self.place else None)

    def _go(self, application_id: int | None) -> None:
        if application_id is not None:
            ui.navigate.to(address.address(f'{self.queue}/{application_id}', self.filters))

    async def on_events(self, news: live.News) -> None:
        """Show at once what others did and disable what can no longer be done."""
        if news.missed:
            row = (await application_rows.rows_of(self.actor, (self.id,))).get(self.id)
            if row is None or row.version != self.seen:
                self.panel.changed_elsewhere('该申报刚刚有变动，本页内容已不是最新')
            elif row.looker_id != self.actor.account_id:
                self.panel.set_lookers([row.looked_at_by] if row.looked_at_by else [])
            return
        for change in news.changes:
            known = change.account_id == self.actor.account_id and change.version <= self.seen
            if not known:
                what = f'{change.office} {change.who} 刚刚对该申报作出“{change.act.label}”'.strip()
                self.panel.changed_elsewhere(f'{what}，本页内容已不是最新')
        for claim in news.claims:
            if claim.account_id != self.actor.account_id:
                self.panel.set_lookers([claim.name] if claim.name else [])
