"""首页: the work waiting for this office, the open windows, the latest acts, and the progress of the offices below."""

from __future__ import annotations

from nicegui import ui

from components.application.timeline import timeline
from components.application.views import ActView
from components.frame import live
from components.frame.page_head import page_head
from components.kit.cards import StatCard, WindowStep, stat_card, stat_cards, window_line
from components.kit.words import card, muted, section, words
from domain import clock
from domain.events import YearChanged
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.money.payment_filters import DueStatus
from domain.rules.vocabulary import DeferralState, Level, Status
from domain.rules.year.typed_times import last_day_of
from domain.rules.year.windows import closing_of, left_text, remaining_text
from domain.services.lists import overview
from domain.services.year.years import current_year
from pages import address
from pages.access import County, Reviewer, screen
from pages.county.money.dues import PATH as DUES
from pages.reviewer.lists.search import PATH as SEARCH
from pages.reviewer.review.queue import MANUAL, SENIOR
from pages.views.pay_time import pay_time
from storage.models import JournalEntry, Window

MOST_WINDOWS = 7
HOURS = ((5, '夜深了'), (11, '上午好'), (13, '中午好'), (18, '下午好'), (24, '晚上好'))


@screen('/', title='首页', audience=Reviewer)
async def home(actor: Actor) -> None:
    """首页 of every office."""
    page_head(('首页',), f'{_greeting()}，{actor.name}', aside=f'{actor.organisation} · {actor.title}')
    cards = await _cards(actor)
    with card(), section('时间节点'):
        windows = ui.element('div')
    await _windows(windows)
    with ui.element('div').classes('home-columns'):
        if actor.at_least(Level.COUNTY):
            with card(), section('下级单位办理情况'):
                below = ui.element('div')
            await _below(actor, below)
        with card(), section('最新动态'):
            acts = ui.element('div')
        await _newest(actor, acts)

    async def on_events(news: live.News) -> None:
        """Load all numbers of the page again together, once for all open pages of this office."""
        counts = await news.once(('counts', actor.organisation_id), lambda: overview.counts(actor))
        for key, shown in cards.items():
            shown.set(getattr(counts, key))
        await _newest(actor, acts)

    async def plan(_news: live.News) -> None:
        await _windows(windows)

    live.below(actor.path, on_events)
    live.listen(lambda event: isinstance(event, YearChanged), plan)


def _greeting() -> str:
    hour = clock.local(clock.now()).hour
    return next(text for until, text in HOURS if hour < until)


async def _cards(actor: Actor) -> dict[str, StatCard]:
    counts = await overview.counts(actor)

    def found(**filters: object) -> str:
        return address.address(SEARCH, ApplicationFilters.read(filters))

    with stat_cards():
        cards = {
            'waiting_ordinary': stat_card('待审核 2–5 级', counts.waiting_ordinary, MANUAL, 'blue', '人工审核'),
            'waiting_senior': stat_card('待审核 高级技师', counts.waiting_senior, SENIOR, 'blue', '高级技师审核'),
            'deferrals': stat_card(
                '容缺待补', counts.deferrals, found(deferrals=[DeferralState.OPEN.value]), 'purple', '材料待补交'
            ),
            'returned': stat_card(
                '退回未重报', counts.returned, found(statuses=[Status.RETURNED.value]), 'amber', '等待本人修改'
            ),
            'approved': stat_card(
                '终审通过', counts.approved, found(statuses=[Status.APPROVED.value]), 'green', '本年度累计'
            ),
            'notes': stat_card('未读意见与标记', counts.notes, found(noted='yes'), 'red', '市级复核、省级标记'),
        }
        if County.admits(actor) and pay_time(await current_year()).is_open:
            owing = f'{DUES}?standings={DueStatus.DUE.value}'
            cards['owing'] = stat_card('未缴费', counts.owing, owing, 'amber', '网上缴费进行中')
    return cards


async def _windows(box: ui.element) -> None:
    now = clock.now()
    ahead = [window for window in (await current_year()).windows if closing_of(window) > now]
    box.clear()
    with box:
        if ahead:
            window_line([_step(window) for window in ahead[:MOST_WINDOWS]])
        else:
            muted('没有正在进行或将要开始的时间节点')


def _step(window: Window) -> WindowStep:
    now = clock.now()
    first, last = clock.local(window.opens_at), last_day_of(window.closes_at)
    days = f'{first.month}.{first.day} – {last.month}.{last.day}'
    if now >= window.opens_at:
        return WindowStep(window.name, days, 'open', left_text(window, now))
    return WindowStep(window.name, days, 'future', f'{remaining_text(window.opens_at, now)}开始')


async def _below(actor: Actor, box: ui.element) -> None:
    rows = await overview.subordinates(actor)
    with box, ui.element('div').classes('scroll-y'), ui.element('table').classes('plain'):
        with ui.element('thead'), ui.element('tr'):
            for title in ('单位', '待审核', '最长等待', '终审通过'):
                words(title, 'th')
        with ui.element('tbody'):
            for row in rows[: overview.MOST_SUBORDINATES]:
                with ui.element('tr'):
                    words(row.name, 'td')
                    words(str(row.waiting), 'td', 'num')
                    words(f'{row.oldest_days} 天' if row.waiting else '—', 'td', 'num')
                    words(str(row.done), 'td', 'num')
    if not rows:
        with box:
            muted('没有下级单位')


async def _newest(actor: Actor, box: ui.element) -> None:
    entries = await overview.newest_acts(actor)
    box.clear()
    with box:
        if entries:
            timeline(tuple(_act(entry) for entry in entries))
        else:
            muted('还没有办理动态')


def _act(entry: JournalEntry) -> ActView:
    name = entry.application.name if entry.application else ''
    who = ' '.join(part for part in (entry.office, entry.actor) if part)
    return ActView(title=f'{name}：{entry.act.label}', who=who, when=clock.short_text(entry.at), reason=entry.reason)
