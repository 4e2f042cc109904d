"""Signing in as people type and paste: logins in any form, blanks around a password, and no more guesses for it."""

from __future__ import annotations

import pytest

from domain.errors import Forbidden, Invalid, Locked
from domain.services.access import own_account, password_hashing, sessions, sign_in
from storage.models import Account, SignInFailure
from tests import town as cast
from tests.town import Town

WORD, HERE = 'Kaohe@2026', '10.0.0.1'
FULL_WIDTH = str.maketrans('0123456789Xx-', '０１２３４５６７８９Ｘｘ－')


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    password_hashing.prepare('00' * 32, cost=4)
    monkeypatch.setattr(sign_in, 'REFUSAL_SECONDS', 0)


async def activated(login: str, password: str = WORD) -> Account:
    await Account.filter(login=login).update(password_hash=password_hashing.hash_at_once(password))
    return await Account.get(login=login)


async def entered(login: str, password: str = WORD) -> int:
    """The account of the session that this opens."""
    key = await sessions.find(await sign_in.redeem(await sign_in.sign_in(login, password, address=HERE), address=HERE))
    return (await sessions.actor_of(key)).account_id


async def refused(login: str, password: str) -> None:
    with pytest.raises(Forbidden, match=r'^账号或密码错误$'):
        await sign_in.sign_in(login, password, address=HERE)


async def test_an_id_number_and_a_mobile_sign_in_however_they_are_typed(town: Town) -> None:
    application = await town.application()
    number, mobile = application.id_number, '13800000001'
    account = await activated(number)
    await Account.filter(id=account.id).update(mobile=mobile)
    parts = [number[:6], number[6:14], number[14:].lower()]
    for login in (
        number.translate(FULL_WIDTH), number.lower(), ' '.join(parts), '-'.join(parts), '－'.join(parts),
        f'\u202a{number}\n',
        mobile.translate(FULL_WIDTH), '138 0000 0001', '138-0000—0001', f'+86 {mobile}', f'\ufeff{mobile}',
    ):  # fmt: skip
        assert await entered(login) == account.id, login


async def test_a_reviewer_signs_in_in_any_case_and_width(town: Town) -> None:
    account = await activated(cast.COUNTY_REVIEWER)
    for login in ('410327-SH01', '４１０３２７－ｓｈ０１', ' 410327—sh01 ', '410327 - sh01'):
        assert await entered(login) == account.id, login
    await refused('410327sh01', WORD)


async def test_blanks_around_a_pasted_password_are_forgiven(town: Town) -> None:
    account = await activated(cast.COUNTY)
    for typed in (
        f'{WORD} ',
        f' {WORD}',
        f'{WORD}\n',
        f'{WORD}\r\n',
        f'\t{WORD}',
        f'\ufeff{WORD}\u3000',
        f' {WORD} \n',
    ):
        assert await entered(cast.COUNTY, typed) == account.id, typed
    await refused(cast.COUNTY, 'Kaohe @2026')


async def test_a_password_set_with_a_blank_at_its_end_before_that_was_refused_still_works(town: Town) -> None:
    account = await activated(cast.COUNTY, f'{WORD} ')
    assert await entered(cast.COUNTY, f'{WORD} ') == await entered(cast.COUNTY, f'{WORD} \n') == account.id
    await refused(cast.COUNTY, WORD)


async def test_the_initial_password_may_be_pasted_too(town: Town) -> None:
    assert await sign_in.sign_in(cast.COUNTY, '123 \n', address=HERE)


async def test_a_blank_costs_the_same_hashes_for_every_account_and_counts_as_a_guess(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
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
    for login, password in ((cast.COUNTY, 'x '), ('nobody', 'x '), (cast.CITY, f'{WORD} ')):
        await refused(login, password)
    assert (costs, await SignInFailure.all().count()) == (6, 6)
    assert await sign_in.sign_in(cast.COUNTY, f'{WORD} ', address=HERE)
    assert await sign_in.sign_in(cast.COUNTY, f' {WORD}', address=HERE)  # the first of both does not fit, or does
    assert costs == 10
    for guess in range(1000):
        with pytest.raises((Forbidden, Locked)):
            await sign_in.sign_in(f'41032700100{guess}', 'x ', address=HERE)
    assert costs <= 10 + 20


async def test_different_spellings_of_an_unknown_login_are_locked_together_as_of_a_known_one(town: Town) -> None:
    await activated(cast.COUNTY_REVIEWER)
    for spellings in (
        ('410327-sh01', '410327-SH01', '４１０３２７-sh01'),
        ('410999-sh01', '410999-SH01', '４１０９９９-sh01'),
    ):
        for guess in range(5):
            await refused(spellings[guess % 3], 'x')
        with pytest.raises(Locked, match='账号已锁定'):
            await sign_in.sign_in(spellings[0], WORD, address=HERE)


async def test_the_current_password_may_be_pasted_and_a_new_one_has_no_blank_at_its_ends(town: Town) -> None:
    await activated(cast.COUNTY)
    ticket = await sign_in.sign_in(cast.COUNTY, WORD, address=HERE)
    key = await sessions.find(await sign_in.redeem(ticket, address=HERE))
    with pytest.raises(Invalid, match='密码不能以空格开头或结尾'):
        await own_account.change_password(key, 'Andere#2027 ', WORD)
    assert await own_account.change_password(key, 'Andere#2027', f'{WORD}\n')


async def test_the_own_name_and_mobile_are_kept_in_normal_form(town: Town) -> None:
    await own_account.edit_profile(town.actor(cast.COUNTY), ' 县\u200b管理员\u3000\u2fbc ', '138 0000－0001')
    account = await Account.get(login=cast.COUNTY)
    assert (account.name, account.mobile) == ('县管理员 高', '13800000001')
