"""用户管理 and 本级审核员管理: who is listed, what is refused, what a reset does, and how open sessions end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest

from domain import clock, events
from domain.errors import Forbidden, InUse, Invalid, NotFound, SignedOut, Unmet
from domain.events import Event, OfficeChanged, SessionsEnded
from domain.rules.lists.application_filters import Paging
from domain.rules.offices.office_filters import AccountFilters
from domain.rules.vocabulary import AccountState, Act, Role
from domain.services import journal
from domain.services.access import own_account, password_hashing, sessions, sign_in
from domain.services.access.sign_in import redeem
from domain.services.offices import office_lists
from domain.services.offices.account_changes import AccountForm, add_reviewer, delete, edit, opened, reset_password
from storage.models import Account, JournalEntry, Organisation, Session, SignInFailure
from tests import town as cast
from tests.queries import counted
from tests.town import Town

ALL, FIRST, WORD = AccountFilters(), Paging(size=50), 'Kaohe@2026'
NEW = AccountForm('王小明', '13900000001')


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    password_hashing.prepare('00' * 32, cost=4)
    monkeypatch.setattr(sign_in, 'REFUSAL_SECONDS', 0)


@pytest.fixture
def heard() -> Iterator[list[Event]]:
    news: list[Event] = []
    leave = events.subscribe(news.append)
    yield news
    leave()


async def acts() -> list[Act]:
    return [entry.act for entry in await JournalEntry.filter(application_id=None).order_by('id')]


async def signed_in(login: str) -> str:
    """The key of a session of this account, which has a password now."""
    await Account.filter(login=login).update(password_hash=password_hashing.hash_at_once(WORD))
    token = await sessions.open_session(await Account.get(login=login), '127.0.0.1', 'test', restricted=False)
    return await sessions.find(token)


async def test_the_list_is_the_subtree_without_ones_own_administrator(town: Town) -> None:
    application = await town.application(cast.SCHOOL)
    listed = await office_lists.managed_accounts(town.actor(cast.COUNTY), ALL, FIRST)
    logins = {row.login for row in listed.rows}
    assert listed.total == len(listed.rows) == len(logins)
    assert {cast.COUNTY_REVIEWER, cast.DEPARTMENT, cast.SCHOOL, '410327001000-sh01'} <= logins
    assert not logins & {cast.COUNTY, cast.CITY, cast.OTHER_SCHOOL, cast.OTHER_COUNTY, application.id_number}
    masked = f'{application.id_number[:6]}********{application.id_number[14:]}'
    assert masked in logins
    assert application.mobile not in str(listed)


async def test_another_county_sees_and_counts_nothing_of_it(town: Town) -> None:
    await town.application(cast.SCHOOL)
    other, school = town.actor(cast.OTHER_COUNTY), town.organisations[cast.SCHOOL].id
    for filters in (AccountFilters(unit=school), AccountFilters('410327'), AccountFilters(roles=(Role.REVIEWER,))):
        assert await office_lists.managed_accounts(other, filters, FIRST) == office_lists.Accounts((), 0)


async def test_filters_find_by_login_name_mobile_role_and_standing(town: Town) -> None:
    await Account.filter(login=cast.PRIMARY).update(mobile='13900000005', password_hash='x')
    county = town.actor(cast.COUNTY)

    async def found(filters: AccountFilters) -> set[str]:
        return {row.login for row in (await office_lists.managed_accounts(county, filters, FIRST)).rows}

    assert await found(AccountFilters('刘芳')) == {cast.PRIMARY}
    assert await found(AccountFilters('13900000005')) == {cast.PRIMARY}
    assert await found(AccountFilters('410327001')) == {cast.DEPARTMENT, cast.SCHOOL, cast.PRIMARY, '410327001000-sh01'}
    assert await found(AccountFilters('410327-SH0')) == {cast.COUNTY_REVIEWER, cast.COUNTY_SECOND}
    assert await found(AccountFilters(standing=AccountState.ACTIVE)) == {cast.PRIMARY}
    assert cast.SCHOOL in await found(AccountFilters(standing=AccountState.WAITING))
    assert await found(AccountFilters(standing=AccountState.DISABLED)) == set()
    health = AccountFilters(unit=town.organisations[cast.HEALTH].id, roles=(Role.ADMIN,))
    assert await found(health) == {cast.HEALTH, cast.HOSPITAL}


async def test_three_rows_cost_as_many_queries_as_one(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    county, sent = town.actor(cast.COUNTY), []
    for keyword in ('刘芳', ''):
        filters = AccountFilters(keyword, roles=(Role.ADMIN,))
        with counted(monkeypatch) as statements:
            rows = (await office_lists.managed_accounts(county, filters, FIRST)).rows
        sent.append((len(rows) > 1, len(statements)))
    assert sent == [(False, 3), (True, 3)]


async def test_the_root_lists_everybody_but_itself(town: Town) -> None:
    listed = await office_lists.managed_accounts(town.actor(cast.PROVINCE), ALL, FIRST)
    assert listed.total == await Account.all().count() - 1


@pytest.mark.parametrize('who', [cast.SCHOOL, cast.COUNTY_REVIEWER])
async def test_units_and_reviewers_manage_nobody(town: Town, who: str) -> None:
    actor, target = town.actor(who), town.accounts[cast.PRIMARY].id
    for attempt in (
        edit(actor, target, NEW, seen=NEW),
        delete(actor, target),
        reset_password(actor, target),
        opened(actor, target),
        add_reviewer(actor, NEW),
        office_lists.managed_accounts(actor, ALL, FIRST),
        office_lists.own_reviewers(actor, FIRST),
    ):
        with pytest.raises(Forbidden):
            await attempt
    assert await acts() == []


async def test_a_foreign_account_is_answered_like_a_missing_one(town: Town) -> None:
    actor, said = town.actor(cast.COUNTY), set()
    for target in (town.accounts[cast.OTHER_SCHOOL].id, town.accounts[cast.CITY].id, 10**6):
        for attempt in (
            edit(actor, target, NEW, seen=NEW),
            delete(actor, target),
            reset_password(actor, target),
            opened(actor, target),
        ):
            with pytest.raises(NotFound) as refusal:
                await attempt
            said.add(str(refusal.value))
    assert len(said) == 1
    assert await acts() == []


async def test_nobody_manages_themselves_or_a_colleague_of_the_same_office(town: Town) -> None:
    for actor, target in ((cast.COUNTY, cast.COUNTY), (cast.DEPARTMENT, cast.DEPARTMENT)):
        for attempt in (
            reset_password(town.actor(actor), town.accounts[target].id),
            delete(town.actor(actor), town.accounts[target].id),
            edit(town.actor(actor), town.accounts[target].id, NEW, seen=NEW),
        ):
            with pytest.raises(Forbidden, match='自己的账号'):
                await attempt
    second = await Account.create(
        login='410327-b',
        role=Role.ADMIN,
        organisation_id=town.organisations[cast.COUNTY].id,
        name='副职',
        created_at=clock.now(),
    )
    with pytest.raises(Forbidden, match='上级单位'):
        await reset_password(town.actor(cast.COUNTY), second.id)


async def test_a_reset_restores_the_initial_password_and_ends_every_session(town: Town, heard: list[Event]) -> None:
    key = await signed_in(cast.SCHOOL)
    ticket = await sign_in.sign_in(cast.SCHOOL, WORD, address='10.0.0.1')
    for _ in range(5):
        await SignInFailure.create(login=cast.SCHOOL, address='10.0.0.9', at=clock.now())
    heard.clear()
    await reset_password(town.actor(cast.DEPARTMENT), town.accounts[cast.SCHOOL].id)
    assert heard == [SessionsEnded((key,)), OfficeChanged(town.organisations[cast.SCHOOL].path)]
    assert not await Session.filter(account_id=town.accounts[cast.SCHOOL].id).exists()
    with pytest.raises(SignedOut):
        await sessions.actor_of(key)
    with pytest.raises(SignedOut):
        await redeem(ticket, address='10.0.0.1')  # begun with the old password
    with pytest.raises(Forbidden):
        await sign_in.sign_in(cast.SCHOOL, WORD, address='10.0.0.1')
    token = await redeem(await sign_in.sign_in(cast.SCHOOL, '123', address='10.0.0.1'), address='10.0.0.1')
    restricted = await sessions.find(token)
    with pytest.raises(SignedOut):
        await sessions.actor_of(restricted)  # allows only the change of the password
    with pytest.raises(Invalid, match='最近三次'):
        await own_account.change_password(restricted, WORD, None)
    await own_account.change_password(restricted, 'Andere#2027', None)
    row = await Account.get(login=cast.SCHOOL)
    assert row.activated_at is not None
    assert Act.RESET_PASSWORD in await acts()
    assert [one async for one in journal.breaks()] == []


async def test_a_disabled_account_is_signed_out_at_once(town: Town, heard: list[Event]) -> None:
    key = await signed_in(cast.PRIMARY)
    heard.clear()
    county, target = town.actor(cast.COUNTY), town.accounts[cast.PRIMARY].id
    seen = await opened(county, target)
    await edit(county, target, replace(seen, enabled=False), seen=seen)
    assert heard == [SessionsEnded((key,)), OfficeChanged(town.organisations[cast.PRIMARY].path)]
    with pytest.raises(Forbidden):
        await sign_in.sign_in(cast.PRIMARY, WORD, address='10.0.0.1')
    await edit(county, target, seen, seen=replace(seen, enabled=False))
    await sign_in.sign_in(cast.PRIMARY, WORD, address='10.0.0.1')
    assert await acts() == [Act.VIEW, Act.DISABLE_ACCOUNT, Act.DENIED, Act.ENABLE_ACCOUNT]


async def test_an_account_of_a_disabled_unit_stays_disabled(town: Town) -> None:
    county, target = town.actor(cast.COUNTY), town.accounts[cast.PRIMARY].id
    await Account.filter(id=target).update(enabled=False)
    await Organisation.filter(code=cast.PRIMARY).update(enabled=False)
    seen = await opened(county, target)
    with pytest.raises(Unmet, match='所属单位已停用'):
        await edit(county, target, replace(seen, enabled=True), seen=seen)


async def test_name_and_mobile_are_changed_and_wrong_ones_refused_at_the_field(town: Town) -> None:
    county, target = town.actor(cast.COUNTY), town.accounts[cast.PRIMARY].id
    await Account.filter(login=cast.SCHOOL).update(mobile='13900000007')
    seen = await opened(county, target)
    await edit(county, target, AccountForm('刘 芳芳', '+86 139-0000-0001'), seen=seen)
    row = await Account.get(id=target)
    assert (row.name, row.mobile, row.epoch) == ('刘芳芳', '13900000001', 1)
    seen = AccountForm('刘芳芳', '13900000001')
    for form, keys in (
        (AccountForm('', '12'), ['name', 'mobile']),
        (replace(seen, mobile='13900000007'), ['mobile']),
    ):
        with pytest.raises(Invalid) as refusal:
            await edit(county, target, form, seen=seen)
        assert [problem.key for problem in refusal.value.problems] == keys
    with pytest.raises(Unmet, match='刚刚被他人修改'):
        await edit(county, target, AccountForm('刘小芳'), seen=AccountForm('刘芳'))
    await edit(county, target, replace(seen, mobile=''), seen=seen)
    assert (await Account.get(id=target)).mobile is None
    assert await acts() == [Act.VIEW, Act.EDIT_ACCOUNT, Act.EDIT_ACCOUNT]


async def test_only_an_account_without_a_history_is_deleted(town: Town, heard: list[Event]) -> None:
    application = await town.application(cast.SCHOOL)
    county = town.actor(cast.COUNTY)
    used = await Account.get(login=cast.DEPARTMENT)
    await Account.filter(id=used.id).update(acted_at=clock.now())
    applicant = await Account.get(login=application.id_number)
    for account in (used, applicant):
        with pytest.raises(InUse, match='已使用过系统'):
            await delete(county, account.id)
    key = await signed_in(cast.HOSPITAL)
    heard.clear()
    await delete(county, town.accounts[cast.HOSPITAL].id)
    assert heard[0] == SessionsEnded((key,))
    assert not await Account.filter(login=cast.HOSPITAL).exists()
    assert await acts() == [Act.DELETE_ACCOUNT]


async def test_reviewers_of_ones_own_office_are_numbered(town: Town) -> None:
    county = town.actor(cast.COUNTY)
    logins = [await add_reviewer(county, NEW), await add_reviewer(county, replace(NEW, mobile='13900000002'))]
    assert logins == ['410327-sh03', '410327-sh04']
    listed = await office_lists.own_reviewers(county, FIRST)
    assert [row.login for row in listed.rows] == ['410327-sh01', '410327-sh02', *logins]
    assert listed.rows[-1].standing is AccountState.WAITING
    with pytest.raises(Invalid) as refusal:
        await add_reviewer(county, NEW)
    assert [problem.key for problem in refusal.value.problems] == ['mobile']
    with pytest.raises(Invalid):
        await add_reviewer(county, AccountForm('赵六'))
    with pytest.raises(Forbidden):
        await add_reviewer(town.actor(cast.DEPARTMENT), NEW)
    assert (await office_lists.own_reviewers(town.actor(cast.OTHER_COUNTY), FIRST)).total == 0


async def test_two_who_add_at_once_get_two_logins(town: Town) -> None:
    county = town.actor(cast.COUNTY)
    adding = [add_reviewer(county, AccountForm('王小明', f'1390000000{n}')) for n in range(3)]
    assert set(await asyncio.gather(*adding)) == {'410327-sh03', '410327-sh04', '410327-sh05'}


async def test_the_journal_holds_no_mobile_and_no_id_number(town: Town) -> None:
    application = await town.application(cast.SCHOOL)
    county, applicant = town.actor(cast.COUNTY), application.applicant_id
    seen = await opened(county, applicant)
    await edit(county, applicant, replace(seen, mobile='13900000001'), seen=seen)
    await reset_password(county, applicant)
    for entry in await JournalEntry.filter(application_id=None):
        assert not {application.id_number, '13900000001', seen.mobile} & {
            str(value) for value in entry.details.values()
        }
