"""The organisations in the actor's scope, in the form the tree and the picker need."""

from __future__ import annotations

from components.forms.org_tree import Children, Find, OrgNode
from components.table.filters import Organisation
from domain.rules.actor import Actor
from domain.services.offices import organisations


async def unit_field(actor: Actor, chosen: int | None) -> Organisation:
    """The field 单位 of a search form: an organisation in scope with everything below it."""
    node = await organisations.named(actor, chosen)
    return Organisation('unit', '单位', children(actor), find(actor), _node(node) if node else None)


def children(actor: Actor) -> Children:
    """The organisations directly below one, or the actor's own at the top."""

    async def below(parent: int | None) -> list[OrgNode]:
        return [_node(node) for node in await organisations.children_of(actor, parent)]

    return below


def find(actor: Actor) -> Find:
    """Search organisations by a part of the name or the beginning of the code."""

    async def found(text: str) -> list[OrgNode]:
        return [_node(node) for node in await organisations.find(actor, text)]

    return found


def _node(node: organisations.Node) -> OrgNode:
    return OrgNode(node.id, node.name, node.above, node.leaf)
