"""对账记录: the imported statements, who imported them, and the results of their rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.rules.actor import Actor
from domain.rules.lists.application_filters import Paging
from domain.rules.permissions import County
from storage.models import Statement
from storage.queries import organisations
from storage.queries.access import accounts
from storage.queries.organisations import ids_below


@dataclass(frozen=True, slots=True)
class ImportedStatement:
    """One imported statement; ``counts``: rows by verdict, empty while the import runs or when it was interrupted."""

    id: int
    label: str
    at: datetime
    office: str
    by: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class StatementPage:
    """One page of statements and how many there are in all."""

    rows: tuple[ImportedStatement, ...]
    total: int


async def listed(actor: Actor, *, paging: Paging) -> StatementPage:
    """对账记录: the statements that offices of the subtree imported, the newest first. Raises Forbidden."""
    County.require(actor)
    found = Statement.filter(organisation_id__in=ids_below(actor.path))
    rows = await found.order_by('-id').offset(paging.offset).limit(paging.size)
    offices = await organisations.names_of({row.organisation_id for row in rows})
    names = await accounts.names_of({row.account_id for row in rows})
    imported = (
        ImportedStatement(
            row.id, row.label, row.at, offices.get(row.organisation_id, ''), names.get(row.account_id, ''), row.counts
        )
        for row in rows
    )
    return StatementPage(tuple(imported), await found.count())
