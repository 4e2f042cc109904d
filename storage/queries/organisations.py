"""Reading the tree: subtrees as ranges of paths, and the ancestors of a unit."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from domain.rules.actor import Actor
from domain.rules.year.applying import Cohort
from storage.models import Organisation

DIGITS = 4  # of the path, per level


def upper_bound(path: str) -> str:
    """The first text after every path of the subtree: paths are digits only, which sort the same in every collation."""
    return str(int(path) + 1).zfill(len(path))


def subtree(path: str) -> QuerySet[Organisation]:
    """The organisation with this path and everything below it."""
    return Organisation.filter(path__gte=path, path__lt=upper_bound(path))


def ids_below(path: str) -> Subquery:
    """The subtree's ids, to be used as ``unit_id__in=…``."""
    return Subquery(subtree(path).values('id'))


def of_cohort(cohort: Cohort, way: str = '') -> Q:
    """The rows of this cohort, by the columns ``grade`` and ``unit_id`` at the end of ``way``, as in application__."""
    asked: dict[str, Any] = {}
    if cohort.grades:
        asked[f'{way}grade__in'] = [int(grade) for grade in cohort.grades.grades]
    if cohort.area:
        asked[f'{way}unit_id__in'] = ids_below(cohort.area)
    others: list[dict[str, Any]] = [{f'{way}unit_id__in': ids_below(other)} for other in cohort.others]
    return Q(Q(**asked), *(~Q(**other) for other in others))


def directly_below(organisation_id: int | None) -> QuerySet[Organisation]:
    """The organisations directly below this one in the order of every list: cities, counties, departments, units.

    The words of these levels are in this order as texts. Each level is in the order of its paths, which is that of
    adding: a branch added later stands before the departments of the province, not behind them.
    """
    return Organisation.filter(parent_id=organisation_id).order_by('level', 'path')


def paths_upward(path: str) -> list[str]:
    """The paths of an organisation and of all above it, its own path first."""
    return [path[:end] for end in range(len(path), 0, -DIGITS)]


async def chain_of(organisation: Organisation) -> list[Organisation]:
    """The organisation itself and its superiors, up to the province."""
    found = {row.path: row for row in await Organisation.filter(path__in=paths_upward(organisation.path))}
    return [found[path] for path in paths_upward(organisation.path) if path in found]


async def in_reach(actor: Actor, organisation_id: int) -> Organisation | None:
    """The organisation if it is in the actor's subtree."""
    if not actor.path:
        return None
    return await subtree(actor.path).get_or_none(id=organisation_id)


async def paths_of(ids: Collection[int]) -> dict[int, str]:
    """Id to path of these organisations."""
    rows = await Organisation.filter(id__in=list(ids)).values_list('id', 'path') if ids else []
    return {int(row[0]): str(row[1]) for row in rows}


async def path_of(organisation_id: int) -> str:
    """The path of one organisation that exists."""
    return (await paths_of([organisation_id]))[organisation_id]


async def names_of(ids: set[int]) -> dict[int, str]:
    """Id to name, for a page of rows."""
    rows = await Organisation.filter(id__in=list(ids)).values_list('id', 'name') if ids else []
    return {int(row[0]): str(row[1]) for row in rows}
