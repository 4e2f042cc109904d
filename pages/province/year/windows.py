"""时间节点: when a year's registration, review, payment and printing are open; several windows of a kind if needed."""

from __future__ import annotations

from components.frame import live
from components.frame.page_head import page_head
from components.kit.buttons import plain_button
from domain.rules.actor import Actor
from domain.rules.vocabulary import Act
from domain.services.year import demo_clock, year_windows
from pages.access import Province, acting, screen
from pages.province.year.demo_clock import open_clock
from pages.province.year.year_pages import TRAIL, listen_to_settings, turned_to, year_choice
from pages.views.window_table import WindowTable

PATH, TITLE = '/year/windows', '时间节点'
HINT = '改动报名时间会影响“报名首日未到退休年龄”的预审，可在申报条件参数页重新预审。'


@screen(PATH, title=TITLE, audience=Province, trail=TRAIL)
async def windows(actor: Actor) -> None:
    """时间节点 of one year, with what the cities have arranged inside them."""
    year = await turned_to(actor)
    await year_choice(actor, page_head((*TRAIL, TITLE), TITLE), PATH, year)
    shown = WindowTable(actor, PATH, year, await year_windows.areas(), HINT)
    await shown.build('没有报名时间节点时，任何人都不能报名')
    with shown.table.right:
        if demo_clock.movable():
            plain_button('演示时钟', acting(open_clock), icon='more_time')

    async def follow(_news: live.News) -> None:
        await shown.table.reload()

    listen_to_settings(follow, Act.EDIT_WINDOW)
