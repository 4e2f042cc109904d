"""省级标记结果: marks given by the province, seen and answered by the units."""

from __future__ import annotations

from nicegui import ui

from components.kit.buttons import plain_button, primary_button
from domain.rules.actor import Actor
from domain.services.review.notes import MARKS
from pages.access import Province, Reviewer, screen
from pages.reviewer.review.notes import TRAIL, NotePage, NotesPage
from pages.views.note_writing import DRAWS

PAGE = NotePage('/marks', '省级标记结果', '省级标记记录', MARKS, '省级抽查和标记的人员会列在这里，由所在单位反馈')


@screen(PAGE.path, title=PAGE.menu, audience=Reviewer, trail=TRAIL)
async def marks(actor: Actor) -> None:
    """省级标记结果 for every office, over its subtree."""
    await NotesPage(actor, PAGE, tools).build()


def tools(page: NotesPage) -> None:
    """添加标记 and 抽查, for the province."""
    if Province.admits(page.actor):
        primary_button('添加标记', page.write, icon='add')
        plain_button('抽查', lambda: ui.navigate.to(DRAWS), icon='casino')
