"""单位管理: adding, editing, disabling and deleting the organisations below one's own."""

from __future__ import annotations

from dataclasses import dataclass

from tortoise.exceptions import IntegrityError

from domain.errors import Forbidden, InUse, Invalid, NotFound, Problem, Unmet
from domain.events import OfficeChanged
from domain.rules.actor import Actor
from domain.rules.application.person import Unfit
from domain.rules.offices.levels import FROZEN, kinds_below, next_code, parse_office_name
from domain.rules.vocabulary import Act, Level, Nature, OfficeKind
from domain.services import journal
from domain.services.access import session_sign_offs, sessions
from domain.services.offices import office_uses
from domain.services.offices.office_lists import frozen, require_administrator
from domain.services.unit_of_work import unit_of_work, use_case
from storage.models import Account, Organisation
from storage.queries import organisations
from storage.queries.organisations import DIGITS

CHANGED_MEANWHILE = '该单位刚刚被他人修改，操作没有执行，请按最新内容重新操作'


@dataclass(frozen=True, slots=True)
class UnitForm:
    """The input for an organisation: ``nature`` is a value of Nature or empty."""

    name: str
    nature: str = ''
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Unit:
    """One organisation to be changed, as it was read; those of ``kinds`` can be added below it."""

    id: int
    code: str
    form: UnitForm
    kinds: tuple[OfficeKind, ...]
    own: bool


async def unit_of(actor: Actor, unit_id: int) -> Unit:
    """One organisation in reach. Raises Forbidden below a department, NotFound."""
    require_administrator(actor, Level.DEPARTMENT)
    row = await organisations.in_reach(actor, unit_id)
    if row is None:
        raise NotFound('该单位')
    own = row.id == actor.organisation_id
    form = UnitForm(row.name, row.nature or '', row.enabled)
    return Unit(row.id, row.code, form, kinds_below(row.level, row.code), own)


@use_case
async def add(actor: Actor, above_id: int, form: UnitForm, kind: str) -> Organisation:
    """Add an organisation of this ``kind``, a value of OfficeKind, below ``above_id``, with the next code and path.

    Raises Invalid at ``name``, ``nature`` or ``level``, NotFound, Forbidden, Unmet below a disabled organisation.
    """
    require_administrator(actor, Level.DEPARTMENT)
    name, nature = _read(form)
    async with unit_of_work(actor) as news:
        # The superior's row is locked until the commit: two additions at the same time get two codes.
        above = await organisations.subtree(actor.path).select_for_update().get_or_none(id=above_id)
        if above is None:
            raise NotFound('该上级单位')
        if not above.enabled:
            raise Unmet('上级单位已停用，不能新增下级单位')
        if kind not in kinds_below(above.level, above.code):
            raise Invalid([Problem('level', '该单位下不能新增这一级别的单位')])
        await _sole(name, above.id)
        children = await Organisation.filter(parent_id=above.id).values_list('code', 'path')
        step = max((int(str(path)[-DIGITS:]) for _, path in children), default=0) + 1
        try:
            code = next_code(above.code, OfficeKind(kind), above.level, [str(code) for code, _ in children])
        except Unfit as refusal:
            raise Invalid([Problem('name', str(refusal))]) from refusal
        path = above.path + str(step).zfill(DIGITS)
        added = await Organisation.create(
            code=code, name=name, level=OfficeKind(kind).level, nature=nature, parent_id=above.id, path=path
        )
        await journal.record(actor, Act.ADD_UNIT, details={'unit': added.id, 'code': code, 'name': name, 'kind': kind})
        news.append(OfficeChanged(path))
    return added


@use_case
async def edit(actor: Actor, unit_id: int, form: UnitForm, *, seen: UnitForm) -> None:
    """Change an organisation below one's own, if it is still as ``seen``.

    When disabled, it accepts no new applications and its officials' accounts are disabled at once; when enabled again,
    its main administrator is enabled. Raises Invalid at ``name`` or ``nature``, NotFound, Forbidden, Unmet (frozen,
    changed since), InUse.
    """
    require_administrator(actor, Level.DEPARTMENT)
    name, nature = _read(form)
    async with unit_of_work(actor) as news:
        unit = await _below(actor, unit_id)
        if name != unit.name:
            if await frozen(unit.path):
                raise Unmet(FROZEN)
            await _sole(name, unit.parent_id, besides=unit.id)
        if form.enabled != unit.enabled:
            await (office_uses.allow_enabling(unit) if form.enabled else office_uses.allow_disabling(unit))
        same = Organisation.filter(id=unit.id, name=seen.name, enabled=seen.enabled, nature=seen.nature or None)
        if not await same.update(name=name, nature=nature, enabled=form.enabled):
            raise Unmet(CHANGED_MEANWHILE)
        act = Act.EDIT_UNIT
        if form.enabled != unit.enabled:
            act = Act.ENABLE_UNIT if form.enabled else Act.DISABLE_UNIT
            news.extend(await session_sign_offs.of_office(unit, admitted=form.enabled))
        before = {'name': unit.name, 'nature': unit.nature, 'enabled': unit.enabled}
        after = {'name': name, 'nature': nature, 'enabled': form.enabled}
        changed = {key: [before[key], after[key]] for key in before if before[key] != after[key]}
        await journal.record(actor, act, details={'unit': unit.id, 'code': unit.code, 'changed': changed})
        news.append(OfficeChanged(unit.path))


@use_case
async def delete(actor: Actor, unit_id: int) -> None:
    """Delete an organisation that has no history, with its accounts that never acted.

    Raises InUse with what depends on it, NotFound, Forbidden, Unmet while units are frozen. Source: 1-domain §2.
    """
    require_administrator(actor, Level.DEPARTMENT)
    try:
        async with unit_of_work(actor) as news:
            unit = await _below(actor, unit_id)
            if await frozen(unit.path):
                raise Unmet(FROZEN)
            await office_uses.allow_deleting(unit)
            for account in await Account.filter(organisation_id=unit.id):
                news.extend(await sessions.end(account.id))
                await account.delete()
            await unit.delete()
            details = {'unit': unit.id, 'code': unit.code, 'name': unit.name}
            await journal.record(actor, Act.DELETE_UNIT, details=details)
            news.append(OfficeChanged(unit.path))
    except IntegrityError as error:  # a dependent row was added since, or is of an unchecked kind
        raise InUse('该单位已有业务记录，不能删除') from error


async def _below(actor: Actor, unit_id: int) -> Organisation:
    """The organisation, locked until the commit. Raises NotFound, Forbidden for the actor's own."""
    unit = await organisations.subtree(actor.path).select_for_update().get_or_none(id=unit_id) if actor.path else None
    if unit is None:
        raise NotFound('该单位')
    if unit.id == actor.organisation_id:
        raise Forbidden('本单位的信息由上级单位维护')
    return unit


def _read(form: UnitForm) -> tuple[str, Nature | None]:
    problems, name = [], ''
    try:
        name = parse_office_name(form.name)
    except Unfit as refusal:
        problems.append(Problem('name', str(refusal)))
    if form.nature and form.nature not in Nature.labels():
        problems.append(Problem('nature', '请选择单位性质'))
    if problems:
        raise Invalid(problems)
    return name, Nature(form.nature) if form.nature else None


async def _sole(name: str, above_id: int | None, besides: int = 0) -> None:
    if await Organisation.filter(parent_id=above_id, name=name).exclude(id=besides).exists():
        raise Invalid([Problem('name', '同一上级单位下已有同名单位')])
