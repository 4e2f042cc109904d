"""The journal with filters: days of Henan, whole names and logins, and offices with everything below them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.rules.lists.audit_filters import SYSTEM, AuditFilters
from domain.rules.vocabulary import Act, Level
from storage.models import Account, Application, JournalEntry
from storage.queries.lists import audit
from tests import town as cast
from tests.town import Town


async def chains(town: Town, login: str = cast.PROVINCE, **filters: Any) -> set[str]:
    found = await audit.entries(town.actor(login), AuditFilters(**filters))
    return {entry.chain for entry in await found}


async def entry(town: Town, name: str, at: datetime, login: str | None = cast.SCHOOL) -> str:
    """An entry with this name as its chain."""
    account = town.accounts[login] if login else None
    await JournalEntry.create(
        chain=name, sequence=1, account_id=account and account.id, actor='x', hash='', act=Act.EXPORT, at=at,
        organisation_id=account and account.organisation_id,
    )  # fmt: skip
    return name


async def test_the_days_are_those_of_henan_and_the_last_one_is_included(town: Town) -> None:
    for name, at in (
        ('before', datetime(2026, 2, 28, 15, 59, 59, tzinfo=UTC)),
        ('first', datetime(2026, 2, 28, 16, 0, tzinfo=UTC)),
        ('last', datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC)),
        ('after', datetime(2026, 3, 2, 16, 0, tzinfo=UTC)),
    ):
        await entry(town, name, at)
    first, last = date(2026, 3, 1), date(2026, 3, 2)
    assert await chains(town, first=first, last=last) == {'first', 'last'}
    assert await chains(town, first=first) == {'first', 'last', 'after'}
    assert await chains(town, last=last) == {'before', 'first', 'last'}


async def test_a_person_is_found_by_part_of_the_name_or_the_beginning_of_the_login(town: Town) -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    for login in (cast.COUNTY, cast.COUNTY_REVIEWER, cast.SCHOOL, None):
        await entry(town, login or 'nobody', now, login)
    await Account.filter(login=cast.SCHOOL).update(name='赵𬭎')
    assert await chains(town, who='𬭎') == {cast.SCHOOL}
    assert await chains(town, who='410327-sh') == {cast.COUNTY_REVIEWER}
    assert await chains(town, who=cast.COUNTY) == {cast.COUNTY, cast.COUNTY_REVIEWER, cast.SCHOOL}
    assert await chains(town, who=SYSTEM) == {'nobody'}
    assert await chains(town, who='无此人') == set()


async def test_a_name_of_very_many_is_searched_among_some_of_them(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    for login in (cast.COUNTY, cast.SCHOOL):
        await entry(town, login, datetime(2026, 3, 1, tzinfo=UTC), login)
    await Account.filter(login__in=[cast.COUNTY, cast.SCHOOL]).update(name='同名')
    monkeypatch.setattr(audit, 'MOST_PEOPLE', 1)
    assert len(await chains(town, who='同名')) == 1


async def test_an_office_means_all_of_its_subtree_and_only_within_reach(town: Town) -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    for login in (cast.COUNTY, cast.SCHOOL, cast.OTHER_SCHOOL):
        await entry(town, login, now, login)
    county, other = town.organisations[cast.COUNTY].id, town.organisations[cast.OTHER_COUNTY].id
    assert await chains(town, office=county) == {cast.COUNTY, cast.SCHOOL}
    assert await chains(town, cast.COUNTY, office=county) == {cast.COUNTY, cast.SCHOOL}
    assert await chains(town, cast.COUNTY, office=other) == set()
    assert await chains(town, office=10**6) == set()


async def test_a_number_and_an_act_are_exact_and_all_filters_hold_together(town: Town) -> None:
    one, other = await town.application(at=Level.COUNTY), await town.application(at=Level.COUNTY)
    mine = f'application:{one.id}'
    assert await chains(town, number=one.number) == {mine}
    assert await chains(town, number=one.number[:-1]) == set()
    assert await chains(town, acts=(Act.SUBMIT,)) == {mine, f'application:{other.id}'}
    assert await chains(town, acts=(Act.SUBMIT, Act.APPROVE), number=one.number, who=cast.SCHOOL) == {mine}
    assert await chains(town, acts=(Act.SUBMIT,), number=one.number, who=cast.SCHOOL) == set()  # the person submitted
    assert await chains(town) == {mine, f'application:{other.id}'}
    assert await Application.all().count() == 2
