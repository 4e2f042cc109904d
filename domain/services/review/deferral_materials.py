"""The files of one deferral, uploaded or allowed: the deferred materials, and the unit's promise."""

from __future__ import annotations

from dataclasses import dataclass

from domain.rules.actor import Actor
from domain.rules.vocabulary import MaterialKind
from domain.services.application import materials
from domain.services.application_record import in_reach
from domain.services.review.deferral_ledger import LedgerEntry, entry_of
from storage.models import Material


@dataclass(frozen=True, slots=True)
class Supply:
    """One material of a deferral with its files; ``refusal`` is empty when the reader may add some."""

    kind: MaterialKind
    files: tuple[Material, ...]
    refusal: str


async def supplies_of(actor: Actor, deferral_id: int) -> tuple[LedgerEntry, tuple[Supply, ...]]:
    """The deferral and its materials, the deferred ones first (1-domain §5). Raises NotFound."""
    entry = await entry_of(actor, deferral_id)
    application = await in_reach(actor, entry.application_id)
    files = await materials.of(actor, application.id)
    kinds = dict.fromkeys((*entry.items, MaterialKind.PROMISE))
    return entry, tuple(
        [
            Supply(
                kind,
                tuple(file for file in files if file.kind is kind),
                await materials.may_touch(actor, application, kind),
            )
            for kind in kinds
        ]
    )
