"""The soft badges of the menu: what hangs on applications and awaits this office, wherever they are by now."""

from __future__ import annotations

from domain.rules.actor import Actor
from domain.services.money import due_lists
from domain.services.review import deferral_ledger, note_lists
from domain.services.review.notes import MARKS, OPINIONS


async def reminders(actor: Actor) -> dict[str, int]:
    """The number per badge of components/frame/menu.py; nothing for an applicant."""
    if not actor.is_office:
        return {}
    return {
        'deferrals': await deferral_ledger.waiting(actor),
        'opinions': await note_lists.waiting(actor, OPINIONS),
        'marks': await note_lists.waiting(actor, MARKS),
        'dues': await due_lists.waiting(actor),
    }
