"""What a person owes in the lists of 缴费管理, and the sums in 缴费统计."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.rules.money.payment_filters import DueStatus, PaymentFilters
from domain.rules.vocabulary import Grade, OrderStatus, Word


class DueAxis(Word):
    """What the lines of 缴费统计 stand for."""

    UNIT = 'unit', '按单位'
    GRADE = 'grade', '按等级'


@dataclass(frozen=True, slots=True)
class Sum:
    """A number of orders and their total amount in fen."""

    count: int = 0
    fen: int = 0

    def __add__(self, other: Sum) -> Sum:
        return Sum(self.count + other.count, self.fen + other.fen)


NOTHING = Sum()
OWED = (
    OrderStatus.DUE,
    OrderStatus.PAID,
)  # 应缴: what is still due and what was paid; at most one per application


@dataclass(frozen=True, slots=True)
class DueLine:
    """One line of 缴费统计: the sums of its orders by status. ``filters`` lists exactly these orders.

    ``below`` are the filters of the same statistics one level further down the tree, if there is one.
    """

    key: str
    title: str
    filters: PaymentFilters
    sums: Mapping[OrderStatus, Sum] = field(default_factory=dict)
    below: PaymentFilters | None = None
    to_refund: Sum = NOTHING  # 应退: a part of 已缴

    def of(self, *statuses: OrderStatus) -> Sum:
        """The sum of the orders in these statuses; of all orders if no status is given."""
        return sum((self.sums.get(status, NOTHING) for status in statuses or tuple(OrderStatus)), NOTHING)

    def filters_of(self, *statuses: OrderStatus) -> PaymentFilters:
        """The filters that list exactly the orders that ``of`` counts."""
        return replace(self.filters, standings=tuple(DueStatus(status.value) for status in statuses))

    @property
    def filters_to_refund(self) -> PaymentFilters:
        """The filters that list exactly the orders in ``to_refund``."""
        return replace(self.filters, standings=(DueStatus.TO_REFUND,))

    @property
    def rate(self) -> int | None:
        """缴费率 in tenths of a percent, by persons; rounded down, so that 100 % means everybody."""
        owed = self.of(*OWED).count
        return self.of(OrderStatus.PAID).count * 1000 // owed if owed else None


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of one axis in order, without the empty ones, and their sum."""

    axis: DueAxis
    lines: tuple[DueLine, ...]
    sum: DueLine


def table(axis: DueAxis, lines: Sequence[DueLine], filters: PaymentFilters) -> Table:
    """The table of these lines; ``filters`` lists all orders in it."""
    sums: dict[OrderStatus, Sum] = {}
    for line in lines:
        for status, part in line.sums.items():
            sums[status] = sums.get(status, NOTHING) + part
    back = sum((line.to_refund for line in lines), NOTHING)
    sum_ = DueLine('', '合计', filters, sums, to_refund=back)
    return Table(axis, tuple(line for line in lines if line.of().count), sum_)


def fitting(filters: PaymentFilters) -> PaymentFilters:
    """The filters that 缴费统计 uses: the year, 单位, 等级 and 工种; all others are left out."""
    return PaymentFilters(unit=filters.unit, grades=filters.grades, trades=filters.trades, year=filters.year)


def rate_text(rate: int | None) -> str:
    """87.5%, or — if nothing is owed."""
    return '—' if rate is None else f'{rate // 10}.{rate % 10}%'


def grade_of(value: int | None) -> Grade | None:
    """The grade for the number in a column."""
    return Grade(value) if value else None
