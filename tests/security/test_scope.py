"""A2: random people try random acts on random objects, and an oracle that shares no code gives the expected result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from random import Random
from typing import Any

import pytest
from tortoise.expressions import Q

from domain.errors import Forbidden, NotFound, Refusal
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.vocabulary import Act, Level, Status
from domain.services.access import sessions
from domain.services.lists import application_lists
from domain.services.review import claims, id_check
from storage.models import Account, Claim, Organisation
from tests import branches
from tests import town as cast
from tests.security import scope_acts as acts
from tests.security import scope_lists
from tests.security.oracle import FORBIDDEN, LINES, MAY, MISSING, Row, Somebody, World
from tests.security.scope_rows import Kind, populate, world_of
from tests.town import Town

TRIES = 600
YEARS = 3  # see ``populate``
NOWHERE = 900_000  # no row has this id
Table = Mapping[Kind, Mapping[str, acts.Try]]
TABLE: Table = {
    Kind.APPLICATION: acts.ON_APPLICATIONS, Kind.OPINION: acts.ON_OPINIONS, Kind.MARK: acts.ON_MARKS,
    Kind.FILE: acts.ON_FILES, Kind.DEFERRAL: acts.ON_DEFERRALS, Kind.ORDER: acts.ON_ORDERS,
    Kind.BUNDLE: acts.ON_BUNDLES, Kind.RECEIPT: acts.ON_RECEIPTS, Kind.ACCOUNT: acts.ON_ACCOUNTS,
    Kind.UNIT: acts.ON_UNITS,
}  # fmt: skip


async def test_random_people_may_do_exactly_what_the_specification_says(
    town: Town, figure: Callable[[str], None]
) -> None:
    figure(f'A2 {await wander(town, Random(11), TRIES)}')


async def test_the_year_of_an_address_never_widens_a_list(town: Town, figure: Callable[[str], None]) -> None:
    """Every list shows exactly those of the own subtree in the year asked for, and of a year without rows nobody."""
    dice = Random(13)
    await populate(town, dice)
    rows, parents = await scope_lists.people(), dict(await Organisation.all().values_list('id', 'parent_id'))
    world, years = World(parents, {row['id']: row for row in rows}), sorted({row['year'] for row in rows})
    assert len(years) == YEARS
    asked, found, differences = 0, 0, list[tuple[object, ...]]()
    for account in await _of_every_kind(rows, dice):
        actor, who = sessions.actor_from(account), _as_told(account)
        for name, one in scope_lists.LISTS.items():
            seen = [row for row in rows if one.whose(who) and one.fits(who, row) and world.sees(who, row)]
            for year, unit in product((None, *years, 1999), (None, dice.choice(list(parents)))):
                reached = who.works and who.office in world.above(unit)
                expected = {
                    row['id']
                    for row in seen
                    if year in (None, row['year']) and (not unit or (reached and unit in world.above(row['unit_id'])))
                }
                answer = await scope_lists.shown(one, actor, {'year': str(year or ''), 'unit': str(unit or '')})
                asked, found = asked + 1, found + len(answer)
                if answer != expected:
                    differences.append((name, account.login, year, unit, answer ^ expected))
    assert differences == []
    assert found > asked  # the lists are not empty
    figure(f'A2 {asked} lists of {YEARS} years as every kind of actor: 0 differences from the oracle')


async def _of_every_kind(rows: Sequence[Row], dice: Random) -> list[Account]:
    """An administrator of each level and of a branch, a reviewer, and an applicant of each year."""
    logins = (cast.SCHOOL, cast.DEPARTMENT, cast.COUNTY, cast.COUNTY_REVIEWER, cast.CITY, cast.PROVINCE)
    applicants = {row['year']: row['applicant_id'] for row in dice.sample(rows, len(rows))}
    wanted = Q(login__in=[*logins, branches.AIRPORT]) | Q(id__in=list(applicants.values()))
    return await Account.filter(wanted).order_by('id').select_related('organisation')


async def test_an_applicant_sees_neither_the_desk_nor_the_people_of_the_unit(town: Town) -> None:
    """An applicant belongs to the same organisation as the unit's administrator: membership alone gives no rights."""
    own = await town.application(at=Level.UNIT)
    other = await town.application(at=Status.REJECTED)
    person = sessions.actor_from(await Account.get(id=own.applicant_id).select_related('organisation'))
    assert (person.organisation_id, person.path) == (own.unit_id, '')
    everything, first = ApplicationFilters(), Paging()
    assert (await application_lists.desk(person, senior=False, filters=everything, paging=first)).total == 0
    assert await application_lists.desk_count(person, senior=False) == 0
    for act in (Act.APPROVE, Act.REJECT):
        assert (await application_lists.records(person, act, filters=ApplicationFilters(), paging=Paging())).total == 0
    assert await claims.claim(person, own.id) is None
    assert await Claim.all().count() == 0
    found = await application_lists.search(person, filters=ApplicationFilters(), paging=Paging())
    assert [row.id for row in found.rows] == [own.id]
    assert other.unit_id == own.unit_id
    with pytest.raises(Forbidden):
        await id_check.verify(person, own.id, own.id_number, seen=own.version)


async def wander(town: Town, dice: Random, tries: int) -> str:
    """Try, compare and return the figure; fails and lists every difference."""
    await populate(town, dice)
    assert {name for some in TABLE.values() for name in some} == LINES.keys()
    came, differences = Counter[str](), list[tuple[object, ...]]()
    for _ in range(tries):
        kind = dice.choice([*TABLE, Kind.APPLICATION, Kind.APPLICATION, Kind.ORDER])
        name = dice.choice(list(TABLE[kind]))
        found = await world_of(kind, dice)
        account = await Account.get(id=found.somebody(dice)).select_related('organisation')
        if not account.enabled:
            continue
        actor, who = sessions.actor_from(account), _as_told(account)
        # There may be no ticket yet, and no original any more: then the answer is "missing" for everybody.
        there = {'print': found.world.ticket, 'save original': found.row.get('original')}
        seen = found.seen_by(who) and bool(there.get(name, True))
        expected = LINES[name].answers(found.world, who, found.row, seen=seen)
        answer, said = await _tried(TABLE[kind][name], actor, found.number, found.row)
        came[answer] += 1
        if answer not in expected:
            differences.append((name, account.login, kind, found.row, said, expected))
        elif not found.seen_by(who):
            twin = await _tried(TABLE[kind][name], actor, NOWHERE, found.row)
            if twin != (answer, said):
                differences.append((name, account.login, 'foreign is not like missing', said, twin[1]))
    assert differences == []
    return f'{came.total()} acts of random people: {dict(came)}, 0 differences; foreign and missing alike to the byte'


def _as_told(account: Account) -> Somebody:
    level = account.organisation.level.value if account.organisation else ''
    return Somebody(account.id, account.role.value, account.organisation_id or 0, level, account.id_number)


async def _tried(attempt: acts.Try, actor: Actor, number: int, row: Mapping[str, Any]) -> tuple[str, str]:
    try:
        await attempt(actor, number, row)
    except NotFound as refusal:
        return MISSING, f'{type(refusal).__name__} {refusal}'
    except Forbidden as refusal:
        return FORBIDDEN, f'{type(refusal).__name__} {refusal}'
    except Refusal as refusal:
        return MAY, f'{type(refusal).__name__} {refusal}'
    return MAY, ''
