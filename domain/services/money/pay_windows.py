"""The payment windows of orders, which depend on year, grade and area."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tortoise.expressions import Q

from domain import clock
from domain.rules.vocabulary import GradeRange, WindowKind
from domain.rules.year.applying import Cohort, Span, common, groups
from domain.rules.year.windows import matching, open_now
from domain.services.year.years import all_years, year_of
from storage.models import PaymentOrder
from storage.queries.organisations import of_cohort, paths_of

Case = tuple[int | None, int | None, int | None]  # year, grade and unit of an order


async def windows_of(orders: Sequence[PaymentOrder]) -> tuple[Span, ...]:
    """The payment windows that hold for all of these orders: a bundle can be paid while each of them can."""
    return shared(await _sets(orders))


async def payable_together(orders: Sequence[PaymentOrder]) -> bool:
    """Whether there is a time at which all of these can be paid; where no time has been set yet, one may come."""
    sets = await _sets(orders)
    return not all(sets) or bool(shared(sets))


async def payable_now() -> Q:
    """The applications (of all years) whose orders can be paid now."""
    found = Q(id__in=[])
    for year_id, group in await _open_groups():
        found |= Q(of_cohort(group), year_id=year_id)
    return found


async def payable_years(path: str) -> list[int]:
    """The years in which somebody below the organisation with ``path`` can pay now."""
    return list(dict.fromkeys(year_id for year_id, group in await _open_groups() if group.meets(path)))


async def _open_groups() -> list[tuple[int, Cohort]]:
    """Who can pay now, of which year."""
    now = clock.now()
    return [
        (year.id, group)
        for year in (await all_years()).by_id.values()
        for group, windows in groups(year.windows, WindowKind.PAYMENT)
        if open_now(windows, WindowKind.PAYMENT, now)
    ]


async def windows_by_case(rows: Iterable[Case]) -> Mapping[Case, tuple[Span, ...]]:
    """The payment windows of each of these cases."""
    wanted = set(rows)
    paths = await paths_of({unit_id for _, _, unit_id in wanted if unit_id})
    known: dict[tuple[int | None, GradeRange | None, str], tuple[Span, ...]] = {}
    found: dict[Case, tuple[Span, ...]] = {}
    for year_id, grade, unit_id in wanted:
        key = (year_id, GradeRange.of(grade) if grade else None, paths.get(unit_id or 0, ''))
        if key not in known:
            windows = (await year_of(year_id)).windows_for(grade, key[-1])
            known[key] = tuple(matching(windows, WindowKind.PAYMENT))
        found[year_id, grade, unit_id] = known[key]
    return found


async def _sets(orders: Sequence[PaymentOrder]) -> list[tuple[Span, ...]]:
    rows = [(order.year_id, order.grade, order.unit_id) for order in orders]
    return list((await windows_by_case(rows)).values())


def shared(sets: Iterable[tuple[Span, ...]]) -> tuple[Span, ...]:
    """The periods in which all of these hold."""
    first, *others = dict.fromkeys(sets)
    for other in others:
        first = common(first, other)
    return first
