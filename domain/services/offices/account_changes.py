"""用户管理 and 本级审核员管理: adding, editing, disabling and deleting accounts, and resetting their passwords."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tortoise.exceptions import IntegrityError

from domain import clock
from domain.errors import Forbidden, InUse, Invalid, NotFound, Problem, Unmet
from domain.events import OfficeChanged
from domain.rules.actor import Actor
from domain.rules.application.person import MOBILE_TAKEN, Unfit, parse_mobile, parse_name
from domain.rules.offices.levels import next_reviewer, why_not_managed
from domain.rules.vocabulary import Act, Level, Role
from domain.services import journal
from domain.services.access import session_sign_offs, sessions
from domain.services.offices.office_lists import require_administrator
from domain.services.unit_of_work import unit_of_work, use_case
from storage.models import Account, Organisation
from storage.queries import organisations
from storage.queries.access import accounts

CHANGED_MEANWHILE = '该账号刚刚被他人修改，操作没有执行，请按最新内容重新操作'


@dataclass(frozen=True, slots=True)
class AccountForm:
    """The input for an account."""

    name: str
    mobile: str = ''
    enabled: bool = True


@use_case
async def set_administrator(actor: Actor, unit_id: int, form: AccountForm) -> str:
    """设置所属单位管理员: give an organisation below one's own its main administrator, and return the login, its code.

    The account is activated with the initial password; its last user is signed out at once. Raises Invalid at ``name``
    or ``mobile``, NotFound, Forbidden, Unmet for a disabled organisation.
    """
    require_administrator(actor, Level.DEPARTMENT)
    name, mobile = _read(form, needs_mobile=True)
    async with _sole_mobile(), unit_of_work(actor) as news:
        unit = await organisations.subtree(actor.path).select_for_update().get_or_none(id=unit_id)
        if unit is None:
            raise NotFound('该单位')
        if unit.id == actor.organisation_id:
            raise Forbidden('本单位的管理员由上级单位设置')
        if not unit.enabled:
            raise Unmet('该单位已停用，不能设置管理员')
        account = await Account.get_or_none(login=unit.code)
        if account is None:
            account = await _create(unit, unit.code, Role.ADMIN, name, mobile)
        else:
            await Account.filter(id=account.id).update(name=name, mobile=mobile, id_number=None, enabled=True)
            news.extend(await session_sign_offs.reset_to_initial_password(account, kept=False))
        details = {'unit': unit.id, 'account': account.id, 'login': unit.code, 'name': [account.name, name]}
        await journal.record(actor, Act.SET_ADMIN, details=details)
        news.append(OfficeChanged(unit.path))
    return unit.code


@use_case
async def add_reviewer(actor: Actor, form: AccountForm) -> str:
    """Add a reviewer of one's own organisation and return the login, code-shNN; activated with the initial password.

    Raises Invalid at ``name`` or ``mobile``, Forbidden below a county.
    """
    require_administrator(actor, Level.COUNTY)
    name, mobile = _read(form, needs_mobile=True)
    async with _sole_mobile(), unit_of_work(actor) as news:
        # Locked until the commit: two additions at the same time get two logins.
        unit = await Organisation.filter(id=actor.organisation_id).select_for_update().get()
        taken = await accounts.reviewers_of(actor).values_list('login', flat=True)
        try:
            login = next_reviewer(unit.code, [str(one) for one in taken])
        except Unfit as refusal:
            raise Invalid([Problem('name', str(refusal))]) from refusal
        account = await _create(unit, login, Role.REVIEWER, name, mobile)
        details = {'account': account.id, 'login': login, 'name': name}
        await journal.record(actor, Act.ADD_ACCOUNT, details=details)
        news.append(OfficeChanged(unit.path))
    return login


@use_case
async def opened(actor: Actor, account_id: int) -> AccountForm:
    """An account as it is now, with the complete mobile, for editing; recorded like every full view.

    Raises NotFound, Forbidden.
    """
    async with unit_of_work(actor):
        account, _ = await _managed(actor, account_id)
        await journal.record(actor, Act.VIEW, details={'account': account.id})
    return AccountForm(account.name, account.mobile or '', account.enabled)


@use_case
async def edit(actor: Actor, account_id: int, form: AccountForm, *, seen: AccountForm) -> None:
    """Change an account, if it is still as ``seen``; when it is disabled, its sessions end and its pages close.

    Raises Invalid at ``name`` or ``mobile``, NotFound, Forbidden, Unmet (changed since, its organisation disabled).
    """
    name, mobile = _read(form, needs_mobile=False)
    async with _sole_mobile(), unit_of_work(actor) as news:
        account, unit = await _managed(actor, account_id)
        turned = form.enabled != account.enabled
        if turned and form.enabled and account.role is not Role.APPLICANT and not unit.enabled:
            raise Unmet('所属单位已停用，请先启用单位')
        same = Account.filter(id=account.id, name=seen.name, enabled=seen.enabled, mobile=seen.mobile or None)
        if not await same.update(name=name, mobile=mobile, enabled=form.enabled):
            raise Unmet(CHANGED_MEANWHILE)
        if turned and not form.enabled:
            news.extend(await session_sign_offs.end_sessions([account.id]))
        act = {True: Act.ENABLE_ACCOUNT, False: Act.DISABLE_ACCOUNT}[form.enabled] if turned else Act.EDIT_ACCOUNT
        pairs = (('name', account.name, name), ('mobile', account.mobile, mobile))
        changed = [key for key, before, after in pairs if before != after]
        await journal.record(actor, act, details={**_named(account), 'changed': changed})
        news.append(OfficeChanged(unit.path))


@use_case
async def delete(actor: Actor, account_id: int) -> None:
    """Delete an account that never acted. Raises InUse for one that has acted, NotFound, Forbidden."""
    try:
        async with unit_of_work(actor) as news:
            account, unit = await _managed(actor, account_id)
            if await accounts.with_history([account.id]):
                raise InUse('该账号已使用过系统，不能删除')
            news.extend(await sessions.end(account.id))
            await account.delete()
            await journal.record(actor, Act.DELETE_ACCOUNT, details={**_named(account), 'name': account.name})
            news.append(OfficeChanged(unit.path))
    except IntegrityError as error:  # it has acted in the meantime
        raise InUse('该账号已有业务记录，不能删除') from error


@use_case
async def reset_password(actor: Actor, account_id: int) -> None:
    """重置密码: the account has the initial password again, its sessions end. Raises NotFound, Forbidden."""
    async with unit_of_work(actor) as news:
        account, unit = await _managed(actor, account_id)
        news.extend(await session_sign_offs.reset_to_initial_password(account, kept=True))
        await journal.record(actor, Act.RESET_PASSWORD, details=_named(account))
        news.append(OfficeChanged(unit.path))


async def _managed(actor: Actor, account_id: int) -> tuple[Account, Organisation]:
    """The account, locked until the commit, and its organisation. Raises NotFound, Forbidden with the reason."""
    require_administrator(actor, Level.DEPARTMENT)
    account = await accounts.below(actor).select_for_update().get_or_none(id=account_id)
    unit = await organisations.in_reach(actor, account.organisation_id or 0) if account else None
    if account is None or unit is None:
        raise NotFound('该账号')
    if reason := why_not_managed(actor, account.id, account.role, unit.path):
        raise Forbidden(reason)
    return account, unit


async def _create(unit: Organisation, login: str, role: Role, name: str, mobile: str | None) -> Account:
    return await Account.create(
        login=login, role=role, organisation_id=unit.id, name=name, mobile=mobile, created_at=clock.now()
    )


def _read(form: AccountForm, *, needs_mobile: bool) -> tuple[str, str | None]:
    problems, values = [], {'name': form.name, 'mobile': form.mobile}
    for key, parse in (('name', parse_name), ('mobile', parse_mobile)):
        if key == 'mobile' and not needs_mobile and not form.mobile.strip():
            continue
        try:
            values[key] = parse(values[key])
        except Unfit as refusal:
            problems.append(Problem(key, str(refusal)))
    if problems:
        raise Invalid(problems)
    return values['name'], values['mobile'].strip() or None


def _named(account: Account) -> dict[str, object]:
    """The account as the journal names it: an applicant's login is an ID number and is left out."""
    return (
        {'account': account.id} if account.role is Role.APPLICANT else {'account': account.id, 'login': account.login}
    )


@asynccontextmanager
async def _sole_mobile() -> AsyncIterator[None]:
    """Turn the database's refusal of a duplicate mobile into Invalid; this also covers a concurrent change."""
    try:
        yield
    except IntegrityError as error:
        raise Invalid([MOBILE_TAKEN]) from error
