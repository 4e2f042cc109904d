"""信息统计: the four cross tables of a subtree, counted with the query of 报名信息查询."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters, Blank
from domain.rules.lists.statistics import Cross, StatisticsAxis, StatisticsLine, crossed, fitting
from domain.rules.permissions import Administrator
from domain.rules.vocabulary import Grade, Level, Status, stage_label
from domain.services.year.years import trade_names
from storage.models import Organisation
from storage.queries import organisations
from storage.queries.lists.application_filters import found_by
from storage.queries.lists.statistics import DAY, counted_by
from storage.queries.organisations import DIGITS

K = TypeVar('K', bound=Hashable)
Numbers = dict[Grade | None, int]
# In the order of the workflow: the stages of the review are between 未提交 and the final statuses.
STANDINGS: tuple[tuple[Status, Level | None], ...] = (
    (Status.DRAFT, None),
    *((Status.IN_REVIEW, level) for level in reversed(Level)),
    *((status, None) for status in (Status.RETURNED, Status.REJECTED, Status.APPROVED, Status.CANCELLED)),
)


async def cross_tables(actor: Actor, filters: ApplicationFilters) -> dict[StatisticsAxis, Cross]:
    """All four tables for the applications in reach that ``filters`` finds; only 单位, 状态 and 申报类型 are used.

    Every number equals the total of ``application_lists.search`` with the filters of its line and grade. Units are
    rolled up to the organisations directly below the selected one. Raises Forbidden except for an administrator.
    """
    Administrator.require(actor)
    filters = fitting(filters)
    rows = await found_by(actor, filters)
    # Few groups out of many rows, read from the index of the search; one query for all four tables would return
    # nearly as many groups as there are rows. The tree and the labels are added to the groups here.
    units, days = await counted_by(rows, 'unit_id', 'grade'), await counted_by(rows, DAY, 'grade')
    # The stage first: grouped by status or trade first, SQLite uses an index without the stage and reads every row.
    both = await counted_by(rows, 'stage', 'trade', 'status', 'grade')
    lines = {
        StatisticsAxis.UNIT: await _units(actor, filters, _gathered(units)),
        StatisticsAxis.TRADE: await _trades(filters, _gathered((trade, grade, n) for _, trade, _, grade, n in both)),
        StatisticsAxis.STATUS: _standings(
            filters, _gathered((_standing(at, stage), grade, n) for stage, _, at, grade, n in both)
        ),
        StatisticsAxis.DAY: _days(filters, _gathered(days)),
    }
    return {axis: crossed(axis, lines[axis], filters) for axis in StatisticsAxis}


def _gathered(rows: Iterable[tuple[K, int | None, int]]) -> dict[K, Numbers]:
    """Key, grade and number, grouped by key."""
    gathered: dict[K, Numbers] = {}
    for key, grade, number in rows:
        _add(gathered.setdefault(key, {}), Grade(grade) if grade else None, number)
    return gathered


def _add(numbers: Numbers, grade: Grade | None, number: int) -> None:
    numbers[grade] = numbers.get(grade, 0) + number


async def _units(actor: Actor, filters: ApplicationFilters, by_unit: Mapping[int, Numbers]) -> list[StatisticsLine]:
    """A line for the selected organisation's own staff and one for each branch below it, in the order of the tree."""
    top = await organisations.in_reach(actor, filters.unit or actor.organisation_id or 0)
    if top is None:
        return []
    depth = len(top.path) + DIGITS
    branches: dict[str, Numbers] = {}
    for unit_id, path in await organisations.subtree(top.path).values_list('id', 'path'):
        for grade, number in by_unit.get(int(unit_id), {}).items():
            _add(branches.setdefault(str(path)[:depth], {}), grade, number)
    below = await organisations.directly_below(top.id)
    leaf = not below
    own = StatisticsLine(
        str(top.id),
        top.name if leaf else f'{top.name}（本级）',
        replace(filters, unit=top.id, own=not leaf),
        branches.get(top.path, {}),
    )
    return [own, *(_branch(filters, office, branches.get(office.path, {})) for office in below)]


def _branch(filters: ApplicationFilters, office: Organisation, numbers: Numbers) -> StatisticsLine:
    inside = replace(filters, unit=office.id)
    return StatisticsLine(str(office.id), office.name, inside, numbers, inside)


async def _trades(filters: ApplicationFilters, by_trade: Mapping[str, Numbers]) -> list[StatisticsLine]:
    names = await trade_names()
    order = [*names, *(code for code in sorted(by_trade) if code and code not in names)]
    lines = [
        StatisticsLine(code, names.get(code, code), replace(filters, trades=(code,)), by_trade[code])
        for code in order
        if code in by_trade
    ]
    unnamed = replace(filters, blanks=(Blank.TRADE,))
    return [*lines, StatisticsLine(Blank.TRADE, Blank.TRADE.label, unnamed, by_trade.get('', {}))]


def _standing(status: Status, stage: Level | None) -> tuple[Status, Level | None]:
    """The stage has a meaning only while the application is in review."""
    return status, stage if status is Status.IN_REVIEW else None


def _standings(
    filters: ApplicationFilters, by_standing: Mapping[tuple[Status, Level | None], Numbers]
) -> list[StatisticsLine]:
    return [
        StatisticsLine(
            f'{status.value}.{stage.value if stage else ""}',
            stage_label(stage) if stage else status.label,
            replace(filters, statuses=(status,), stages=(stage,) if stage else ()),
            by_standing.get((status, stage), {}),
        )
        for status, stage in STANDINGS
    ]


def _days(filters: ApplicationFilters, by_day: Mapping[str | None, Numbers]) -> list[StatisticsLine]:
    """The days with submissions, the newest first; a corrected application counts on the day it was submitted again."""
    lines = []
    for text in sorted((day for day in by_day if day), reverse=True):
        day = date.fromisoformat(text)
        lines.append(StatisticsLine(text, text, replace(filters, submitted_from=day, submitted_to=day), by_day[text]))
    never = replace(filters, blanks=(Blank.SUBMISSION,))
    return [*lines, StatisticsLine(Blank.SUBMISSION, Blank.SUBMISSION.label, never, by_day.get(None, {}))]
