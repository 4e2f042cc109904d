"""常用意见: the reasons offices use again and again, shared ones first."""

from __future__ import annotations

from tortoise.expressions import Q

from domain.rules.actor import Actor
from domain.rules.vocabulary import Act
from storage.models import CommonReason

MOST = 60


async def phrases_for(actor: Actor) -> dict[Act, tuple[str, ...]]:
    """The texts to pick from, by act: those shared by all and those of the actor's own organisation."""
    rows = (
        await CommonReason.filter(Q(organisation_id__isnull=True) | Q(organisation_id=actor.organisation_id))
        .order_by('position', 'id')
        .limit(MOST)
    )
    found: dict[Act, tuple[str, ...]] = {}
    for row in rows:
        act = Act(row.act)
        found[act] = (*found.get(act, ()), row.text)
    return found
