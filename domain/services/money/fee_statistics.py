"""缴费统计: what is owed, paid and open in a subtree, counted with the query of 网上缴费状态查询."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from domain.rules.actor import Actor
from domain.rules.money.dues import NOTHING, DueAxis, DueLine, Sum, Table, fitting, grade_of, table
from domain.rules.money.payment_filters import PaymentFilters
from domain.rules.permissions import County
from domain.rules.vocabulary import Grade, OrderStatus
from domain.services.year.years import id_of
from storage.models import Organisation
from storage.queries import organisations
from storage.queries.money.orders import grouped, orders_found
from storage.queries.organisations import DIGITS

Sums = dict[OrderStatus, Sum]


async def fee_tables(actor: Actor, filters: PaymentFilters) -> dict[DueAxis, Table]:
    """Both tables of the orders in reach that ``filters`` finds; only the year, 单位, 等级 and 工种 are used.

    Every number and amount equals the result of ``order_lists.total`` with the filters of its line and statuses. Units
    are rolled up to the organisations directly below the selected one. Raises Forbidden below a county.
    """
    County.require(actor)
    filters = fitting(filters)
    by_unit: dict[int, Sums] = {}
    by_grade: dict[Grade | None, Sums] = {}
    found = await orders_found(actor, await id_of(filters.year), filters)
    for unit_id, grade, status, n, fen in await grouped(found):
        part = Sum(int(n), int(fen or 0))
        _add(by_unit.setdefault(int(unit_id or 0), {}), OrderStatus(status), part)
        _add(by_grade.setdefault(grade_of(grade), {}), OrderStatus(status), part)
    return {
        DueAxis.UNIT: table(DueAxis.UNIT, await _units(actor, filters, by_unit), filters),
        DueAxis.GRADE: table(DueAxis.GRADE, _grades(filters, by_grade), filters),
    }


def _add(sums: Sums, status: OrderStatus, part: Sum) -> None:
    sums[status] = sums.get(status, NOTHING) + part


async def _units(actor: Actor, filters: PaymentFilters, by_unit: Mapping[int, Sums]) -> list[DueLine]:
    """A line for the selected organisation's own staff and one for each branch below it, in the order of the tree."""
    top = await organisations.in_reach(actor, filters.unit or actor.organisation_id or 0)
    if top is None:
        return []
    depth = len(top.path) + DIGITS
    branches: dict[str, Sums] = {}
    for unit_id, path in await organisations.subtree(top.path).values_list('id', 'path'):
        for status, part in by_unit.get(int(unit_id), {}).items():
            _add(branches.setdefault(str(path)[:depth], {}), status, part)
    below = await organisations.directly_below(top.id)
    title = f'{top.name}（本级）' if below else top.name
    own = DueLine(str(top.id), title, replace(filters, unit=top.id, own=bool(below)), branches.get(top.path, {}))
    return [own, *(_branch(filters, office, branches.get(office.path, {})) for office in below)]


def _branch(filters: PaymentFilters, office: Organisation, sums: Sums) -> DueLine:
    inside = replace(filters, unit=office.id)
    return DueLine(str(office.id), office.name, inside, sums, inside)


def _grades(filters: PaymentFilters, by_grade: Mapping[Grade | None, Sums]) -> list[DueLine]:
    return [
        DueLine(str(int(grade)), grade.full_label, replace(filters, grades=(grade,)), by_grade.get(grade, {}))
        for grade in Grade
    ]
