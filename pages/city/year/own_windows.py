"""本市时间安排: a city's narrower times inside those of the province, with the overlap drawn."""

from __future__ import annotations

from nicegui import ui

from components.frame import live
from components.frame.page_head import page_head
from components.kit.words import card, muted, section, words
from domain import clock
from domain.events import YearChanged
from domain.rules.actor import Actor
from domain.rules.permissions import OwnCity
from domain.rules.vocabulary import Act
from domain.rules.year.city_times import Bound
from domain.rules.year.windows import Period, closing_of
from domain.services.year import year_windows
from domain.services.year.years import Year
from pages import address
from pages.access import screen
from pages.views.window_rows import window_state
from pages.views.window_table import WindowTable

PATH, TITLE, TRAIL = '/year/own-windows', '本市时间安排', ('年度设置',)
HINT = '只能在省级时间之内安排；保存后本市各单位立即按此执行，省级审核不受影响。'


@screen(PATH, title=TITLE, audience=OwnCity, trail=TRAIL)
async def own_windows(actor: Actor) -> None:
    """本市时间安排 of one year."""
    year = await address.shown_year()
    page_head((*TRAIL, TITLE), TITLE, aside=f'{year.year} 年度')
    with card(), section('省级时间与本市安排'):
        drawn = ui.element('div').classes('bounds')
    await _draw(actor, year, drawn)
    shown = WindowTable(actor, PATH, year, {}, HINT)
    await shown.build('没有本市安排时，按省级时间执行')

    async def follow(_news: live.News) -> None:
        await _draw(actor, year, drawn)
        await shown.table.reload()

    live.listen(lambda event: isinstance(event, YearChanged) and event.act is Act.EDIT_WINDOW, follow)


async def _draw(actor: Actor, year: Year, box: ui.element) -> None:
    found = await year_windows.bounds_for(actor, year.id)
    box.clear()
    with box:
        if not found:
            muted('省级还没有设置可以按市安排的时间节点')
            return
        first = min(bound.window.opens_at for bound in found).timestamp()
        last = max(closing_of(bound.window) for bound in found).timestamp()
        for bound in found:
            _line(bound, first, last - first)


def _line(bound: Bound, first: float, length: float) -> None:
    """One period of the province as a bar, and in it the part that is left to the city."""
    window = bound.window
    own = [word for word in (window.grades, window.level) if word]
    about = '、'.join(word.label for word in own) or '所有等级和层级'
    with ui.element('div').classes('bound'):
        with ui.element('div').classes('what'):
            words(window.name, 'b')
            words(f'{window.kind.label} · {about}', 'span', 'muted small')
        with ui.element('div').classes('track'):
            _bar('outer', window, first, length)
            for part in bound.parts:
                _bar('inner', part, first, length)
        with ui.element('div').classes('when'):
            words(f'省级 {_times(window)}', 'span', 'num muted')
            for part in bound.parts:
                whose = '、'.join(word.label for word in (part.grades, part.level) if word and word not in own)
                words(f'本市{whose} {_times(part)}，{window_state(part)["text"]}', 'span', 'num')
            if not bound.parts:
                words(f'本市同省级，{window_state(window)["text"]}', 'span', 'num')


def _bar(kind: str, period: Period, first: float, length: float) -> None:
    left = 100 * (period.opens_at.timestamp() - first) / length
    width = 100 * (closing_of(period) - period.opens_at).total_seconds() / length
    bar = ui.element('i').classes(kind)
    bar.style['left'], bar.style['width'] = f'{left:.2f}%', f'{max(width, 0.5):.2f}%'


def _times(period: Period) -> str:
    return f'{clock.short_text(period.opens_at)} 至 {clock.short_text(period.closes_at)}'
