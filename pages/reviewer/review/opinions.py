"""市级复核意见: written by the city, seen and answered by the units."""

from __future__ import annotations

from components.kit.buttons import primary_button
from domain.rules.actor import Actor
from domain.rules.vocabulary import Level, Role
from domain.services.review.notes import OPINIONS
from pages.access import Reviewer, screen
from pages.reviewer.review.notes import TRAIL, NotePage, NotesPage

PAGE = NotePage('/opinions', '市级复核意见', '市级复核意见', OPINIONS, '市级填写的复核意见会列在这里，由所在单位反馈')


@screen(PAGE.path, title=PAGE.menu, audience=Reviewer, trail=TRAIL)
async def opinions(actor: Actor) -> None:
    """市级复核意见 for every office, over its subtree."""
    await NotesPage(actor, PAGE, tools).build()


def tools(page: NotesPage) -> None:
    """填写意见, for administrators of a city."""
    if page.actor.role is Role.ADMIN and page.actor.level is Level.CITY:
        primary_button('填写意见', page.write, icon='add')
