"""缴费统计: what is owed, paid and open in a subtree, counted with the query of 网上缴费状态查询."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from domain.rules.actor import Actor
from domain.rules.money.dues import NOTHING, DueAxis, DueLine, Sum, Table, fitting, grade_of, table
from domain.rules.money.payment_filters import PaymentFilters
from domain.rules.permissions import County
from domain.rules.vocabulary import Grade, OrderStatus
from domain.services.year.years import id_of
from storage.models import Organisation
from storage.queries import organisations
from storage.queries.money.orders import grouped, orders_found, to_refund
from storage.queries.organisations import DIGITS


@dataclass(slots=True)
class Part:
    """What one unit, branch or grade has in orders of each status, and of the paid ones what is to be given back."""

    sums: dict[OrderStatus, Sum] = field(default_factory=dict)
    back: Sum = NOTHING

    def add(self, other: Part) -> None:
        for status, some in other.sums.items():
            self.sums[status] = self.sums.get(status, NOTHING) + some
        self.back += other.back

    def line(self, key: str, title: str, filters: PaymentFilters, below: PaymentFilters | None = None) -> DueLine:
        """The line of the table with these sums."""
        return DueLine(key, title, filters, self.sums, below, self.back)


async def fee_tables(actor: Actor, filters: PaymentFilters) -> dict[DueAxis, Table]:
    """Both tables of the orders in reach that ``filters`` finds; only the year, 单位, 等级 and 工种 are used.

    Every number and amount equals the result of ``order_lists.total`` with the filters of its line and statuses. Units
    are rolled up to the organisations directly below the selected one. Raises Forbidden below a county.
    """
    County.require(actor)
    filters = fitting(filters)
    by_unit: dict[int, Part] = {}
    by_grade: dict[Grade | None, Part] = {}
    year_id = await id_of(filters.year)
    found = await orders_found(actor, year_id, filters)
    parts = [(row[0], row[1], Part({OrderStatus(row[2]): _sum(row[3], row[4])})) for row in await grouped(found)]
    back = found.filter(await to_refund(year_id))
    parts += [(row[0], row[1], Part(back=_sum(row[3], row[4]))) for row in await grouped(back)]
    for unit_id, grade, part in parts:
        by_unit.setdefault(int(unit_id or 0), Part()).add(part)
        by_grade.setdefault(grade_of(grade), Part()).add(part)
    return {
        DueAxis.UNIT: table(DueAxis.UNIT, await _units(actor, filters, by_unit), filters),
        DueAxis.GRADE: table(DueAxis.GRADE, _grades(filters, by_grade), filters),
    }


def _sum(count: object, fen: object) -> Sum:
    return Sum(int(str(count)), int(str(fen or 0)))


async def _units(actor: Actor, filters: PaymentFilters, by_unit: Mapping[int, Part]) -> list[DueLine]:
    """A line for the selected organisation's own staff and one for each branch below it, in the order of the tree."""
    top = await organisations.in_reach(actor, filters.unit or actor.organisation_id or 0)
    if top is None:
        return []
    depth = len(top.path) + DIGITS
    branches: dict[str, Part] = {}
    for unit_id, path in await organisations.subtree(top.path).values_list('id', 'path'):
        branches.setdefault(str(path)[:depth], Part()).add(by_unit.get(int(unit_id), Part()))
    below = await organisations.directly_below(top.id)
    title = f'{top.name}（本级）' if below else top.name
    own = replace(filters, unit=top.id, own=bool(below))
    return [
        branches.get(top.path, Part()).line(str(top.id), title, own),
        *(_branch(filters, office, branches.get(office.path, Part())) for office in below),
    ]


def _branch(filters: PaymentFilters, office: Organisation, part: Part) -> DueLine:
    inside = replace(filters, unit=office.id)
    return part.line(str(office.id), office.name, inside, inside)


def _grades(filters: PaymentFilters, by_grade: Mapping[Grade | None, Part]) -> list[DueLine]:
    return [
        by_grade.get(grade, Part()).line(str(int(grade)), grade.full_label, replace(filters, grades=(grade,)))
        for grade in Grade
    ]
