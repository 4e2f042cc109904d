"""破格（一线）申报: persons entered by the county with a category, a document and its proof."""

from __future__ import annotations

from domain.rules.actor import Actor
from domain.rules.registration.late_and_exceptional_entries import Entrance
from pages.access import County, screen
from pages.county.registration.entering import TRAIL, EntrancePage

PATH = '/registrations/exceptional'


@screen(PATH, title=Entrance.EXCEPTIONAL.label, audience=County, trail=TRAIL)
async def exceptions(actor: Actor) -> None:
    """破格（一线）申报 for counties and above, each in its own subtree."""
    await EntrancePage(actor, Entrance.EXCEPTIONAL, PATH).build()
