"""首页: the work waiting for this office, the open windows, the latest acts, and the progress of the offices below."""

from __future__ import annotations

from nicegui import ui

from components.application.timeline import timeline
from components.application.views import ActView
from components.frame import live
from components.frame.page_head import page_head
from components.kit.cards import WindowStep, window_line
from components.kit.words import card, muted, section, words
from domain import clock
from domain.events import YearChanged
from domain.rules.actor import Actor
from domain.rules.vocabulary import Level
from domain.rules.year.applying import Span
from domain.rules.year.typed_times import last_day_of
from domain.rules.year.windows import closing_of, left_text, remaining_text
from domain.services.lists import overview
from domain.services.year.years import Year, all_years, current_year, year_of
from pages import address
from pages.access import Reviewer, screen
from pages.home_cards import count_again, count_cards
from storage.models import JournalEntry

MOST_WINDOWS = 7
HOURS = ((5, '夜深了'), (11, '上午好'), (13, '中午好'), (18, '下午好'), (24, '晚上好'))


@screen('/', title='首页', audience=Reviewer)
async def home(actor: Actor) -> None:
    """首页 of every office."""
    page_head(('首页',), f'{_greeting()}，{actor.name}', aside=f'{actor.organisation} · {actor.title}')
    year = await address.shown_year()
    cards = await count_cards(actor, year)
    with card(), section('时间节点'):
        windows = ui.element('div')
    await _windows(actor, year, windows)
    with ui.element('div').classes('home-columns'):
        if actor.at_least(Level.COUNTY):
            with card(), section('下级单位办理情况'):
                below = ui.element('div')
            await _below(actor, year, below)
        with card(), section('最新动态'):
            acts = ui.element('div')
        await _newest(actor, acts)

    async def on_events(news: live.News) -> None:
        """Load all numbers of the page again together, once for all open pages of this office."""
        key = ('counts', actor.organisation_id, year.id)
        counts = await news.once(key, lambda: overview.counts(actor, year))
        await count_again(cards, counts)
        await _newest(actor, acts)

    async def plan(_news: live.News) -> None:
        await _windows(actor, year, windows)

    live.below(actor.path, on_events)
    live.listen(lambda event: isinstance(event, YearChanged), plan)


def _greeting() -> str:
    hour = clock.local(clock.now()).hour
    return next(text for until, text in HOURS if hour < until)


async def _windows(actor: Actor, shown: Year, box: ui.element) -> None:
    """What is open or ahead in all years; for a past year, its own windows."""
    now, current = clock.now(), (await current_year()).year
    years = (await all_years()).by_id.values() if shown.year == current else [await year_of(shown.id)]
    windows = sorted(
        ((window, one.year) for one in years for window in one.windows_for(None, actor.path)),
        key=lambda pair: pair[0].opens_at,
    )
    ahead = [pair for pair in windows if closing_of(pair[0]) > now][:MOST_WINDOWS]
    if shown.year != current:
        ahead = ahead or windows[-MOST_WINDOWS:]
    box.clear()
    with box:
        if ahead:
            window_line([_step(window, f'{year}年 ' if year != current else '') for window, year in ahead])
        else:
            muted('没有正在进行或将要开始的时间节点' if shown.year == current else '尚未公布时间节点')


def _step(window: Span, year: str) -> WindowStep:
    now = clock.now()
    first, last = clock.local(window.opens_at), last_day_of(window.closes_at)
    days = f'{first.month}.{first.day} – {last.month}.{last.day}'
    if now < window.opens_at:
        return WindowStep(year + window.name, days, 'future', f'{remaining_text(window.opens_at, now)}开始')
    return WindowStep(year + window.name, days, 'open' if closing_of(window) > now else 'past', left_text(window, now))


async def _below(actor: Actor, year: Year, box: ui.element) -> None:
    rows = await overview.subordinates(actor, year)
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
