"""去年同期: both years as they stood at the same day of their registration, counted here from the journal instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain import clock
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.vocabulary import Act, Channel, Level, Status, WindowKind
from domain.services.application import filling
from domain.services.lists import comparisons, overview
from domain.services.lists.comparisons import Comparison, Standing, comparison
from domain.services.review.decisions import Opinion, decide
from domain.services.year import years
from storage.models import Application, ExamYear, JournalEntry, Organisation, Window
from tests import town as cast
from tests.queries import counted
from tests.town import Town
from tests.years import move, window

DAY, DAYS = timedelta(days=1), 10  # of this year's registration so far
THIS, LAST = 1, 2  # ids of the years
AGO = 365 * DAY
LIVED = 3 * DAY  # before now: when the acts of a person of the town were done, all within some hours


async def last_year(length: int = 20) -> None:
    """The year before, whose registration began 365 days before this one's and lasted ``length`` days."""
    number = (await ExamYear.get(id=THIS)).year
    await ExamYear.create(id=LAST, year=number - 1, parameters={}, fees={})
    await window(THIS, WindowKind.REGISTRATION, -DAYS, 20)
    await window(LAST, WindowKind.REGISTRATION, -DAYS - 365, length - DAYS - 365)


async def lived(
    town: Town, day: float, *, unit: str = cast.SCHOOL, at: Level | Status = Level.UNIT, papers: bool = False
) -> Application:
    """Somebody of last year, whose acts up to ``at`` were done so many days after the moment compared with."""
    now = clock.now()
    clock.move_to(now - AGO + day * DAY + LIVED)
    application = await town.application(unit=unit, at=at, papers=papers)
    await move(LAST, application.id)
    clock.move_to(now)
    return application


async def told(town: Town, login: str, **filters: object) -> Comparison | None:
    year = (await ExamYear.get(id=THIS)).year
    return await comparison(town.actor(login), ApplicationFilters.read({**filters, 'year': year}))


async def from_the_journal(town: Town, login: str, year_id: int, moment: datetime) -> Standing:
    """The same counted act by act: who had submitted and was approved, and whose qualification was not cancelled."""
    path = town.organisations[login].path
    units = {one.id for one in await Organisation.all() if one.path.startswith(path)}
    people = await Application.filter(year_id=year_id)
    last: dict[int, list[Act]] = {one.id: [] for one in people if one.unit_id in units}
    for entry in await JournalEntry.filter(at__lte=moment).order_by('application_id', 'sequence'):
        if entry.application_id in last:
            last[entry.application_id].append(entry.act)
    there = {id_: acts for id_, acts in last.items() if Act.CANCEL not in acts}
    final = {one.id: len(one.route) for one in people}
    return Standing(
        sum(Act.SUBMIT in acts for acts in there.values()),
        sum(_approved(acts, final[id_]) for id_, acts in there.items()),
    )


def _approved(acts: Iterable[Act], stages: int) -> bool:
    """Whether every stage approved since the last submission."""
    since = 0
    for act in acts:
        since = {Act.SUBMIT: 0, Act.APPROVE: since + 1, Act.UNDO: since - 1}.get(act, since)
    return stages > 0 and since == stages


async def test_both_years_are_counted_as_they_stood_that_day(town: Town) -> None:
    await last_year()
    for unit, at in ((cast.SCHOOL, Status.APPROVED), (cast.HOSPITAL, Level.COUNTY), (cast.OTHER_SCHOOL, Level.UNIT)):
        await town.application(unit=unit, at=at)
    await town.application(at=Status.DRAFT)
    for day in (-4, -1, 1, 4):  # two before that day, two after it
        await lived(town, day)
        await lived(town, day, unit=cast.OTHER_SCHOOL, at=Status.APPROVED)
    await lived(town, -2, at=Status.DRAFT)
    now = clock.now()
    for login in (cast.PROVINCE, cast.CITY, cast.COUNTY, cast.OTHER_COUNTY, cast.SCHOOL, cast.OTHER_CITY):
        found = await told(town, login)
        assert found == Comparison(
            await from_the_journal(town, login, THIS, now), await from_the_journal(town, login, LAST, now - AGO)
        ), login
    assert await told(town, cast.COUNTY) == Comparison(Standing(2, 1), Standing(2, 0))
    assert await told(town, cast.OTHER_COUNTY) == Comparison(Standing(1, 0), Standing(2, 2))


async def test_who_submitted_again_later_had_submitted_that_day(town: Town) -> None:
    await last_year()
    returned, now = await lived(town, -5, at=Status.RETURNED, papers=True), clock.now()
    clock.move_to(now - AGO + DAY)
    again = await filling.submit(town.applicant(returned), returned.id, seen=returned.version)
    clock.move_to(now)
    assert again.submitted_at is not None
    assert again.submitted_at > now - AGO
    found = await told(town, cast.COUNTY)
    assert found is not None
    assert found.before == Standing(1, 0) == await from_the_journal(town, cast.COUNTY, LAST, now - AGO)


@pytest.mark.parametrize(('day', 'counted_still'), [(-1, 0), (1, 1)])
async def test_who_was_cancelled_since_is_counted_as_on_that_day(town: Town, day: int, counted_still: int) -> None:
    await last_year()
    row, now = await lived(town, -3, at=Status.APPROVED), clock.now()
    clock.move_to(now - AGO + day * DAY)
    await decide(town.actor(cast.CITY), row.id, Act.CANCEL, Opinion('弄虚作假'), seen=row.version)
    clock.move_to(now)
    found = await told(town, cast.COUNTY)
    assert found is not None
    assert found.before == Standing(counted_still, counted_still)


async def test_a_shorter_registration_of_last_year_had_ended_by_then(town: Town) -> None:
    await last_year(length=3)
    for day in (-DAYS + 1, -DAYS + 2):
        await lived(town, day)
    found = await told(town, cast.COUNTY)
    assert found is not None
    assert found.before.submitted == 2


async def test_only_the_chosen_unit_and_kind_are_compared(town: Town) -> None:
    await last_year()
    await lived(town, -1)
    relaxed = await lived(town, -1, unit=cast.HOSPITAL)
    await Application.filter(id=relaxed.id).update(channel=Channel.SUPPLEMENTARY)
    for filters in ({'unit': str(town.organisations[cast.HOSPITAL].id)}, {'channels': [Channel.SUPPLEMENTARY.value]}):
        found = await told(town, cast.COUNTY, **filters)
        assert found is not None
        assert found.before == Standing(1, 0)
    foreign = await told(town, cast.OTHER_COUNTY, unit=str(town.organisations[cast.HOSPITAL].id))
    assert foreign == Comparison(Standing(0, 0), Standing(0, 0))


async def test_nothing_is_compared_without_a_last_year_or_its_registration(town: Town) -> None:
    assert await told(town, cast.COUNTY) is None
    await last_year()
    assert await told(town, cast.COUNTY) is not None
    assert await told(town, cast.COUNTY, statuses=[Status.APPROVED.value]) is None
    await window(THIS, WindowKind.REGISTRATION, 5, 20)  # it has not begun
    assert await told(town, cast.COUNTY) is None
    await window(THIS, WindowKind.REGISTRATION, -DAYS, 20)
    await Window.filter(year_id=LAST).delete()
    years.forget()
    assert await told(town, cast.COUNTY) is None
    assert (
        await comparison(town.actor(cast.COUNTY), ApplicationFilters(year=(await ExamYear.get(id=LAST)).year)) is None
    )


async def test_the_home_page_compares_who_was_approved(town: Town) -> None:
    year = await years.current_year()
    assert (await overview.counts(town.actor(cast.COUNTY), year)).approved_before is None
    await last_year()
    await lived(town, -1, at=Status.APPROVED)
    await lived(town, 1, at=Status.APPROVED)
    year = await years.current_year()
    assert (await overview.counts(town.actor(cast.COUNTY), year)).approved_before == 1
    assert (await overview.counts(town.actor(cast.OTHER_COUNTY), year)).approved_before == 0
    unset = replace(year, windows=())
    assert await comparisons.approved_before(town.actor(cast.COUNTY), unset) is None


async def test_more_persons_cost_no_more_queries(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    await last_year()
    sent = []
    for _ in range(3):
        await lived(town, -1, at=Status.APPROVED)
        await told(town, cast.COUNTY)
        with counted(monkeypatch) as statements:
            await told(town, cast.COUNTY)
        sent.append(len(statements))
    assert sent[0] == sent[2] <= 7
