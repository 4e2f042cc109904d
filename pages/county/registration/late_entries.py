"""补报: persons entered by the county because normal registration refuses them."""

from __future__ import annotations

from domain.rules.actor import Actor
from domain.rules.registration.late_and_exceptional_entries import Entrance
from pages.access import County, screen
from pages.county.registration.entering import TRAIL, EntrancePage

PATH = '/registrations/late'


@screen(PATH, title=Entrance.LATE.label, audience=County, trail=TRAIL)
async def late_entries(actor: Actor) -> None:
    """补报 for counties and above, each in its own subtree."""
    await EntrancePage(actor, Entrance.LATE, PATH).build()
