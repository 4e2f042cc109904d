"""去年同期: how many persons of a scope had submitted and were approved now, and a year before at the same day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from domain import clock
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.lists.statistics import fitting
from domain.rules.year.same_day import same_moment
from domain.services.year.years import Year, all_years, numbered
from storage.queries.lists.application_filters import found_by
from storage.queries.lists.standings import approved_at, submitted_at


@dataclass(frozen=True, slots=True)
class Standing:
    """How many persons had submitted, and how many had got 终审通过; cancelled ones are in neither."""

    submitted: int
    approved: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """The shown year now, and the year before at the same day of the registration."""

    now: Standing
    before: Standing


async def comparison(actor: Actor, filters: ApplicationFilters) -> Comparison | None:
    """Both, within the reach of the actor and of the year, 单位 and 申报类型 in ``filters``.

    None without a year before, when one of the two has no registration, when this one has not begun, and for a 状态:
    who had it a year ago is not known. Raises NotFound for a year that does not exist.
    """
    found = await year_before(await numbered(filters.year)) if filters.year and not filters.statuses else None
    if found is None:
        return None
    before, moment = found
    asked = fitting(filters)
    return Comparison(
        await _standing(actor, asked, clock.now()),
        await _standing(actor, replace(asked, year=before.year), moment),
    )


async def approved_before(actor: Actor, year: Year) -> int | None:
    """终审通过 in the year before at the same day, within the reach of the actor; None as ``comparison``."""
    found = await year_before(year)
    if found is None:
        return None
    before, moment = found
    return await approved_at(await found_by(actor, ApplicationFilters(year=before.year)), moment).count()


async def year_before(year: Year) -> tuple[Year, datetime] | None:
    """The year before this one, and its moment that corresponds to now."""
    before = next((one for one in (await all_years()).by_id.values() if one.year == year.year - 1), None)
    if before is None or year.registration_day is None or before.registration_day is None:
        return None
    moment = same_moment(clock.now(), year.registration_day, before.registration_day)
    return (before, moment) if moment else None


async def _standing(actor: Actor, filters: ApplicationFilters, moment: datetime) -> Standing:
    rows = await found_by(actor, filters)
    return Standing(await submitted_at(rows, moment).count(), await approved_at(rows, moment).count())
