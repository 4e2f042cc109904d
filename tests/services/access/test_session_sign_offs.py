"""Sessions of whole accounts end at once, and what an account may do afterwards."""

from __future__ import annotations

from datetime import timedelta

from domain import clock
from domain.events import SessionsEnded
from domain.rules.vocabulary import Role
from domain.services.access import session_sign_offs, sessions
from storage.connection.database import transaction
from storage.models import Account, Session, SignInFailure
from tests import town as cast
from tests.town import Town


async def signed_in(login: str) -> str:
    """The key of a new session of this account."""
    token = await sessions.open_session(await Account.get(login=login), '127.0.0.1', 'test', restricted=False)
    return await sessions.find(token)


async def enabled(*logins: str) -> list[bool]:
    return [(await Account.get(login=login)).enabled for login in logins]


async def test_shutting_out_ends_the_sessions_of_these_accounts_and_no_other(town: Town) -> None:
    first, second, other = [await signed_in(login) for login in (cast.COUNTY, cast.COUNTY, cast.CITY)]
    epochs = {login: (await Account.get(login=login)).epoch for login in (cast.COUNTY, cast.SCHOOL, cast.CITY)}
    async with transaction():
        news = await session_sign_offs.end_sessions([town.accounts[login].id for login in (cast.COUNTY, cast.SCHOOL)])
    (ended,) = news  # nobody was signed in at the school
    assert isinstance(ended, SessionsEnded)
    assert set(ended.keys) == {first, second}
    assert [row.key for row in await Session.all()] == [other]
    after = {login: (await Account.get(login=login)).epoch for login in epochs}
    assert after == {login: epoch + (login != cast.CITY) for login, epoch in epochs.items()}  # tickets end by the epoch


async def test_disabling_an_office_shuts_out_its_officials_and_leaves_its_applicants(town: Town) -> None:
    application = await town.application(cast.COUNTY)
    keys = [await signed_in(login) for login in (cast.COUNTY, cast.COUNTY_REVIEWER)]
    person = await signed_in(application.id_number)
    async with transaction():
        news = await session_sign_offs.of_office(town.organisations[cast.COUNTY], admitted=False)
    assert {key for event in news if isinstance(event, SessionsEnded) for key in event.keys} == set(keys)
    assert [row.key for row in await Session.all()] == [person]
    assert await enabled(cast.COUNTY, cast.COUNTY_REVIEWER, cast.COUNTY_SECOND) == [False, False, False]
    assert await enabled(application.id_number, cast.SCHOOL, cast.CITY) == [True, True, True]


async def test_an_office_that_is_admitted_again_gets_its_administrator_and_no_reviewer(town: Town) -> None:
    county = town.organisations[cast.COUNTY]
    await Account.filter(login=cast.SCHOOL).update(enabled=False)
    async with transaction():
        await session_sign_offs.of_office(county, admitted=False)
        assert await session_sign_offs.of_office(county, admitted=True) == []
    assert await enabled(cast.COUNTY, cast.COUNTY_REVIEWER, cast.COUNTY_SECOND) == [True, False, False]
    assert await enabled(cast.SCHOOL) == [False]


async def test_the_initial_password_for_the_same_person_remembers_the_last_ones(town: Town) -> None:
    await Account.filter(login=cast.COUNTY).update(
        password_hash='now', old_hashes=['before', 'earlier'], activated_at=clock.now()
    )
    key = await signed_in(cast.COUNTY)
    for login in (cast.COUNTY, cast.CITY):
        await SignInFailure.create(login=login, address='10.0.0.1', at=clock.now() - timedelta(minutes=1))
    account = await Account.get(login=cast.COUNTY)
    async with transaction():
        assert await session_sign_offs.reset_to_initial_password(account, kept=True) == [SessionsEnded((key,))]
    after = await Account.get(login=cast.COUNTY)
    assert (after.password_hash, after.old_hashes, after.activated_at) == ('', ['now', 'before', 'earlier'], None)
    assert (after.epoch, after.enabled, after.role) == (account.epoch + 1, True, Role.ADMIN)
    assert await SignInFailure.all().values_list('login', flat=True) == [cast.CITY]  # the lock of this account ended
    async with transaction():  # before the password was changed, nothing new is to be remembered
        await session_sign_offs.reset_to_initial_password(after, kept=True)
    assert (await Account.get(login=cast.COUNTY)).old_hashes == ['now', 'before', 'earlier']


async def test_the_initial_password_for_a_new_person_remembers_nothing(town: Town) -> None:
    await Account.filter(login=cast.COUNTY).update(password_hash='now', old_hashes=['before'])
    async with transaction():
        await session_sign_offs.reset_to_initial_password(await Account.get(login=cast.COUNTY), kept=False)
    after = await Account.get(login=cast.COUNTY)
    assert (after.password_hash, after.old_hashes) == ('', [])
