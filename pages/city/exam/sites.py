"""考点考场: the sites with their rooms, and the sessions, of a city or the province."""

from __future__ import annotations

from nicegui import ui

from components.frame.page_head import page_head
from components.kit.segments import segments
from domain.rules.actor import Actor
from pages import address
from pages.access import City, acting, screen
from pages.city.exam.places import Places
from pages.city.exam.sessions import Sessions
from pages.city.exam.site_rows import PATH

TITLE, TRAIL = '考点考场', ('考务管理',)
TABS = {'sites': '考点考场', 'sessions': '考试场次'}


@screen(PATH, title=TITLE, audience=City, trail=TRAIL)
async def exam_sites(actor: Actor) -> None:
    """考点考场 and 考试场次 of the actor's office."""
    year = (await address.shown_year()).year
    head = page_head((*TRAIL, TITLE), TITLE)
    requested = address.query_parameters().get('tab', '')
    tab = requested if requested in TABS else 'sites'

    async def turn(tab: str) -> None:
        body.clear()
        with body:
            await (Sessions(actor, year) if tab == 'sessions' else Places(actor, year)).build()

    with head.side:
        segments(TABS, tab, '显示内容', acting(turn))
    body = ui.element('div').classes('stack whole-cells')
    await turn(tab)
