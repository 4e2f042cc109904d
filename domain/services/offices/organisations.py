"""The tree of organisations as an actor may see it: never more than a page of it at a time."""

from __future__ import annotations

from dataclasses import dataclass

from domain.errors import NotFound
from domain.rules.actor import Actor
from domain.rules.query_values import title
from storage.models import Organisation
from storage.queries import organisations
from storage.queries.organisations import DIGITS
from storage.queries.spellings import of_office

MOST = 100


@dataclass(frozen=True, slots=True)
class Node:
    """One organisation of a picker: ``above`` is the name of its superior, ``leaf``: it has none below."""

    id: int
    name: str
    above: str
    leaf: bool


async def children_of(actor: Actor, parent_id: int | None) -> list[Node]:
    """The organisations directly below ``parent_id``; for None the actor's own organisation as the root."""
    if parent_id is None:
        own = await Organisation.filter(id=actor.organisation_id or 0)
        return await _nodes(own)
    parent = await organisations.in_reach(actor, parent_id)
    if parent is None:
        raise NotFound('该单位')
    return await _nodes(await organisations.directly_below(parent.id).limit(MOST))


async def find(actor: Actor, text: str) -> list[Node]:
    """Organisations in reach by a part of the name or the beginning of the code, at most a page of them."""
    keyword = title(text)
    if not keyword or not actor.path:
        return []
    rows = organisations.subtree(actor.path).filter(of_office(keyword))
    return await _nodes(await rows.order_by('path').limit(30))


async def named(actor: Actor, organisation_id: int | None) -> Node | None:
    """One organisation in reach, or None."""
    row = await organisations.in_reach(actor, organisation_id) if organisation_id else None
    return (await _nodes([row]))[0] if row else None


async def way_to(actor: Actor, organisation_id: int) -> list[int]:
    """The organisations from the actor's own down to this one, which is the last; empty when it is out of reach."""
    row = await organisations.in_reach(actor, organisation_id)
    chain = await organisations.chain_of(row) if row else []
    return [one.id for one in reversed(chain) if actor.oversees(one.path)]


async def _nodes(rows: list[Organisation]) -> list[Node]:
    above = await Organisation.filter(path__in=[row.path[:-DIGITS] for row in rows])
    names = {row.path: row.name for row in above}
    below = await Organisation.filter(parent_id__in=[row.id for row in rows]).distinct().values('parent_id')
    branches = {row['parent_id'] for row in below}
    return [Node(row.id, row.name, names.get(row.path[:-DIGITS], ''), row.id not in branches) for row in rows]
