"""What a person does with their own account: the password, the profile, the sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tortoise.exceptions import IntegrityError
from tortoise.expressions import F

from domain import clock
from domain.errors import Invalid, NotFound, Problem, SignedOut
from domain.rules import typed_text
from domain.rules.access import passwords
from domain.rules.actor import Actor
from domain.rules.application.person import MOBILE_TAKEN, is_mobile
from domain.rules.vocabulary import Act
from domain.services import journal
from domain.services.access import password_hashing, sessions
from domain.services.access.sign_in import ticket_for
from domain.services.unit_of_work import unit_of_work, use_case
from storage.models import Account, JournalEntry, Session


@dataclass(frozen=True, slots=True)
class Profile:
    """What 个人信息 shows of one's own account."""

    login: str
    name: str
    mobile: str
    organisation: str
    title: str
    activated_at: datetime | None


@dataclass(frozen=True, slots=True)
class SignIn:
    """One sign-in of one's own account."""

    at: datetime
    address: str
    failed: bool


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One session of one's own account; ``key`` ends it."""

    key: str
    address: str
    agent: str
    created_at: datetime
    seen_at: datetime
    own: bool


@use_case
async def change_password(key: str, new: str, old: str | None, *, address: str = '', agent: str = '') -> str:
    """Set a new password for the session's account; all its sessions end, and the returned ticket opens a new one.

    A restricted session (initial password) needs no old password. Raises Invalid at ``old`` or ``new``, SignedOut
    when the session is over.
    """
    actor = await sessions.actor_of(key, address, may_be_restricted=True)
    before = await Account.get(id=actor.account_id)
    typed = passwords.meant(old or '')
    if before.password_hash and not any([await password_hashing.matches(one, before.password_hash) for one in typed]):
        raise Invalid([Problem('old', '当前密码不正确')])
    faults = passwords.faults(new, (before.login, before.mobile or '', before.id_number or ''))
    kept = [hashed for hashed in (before.password_hash, *before.old_hashes) if hashed]  # no current one after a reset
    if not faults:
        for hashed in kept[: passwords.REMEMBERED]:
            if await password_hashing.matches(new, hashed):
                faults.append('不能使用最近三次用过的密码')
                break
    if faults:
        raise Invalid([Problem('new', fault) for fault in faults])
    fresh = await password_hashing.hash_of(new)
    async with unit_of_work(None) as news:
        now = clock.now()
        same = Account.filter(id=before.id, epoch=before.epoch, enabled=True, password_hash=before.password_hash)
        hit = await same.update(
            password_hash=fresh, old_hashes=kept[: passwords.REMEMBERED - 1], epoch=F('epoch') + 1,
            activated_at=before.activated_at or now,
        )  # fmt: skip
        if not hit:
            raise SignedOut
        news.extend(await sessions.end(before.id))
        await journal.record(actor, Act.CHANGE_PASSWORD)
    return await ticket_for(await Account.get(id=before.id), restricted=False, address=address, agent=agent)


async def profile_of(actor: Actor) -> Profile:
    """One's own account."""
    account = await Account.get(id=actor.account_id)
    return Profile(
        account.login, account.name, account.mobile or '', actor.organisation, actor.title, account.activated_at
    )


@use_case
async def edit_profile(actor: Actor, name: str, mobile: str) -> None:
    """Change one's own name and mobile. Raises Invalid with what is wrong at ``name`` or ``mobile``."""
    name, mobile = typed_text.spaced(name), typed_text.number(mobile).removeprefix('+86')
    problems = []
    if not 2 <= len(name) <= 30 or not name.isprintable():
        problems.append(Problem('name', '姓名应为 2–30 个字'))
    if mobile and not is_mobile(mobile):
        problems.append(Problem('mobile', '手机号应为 11 位数字，以 13–19 开头'))
    if mobile and await Account.filter(mobile=mobile).exclude(id=actor.account_id).exists():
        problems.append(MOBILE_TAKEN)
    if problems:
        raise Invalid(problems)
    try:
        async with unit_of_work(actor):
            before = await Account.get(id=actor.account_id)
            changed = [
                key for key, value in (('name', name), ('mobile', mobile)) if (getattr(before, key) or '') != value
            ]
            await Account.filter(id=actor.account_id).update(name=name, mobile=mobile or None)
            await journal.record(actor, Act.EDIT_PROFILE, details={'changed': changed})
    except IntegrityError as error:  # the number has been taken since
        raise Invalid([MOBILE_TAKEN]) from error


async def last_sign_ins(actor: Actor, count: int = 10) -> list[SignIn]:
    """The newest sign-ins and failures of one's own account."""
    rows = JournalEntry.filter(account_id=actor.account_id, act__in=[Act.SIGN_IN, Act.DENIED], application_id=None)
    return [SignIn(row.at, row.address, row.act is Act.DENIED) for row in await rows.order_by('-id').limit(count)]


async def open_sessions(actor: Actor) -> list[OpenSession]:
    """The open sessions of one's own account, the current one first."""
    now = clock.now()
    rows = await Session.filter(
        account_id=actor.account_id, seen_at__gt=now - sessions.IDLE, created_at__gt=now - sessions.ABSOLUTE
    ).order_by('-seen_at')
    found = [
        OpenSession(row.key, row.address, row.agent, row.created_at, row.seen_at, row.key == actor.session)
        for row in rows
    ]
    return sorted(found, key=lambda one: not one.own)


@use_case
async def end_session(actor: Actor, key: str) -> None:
    """End another session of one's own account. Raises NotFound when there is no such session."""
    async with unit_of_work(actor) as news:
        ended = await sessions.end(actor.account_id, only=[key])
        if not ended:
            raise NotFound('该登录')
        news.extend(ended)
        await journal.record(actor, Act.SIGN_OUT, details={'other': True})
