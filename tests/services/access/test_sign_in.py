"""Signing in: who can sign in, how guessing is limited, what 123 allows, and how sessions end."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from datetime import timedelta

import pytest

from domain import clock, events
from domain.errors import Forbidden, Invalid, Locked, NotFound, SignedOut
from domain.events import Event, SessionsEnded
from domain.rules.vocabulary import Act
from domain.services import journal
from domain.services.access import own_account, password_hashing, sessions, sign_in
from domain.services.operating import installation
from domain.services.unit_of_work import confirm
from storage.models import Account, ExamYear, JournalEntry, Organisation, Session, SignInFailure
from tests import town as cast
from tests.queries import counted
from tests.town import Town

WORD, OTHER, HERE = 'Kaohe@2026', 'Andere#2027', '10.0.0.1'


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    password_hashing.prepare('00' * 32, cost=4)
    monkeypatch.setattr(sign_in, 'REFUSAL_SECONDS', 0)


async def activated(login: str) -> Account:
    await Account.filter(login=login).update(password_hash=password_hashing.hash_at_once(WORD))
    return await Account.get(login=login)


async def entered(login: str, password: str = WORD, address: str = HERE, replaces: str = '') -> str:
    """The key of a session, opened with a ticket."""
    ticket = await sign_in.sign_in(login, password, address=address)
    return await sessions.find(await sign_in.redeem(ticket, address=address, replaces=replaces))


async def test_login_name_mobile_and_id_number_sign_in_to_the_same_account(town: Town) -> None:
    await activated(cast.COUNTY)
    await Account.filter(login=cast.COUNTY).update(mobile='13800000001')
    application = await town.application()
    await activated(application.id_number)
    for name in (cast.COUNTY, '13800000001', f' {cast.COUNTY} '):
        assert (await sessions.actor_of(await entered(name))).organisation == '宜阳县'
    person = await sessions.actor_of(await entered(application.id_number.lower()))
    assert person.account_id == application.applicant_id
    last = (await own_account.last_sign_ins(person))[0]
    assert (last.address, last.failed) == (HERE, False)


async def test_every_refusal_has_the_same_words_and_costs_one_hash(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    await activated(cast.COUNTY)
    await activated(cast.CITY)
    await Account.filter(login=cast.CITY).update(enabled=False)
    costs = 0
    compare = password_hashing.matches

    async def counted(password: str, kept: str) -> bool:
        nonlocal costs
        costs += 1
        return await compare(password, kept)

    monkeypatch.setattr(password_hashing, 'matches', counted)
    said = set()
    for login, password in (
        (cast.COUNTY, 'x'),
        ('nobody', WORD),
        (cast.CITY, WORD),
        (cast.SCHOOL, 'x'),
        ('\x00\ud800', '\ud800'),
    ):
        with pytest.raises(Forbidden) as refusal:
            await sign_in.sign_in(login, password, address=HERE)
        said.add(str(refusal.value))
    assert (said, costs) == ({'账号或密码错误'}, 5)
    assert await JournalEntry.filter(act=Act.DENIED).count() == 3  # only for existing accounts


async def test_the_sixth_failure_is_locked_for_a_quarter_of_an_hour_even_with_the_right_word(
    town: Town, figure: Callable[[str], None]
) -> None:
    await activated(cast.COUNTY)
    for login in (cast.COUNTY, 'nobody'):
        for _ in range(5):
            with pytest.raises(Forbidden):
                await sign_in.sign_in(login, 'x', address=login)
        with pytest.raises(Locked, match='账号已锁定'):
            await sign_in.sign_in(login, WORD, address=login)
    clock.move_to(clock.now() + timedelta(minutes=14))
    with pytest.raises(Locked):
        await sign_in.sign_in(cast.COUNTY, WORD, address=HERE)
    clock.move_to(clock.now() + timedelta(minutes=1, seconds=1))
    assert await entered(cast.COUNTY)
    assert not await SignInFailure.filter(login=cast.COUNTY).exists()
    figure('L1 the 6th failure is locked for 15 minutes, of known and of unknown accounts')


async def test_guessing_in_parallel_is_counted_before_it_is_compared(town: Town) -> None:
    await activated(cast.COUNTY)
    answers = await asyncio.gather(
        *(sign_in.sign_in(cast.COUNTY, str(n), address=f'10.1.0.{n}') for n in range(12)), return_exceptions=True
    )
    assert sum(type(answer) is Forbidden for answer in answers) <= 5
    assert all(isinstance(answer, Forbidden | Locked) for answer in answers)


async def test_a_thousand_guesses_from_one_address_cost_twenty_hashes(
    town: Town, monkeypatch: pytest.MonkeyPatch, figure: Callable[[str], None]
) -> None:
    costs = 0

    async def counted(*_: str) -> bool:
        nonlocal costs
        costs += 1
        return False

    monkeypatch.setattr(password_hashing, 'matches', counted)
    for n in range(100):
        guesses = (sign_in.sign_in(f'{n}-{m}', WORD, address=f'2001:db8::{m}') for m in range(10))
        await asyncio.gather(*guesses, return_exceptions=True)
    assert costs <= 20
    with pytest.raises(Locked, match='失败次数过多'):
        await sign_in.sign_in(cast.COUNTY, WORD, address='2001:db8::1:1')
    figure(f'L1 1,000 guesses over 1,000 accounts from one address: {costs} hashes')


async def test_the_initial_password_allows_only_its_change_and_works_once(town: Town) -> None:
    first = await entered(cast.SCHOOL, '123')
    heard: list[Event] = []
    leave = events.subscribe(heard.append)
    second = await entered(cast.SCHOOL, '123')
    leave()
    assert SessionsEnded((first,)) in heard
    assert not sessions.alive(first)
    assert sessions.restricted(second)
    with pytest.raises(SignedOut):
        await sessions.actor_of(second)
    with pytest.raises(SignedOut):
        await confirm(await sessions.actor_of(second, may_be_restricted=True))
    ticket = await own_account.change_password(second, WORD, None)
    assert not sessions.alive(second)
    third = await sessions.find(await sign_in.redeem(ticket))
    assert (await sessions.actor_of(third)).organisation == '宜阳县第一高级中学'
    with pytest.raises(Forbidden):
        await sign_in.sign_in(cast.SCHOOL, '123', address=HERE)


@pytest.mark.parametrize('word', ['Kurz@1', 'kleinundlang', '123Abc@defg', f'Ab@{cast.COUNTY}', 'Ab@1' * 17])
async def test_a_weak_password_is_refused_at_its_field(town: Town, word: str) -> None:
    await activated(cast.COUNTY)
    key = await entered(cast.COUNTY)
    with pytest.raises(Invalid) as refusal:
        await own_account.change_password(key, word, WORD)
    assert {problem.key for problem in refusal.value.problems} == {'new'}
    assert sessions.alive(key)


async def test_the_last_three_passwords_are_refused_and_the_fourth_is_accepted(town: Town) -> None:
    await activated(cast.COUNTY)
    words = [WORD, 'Eins#2026', 'Zwei#2026', 'Drei#2026']
    key = await entered(cast.COUNTY)
    for old, new in itertools.pairwise(words):
        with pytest.raises(Invalid, match='当前密码不正确'):
            await own_account.change_password(key, new, 'x')
        key = await sessions.find(await sign_in.redeem(await own_account.change_password(key, new, old)))
    for old in words[1:]:
        with pytest.raises(Invalid, match='最近三次'):
            await own_account.change_password(key, old, words[-1])
    await own_account.change_password(key, WORD, words[-1])


async def test_a_change_of_password_ends_every_session(town: Town) -> None:
    await activated(cast.COUNTY)
    keys = [await entered(cast.COUNTY) for _ in range(3)]
    heard: list[Event] = []
    leave = events.subscribe(heard.append)
    await own_account.change_password(keys[0], OTHER, WORD)
    leave()
    assert {key for event in heard if isinstance(event, SessionsEnded) for key in event.keys} == set(keys)
    assert not await Session.exists()
    with pytest.raises(SignedOut):
        await sessions.actor_of(keys[1])


async def test_a_ticket_works_once_and_only_for_its_address_and_browser(town: Town) -> None:
    await activated(cast.COUNTY)
    ticket = await sign_in.sign_in(cast.COUNTY, WORD, address=HERE)
    with pytest.raises(SignedOut):
        await sign_in.redeem(ticket, address='10.9.9.9')
    with pytest.raises(SignedOut):
        await sign_in.redeem(ticket, address=HERE)
    with pytest.raises(SignedOut):
        await sign_in.redeem('')
    old = await entered(cast.COUNTY)
    fresh = await entered(cast.COUNTY, replaces=old)
    assert (sessions.alive(old), sessions.alive(fresh)) == (False, True)


async def test_idle_and_old_sessions_end_with_the_sweep(town: Town) -> None:
    await activated(cast.COUNTY)
    idle, busy = await entered(cast.COUNTY), await entered(cast.COUNTY)
    clock.move_to(clock.now() + timedelta(minutes=29))
    sessions.touch(busy)
    clock.move_to(clock.now() + timedelta(minutes=2))
    await sessions.sweep()
    assert (sessions.alive(idle), sessions.alive(busy)) == (False, True)
    assert [row.key for row in await Session.all()] == [busy]
    for _ in range(30):
        clock.move_to(clock.now() + timedelta(minutes=25))
        sessions.touch(busy)
    assert not sessions.alive(busy)  # every session ends after twelve hours, also an active one


async def test_many_active_sessions_are_stored_with_as_few_statements_as_one(
    town: Town, monkeypatch: pytest.MonkeyPatch, time_stands: None
) -> None:
    await activated(cast.COUNTY)
    sent, keys = [], [await entered(cast.COUNTY)]
    await sessions.sweep()  # sessions left by other tests
    for more in (0, 2):
        keys += [await entered(cast.COUNTY) for _ in range(more)]
        clock.move_to(clock.now() + timedelta(minutes=2))
        for turn, key in enumerate(keys):
            clock.move_to(clock.now() + timedelta(seconds=1 if turn else 0))
            sessions.touch(key)
        with counted(monkeypatch) as statements:
            await sessions.sweep()
        sent.append(len(statements))
        seen = {row.seen_at for row in await Session.filter(key__in=keys)}
        assert len(seen) == 1  # all with the earliest time
        assert clock.now() - seen.pop() < timedelta(seconds=10)
    assert sent[0] == sent[1]


async def test_what_another_process_ends_is_noticed_by_the_sweep(town: Town) -> None:
    await activated(cast.COUNTY)
    disabled, deleted = await entered(cast.COUNTY), await entered(cast.COUNTY)
    await Session.filter(key=deleted).delete()
    await sessions.sweep()
    assert (sessions.alive(disabled), sessions.alive(deleted)) == (True, False)
    await Account.filter(login=cast.COUNTY).update(enabled=False)
    with pytest.raises(SignedOut):
        await sessions.actor_of(disabled)
    await sessions.sweep()
    assert not sessions.alive(disabled)


async def test_one_ends_only_sessions_of_ones_own(town: Town) -> None:
    await activated(cast.COUNTY)
    await activated(cast.CITY)
    own, other, foreign = await entered(cast.COUNTY), await entered(cast.COUNTY), await entered(cast.CITY)
    actor = await sessions.actor_of(own)
    assert {one.key for one in await own_account.open_sessions(actor)} == {own, other}
    with pytest.raises(NotFound):
        await own_account.end_session(actor, foreign)
    await own_account.end_session(actor, other)
    assert (sessions.alive(other), sessions.alive(foreign)) == (False, True)
    await sign_in.sign_out(own)
    assert not sessions.alive(own)


async def test_a_profile_keeps_mobiles_unique_and_its_change_is_journalled(town: Town) -> None:
    actor = town.actor(cast.COUNTY)
    await own_account.edit_profile(actor, ' 李  建国 ', '13800000002')
    assert (await own_account.profile_of(actor)).name == '李 建国'
    for name, mobile, key in (('李', '', 'name'), ('李建国', '12800000002', 'mobile')):
        with pytest.raises(Invalid) as refusal:
            await own_account.edit_profile(actor, name, mobile)
        assert [problem.key for problem in refusal.value.problems] == [key]
    with pytest.raises(Invalid, match='已被其他账号使用'):
        await own_account.edit_profile(town.actor(cast.CITY), '郭晓燕', '13800000002')
    assert await JournalEntry.filter(act=Act.EDIT_PROFILE).count() == 1
    assert [fault async for fault in journal.breaks()] == []


async def test_an_empty_installation_gets_its_tree_and_one_waiting_administrator(database: object) -> None:
    assert await installation.set_up()
    assert not await installation.set_up()
    assert await Organisation.all().count() == 175
    county = await Organisation.get(code=cast.COUNTY).select_related('parent__parent')
    assert county.parent
    assert county.parent.parent
    assert county.path.startswith(county.parent.path)
    assert county.parent.parent.code == cast.PROVINCE
    assert (await ExamYear.get()).current
    assert sessions.restricted(await entered(cast.PROVINCE, '123'))
    assert await installation.is_ready()


@pytest.mark.parametrize('length', [21, 41, 64, 5000])
async def test_a_login_that_no_column_holds_is_answered_like_any_unknown_one(town: Town, length: int) -> None:
    with pytest.raises(Forbidden, match='账号或密码错误'):
        await sign_in.sign_in('1' * length, 'falsch', address='127.0.0.1', agent='test')
