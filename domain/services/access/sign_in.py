"""Signing in: the limits on guessing, a comparison in the same time for every account, and the one-time ticket."""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
import time
from datetime import datetime, timedelta

from tortoise.expressions import Q

from domain import clock, metrics
from domain.errors import Forbidden, Locked, SignedOut
from domain.rules.access.passwords import INITIAL_WORD, LONGEST_TYPED, meant
from domain.rules.application.person import is_mobile
from domain.rules.typed_text import dashed, number, squeezed
from domain.rules.vocabulary import Act
from domain.services import journal
from domain.services.access import password_hashing, sessions
from domain.services.unit_of_work import unit_of_work, use_case
from storage.connection.advisory_locks import in_turn
from storage.models import Account, SignInFailure, SignInTicket

WINDOW = timedelta(minutes=15)
ACCOUNT_FAILURES = 5
ADDRESS_FAILURES = 20
TICKET = timedelta(seconds=15)
REFUSAL_SECONDS = 0.5  # a refusal never comes sooner: the time does not show what was wrong
WRONG = '账号或密码错误'


@use_case
async def sign_in(login: str, password: str, *, address: str = '', agent: str = '') -> str:
    """Check a sign-in and return a ticket for ``redeem``.

    ``login`` is a login name, a unit's code, a mobile or an applicant's ID number, in full width, with blanks, hyphens
    and in any case; blanks around a pasted password are forgiven. Raises Forbidden with the same sentence for all that
    is wrong, after the same time; Locked after five failures of the account within 15 minutes (5-trust §1.9), or,
    without comparing anything, after twenty failures from the address.
    """
    started = time.monotonic()
    try:
        return await _check(_clean(login), password[:LONGEST_TYPED], _block(address), address, agent)
    except (Forbidden, Locked):
        metrics.SIGN_IN_FAILURES.inc()
        await asyncio.sleep(REFUSAL_SECONDS - (time.monotonic() - started))
        raise


async def _check(login: str, password: str, block: str, address: str, agent: str) -> str:
    if await _failures_from(block) >= ADDRESS_FAILURES:
        raise Locked('本机登录失败次数过多，请 15 分钟后再试')
    account, guesses = await _account_named(login), meant(password)
    attempts, locked_until = await _attempt(account.login if account else number(login), block, len(guesses))
    usable = account is not None and account.enabled and locked_until is None
    kept = account.password_hash if usable and account else ''
    # Every guess is compared, also after one that fits: the time depends on nothing but what was typed.
    fits = [await password_hashing.matches(guess, kept) for guess in guesses]
    initial = usable and account is not None and not account.password_hash and INITIAL_WORD in guesses
    if account is not None and (any(fits) or initial):
        return await _let_in(account, bool(initial), address, agent)
    if locked_until is not None:
        await SignInFailure.filter(id__in=attempts).update(login='')  # further guesses do not prolong the lock
        raise Locked(f'登录失败次数过多，账号已锁定，请于 {clock.local(locked_until):%H:%M} 后再试')
    if account is not None:
        async with unit_of_work(None):
            await journal.record(sessions.actor_from(account, address=address), Act.DENIED, reason='登录失败')
    raise Forbidden(WRONG)


async def _attempt(name: str, block: str, guesses: int) -> tuple[list[int], datetime | None]:
    """Count every guess as a failure before it is compared: parallel ones in any process cannot pass the limits.

    Returns the ids of the failures, and until when the account is locked. Raises Locked when the address would pass its
    limit.
    """
    async with unit_of_work(None):
        await in_turn('sign-in')
        if await _failures_from(block) + guesses > ADDRESS_FAILURES:
            raise Locked('本机登录失败次数过多，请 15 分钟后再试')
        locked_until = await _locked_until(name)
        failures = [
            await SignInFailure.create(login=name[:LONGEST_LOGIN], address=block, at=clock.now())
            for _ in range(guesses)
        ]
        return [failure.id for failure in failures], locked_until


async def _let_in(account: Account, initial: bool, address: str, agent: str) -> str:
    async with unit_of_work(None):
        await SignInFailure.filter(login=account.login).delete()
    return await ticket_for(account, restricted=initial, address=address, agent=agent)


async def ticket_for(account: Account, *, restricted: bool, address: str, agent: str) -> str:
    """A ticket that opens one session, within seconds, for this account, address and browser, in any process.

    A handler on the page's WebSocket cannot set a cookie: the page navigates to an address that can.
    """
    word, now = secrets.token_urlsafe(32), clock.now()
    await SignInTicket.filter(expires_at__lt=now).delete()
    await SignInTicket.create(
        key=sessions.digest(word), account_id=account.id, epoch=account.epoch, restricted=restricted,
        address=address[:64], agent=agent[:200], expires_at=now + TICKET,
    )  # fmt: skip
    return word


@use_case
async def redeem(word: str, *, address: str = '', agent: str = '', replaces: str = '') -> str:
    """Turn a ticket into a session and return the token for its cookie; ``replaces`` is the browser's old session.

    With the initial password it is a session that may only change the password, and every earlier one ends (the initial
    password works once). Raises SignedOut when the ticket is used, expired, or not for this address and browser.
    """
    ticket = await SignInTicket.get_or_none(key=sessions.digest(word))
    # Deleted before it is checked: of two requests with the same ticket only the one that deletes it gets a session.
    if ticket is None or not await SignInTicket.filter(key=ticket.key).delete():
        raise SignedOut
    if ticket.expires_at < clock.now() or (ticket.address, ticket.agent) != (address[:64], agent[:200]):
        raise SignedOut
    async with unit_of_work(None) as news:
        account = await Account.get_or_none(id=ticket.account_id).select_related('organisation')
        if account is None or not account.enabled or account.epoch != ticket.epoch:
            raise SignedOut
        if ticket.restricted:
            if account.password_hash:
                raise SignedOut
            news.extend(await sessions.end(account.id))
        elif replaces:
            news.extend(await sessions.end(account.id, only=[replaces]))
        token = await sessions.open_session(account, address, agent, restricted=ticket.restricted)
        details = {'initial': True} if ticket.restricted else None
        await journal.record(sessions.actor_from(account, address=address), Act.SIGN_IN, details=details)
    return token


@use_case
async def sign_out(key: str, *, address: str = '') -> None:
    """End this session; no error when it is already over."""
    try:
        actor = await sessions.actor_of(key, address, may_be_restricted=True)
    except SignedOut:
        return
    async with unit_of_work(None) as news:
        news.extend(await sessions.end(actor.account_id, only=[key]))
        await journal.record(actor, Act.SIGN_OUT)


LONGEST_LOGIN = 40  # length of its column


async def _account_named(login: str) -> Account | None:
    if len(login) > LONGEST_LOGIN:  # the database refuses a value longer than the column
        return None
    # Reviewers' logins are in lower case with a hyphen (410327-sh01), an ID number has a capital X and none.
    digits = number(login).removeprefix('+86')
    named = Q(login__in=[login, login.upper(), login.lower(), digits])
    if is_mobile(digits):
        named |= Q(mobile=digits)
    return await Account.filter(named).select_related('organisation').first()


async def _failures_from(block: str) -> int:
    return await SignInFailure.filter(address=block, at__gt=clock.now() - WINDOW).count()


async def _locked_until(name: str) -> datetime | None:
    """Until when the account is locked: 15 minutes from the fifth of five failures that lie within 15 minutes."""
    rows = SignInFailure.filter(login=name).order_by('-id').limit(ACCOUNT_FAILURES)
    times = [row.at for row in await rows]
    if len(times) < ACCOUNT_FAILURES or times[0] - times[-1] > WINDOW:
        return None
    until = times[0] + WINDOW
    return until if until > clock.now() else None


def _clean(login: str) -> str:
    """The login as it could be stored, but for its case and the hyphens of a number."""
    return ''.join(char for char in dashed(squeezed(login[:LONGEST_TYPED])) if char.isprintable())[:64]


def _block(address: str) -> str:
    """The addresses whose guesses are counted together: one IPv6 user has a whole /64 network."""
    try:
        if ipaddress.ip_address(address).version == 6:
            return str(ipaddress.ip_network(f'{address}/64', strict=False))
    except ValueError:
        pass
    return address[:64]
