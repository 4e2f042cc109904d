"""工种目录: adding, renaming and closing trades. A trade is never deleted: forms and certificates name its code."""

from __future__ import annotations

from dataclasses import dataclass

from tortoise.exceptions import IntegrityError

from domain.errors import CHANGED_MEANWHILE, Invalid, NotFound, Problem, Unmet
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import Paging
from domain.rules.permissions import Province
from domain.rules.typed_text import spaced
from domain.rules.vocabulary import AccountState, Act
from domain.rules.year.trade_filters import TradeFilters
from domain.services import journal
from domain.services.unit_of_work import use_case
from domain.services.year.year_settings import changing
from storage.models import Trade
from storage.queries.spellings import of_office

LONGEST_NAME = 40
GROUP_DIGITS = 2
LAST_IN_GROUP = 99


@dataclass(frozen=True, slots=True)
class Trades:
    """One page of trades and how many there are."""

    rows: tuple[Trade, ...]
    total: int


async def trades(actor: Actor, filters: TradeFilters, paging: Paging) -> Trades:
    """The catalogue in the order of its codes. Raises Forbidden."""
    Province.require(actor)
    found = Trade.all()
    if filters.keyword:
        found = found.filter(of_office(filters.keyword))
    if filters.groups:
        found = found.filter(group_code__in=list(filters.groups))
    if filters.standing:
        found = found.filter(enabled=filters.standing is not AccountState.DISABLED)
    rows = await found.order_by('code').offset(paging.offset).limit(paging.size)
    return Trades(tuple(rows), await found.count())


async def groups(actor: Actor) -> dict[str, str]:
    """Code to name of the groups. Raises Forbidden."""
    Province.require(actor)
    rows = await Trade.all().distinct().order_by('group_code').values_list('group_code', 'group_name')
    return {str(code): str(name) for code, name in rows}


@use_case
async def add_trade(actor: Actor, name: str, group: str, new_group: str = '') -> Trade:
    """新增工种 in a group, or in a new one named ``new_group``; it gets the group's next code.

    Raises Invalid at ``name``, ``group`` or ``new_group``, Forbidden.
    """
    name, new_group = _squeezed(name), _squeezed(new_group)
    try:
        async with changing(actor, Act.EDIT_TRADE):
            group_code, group_name = await _group(group, new_group)
            await _check(name)
            taken = await Trade.filter(group_code=group_code).values_list('code', flat=True)
            number = max((int(str(code)[GROUP_DIGITS:]) for code in taken), default=0) + 1
            if number > LAST_IN_GROUP:
                raise Invalid([Problem('group', f'该类别的工种已满 {LAST_IN_GROUP} 个，请另建类别')])
            code = f'{group_code}{number:02}'
            added = await Trade.create(code=code, name=name, group_code=group_code, group_name=group_name)
            await journal.record(actor, Act.EDIT_TRADE, details={'done': '新增', 'code': code, 'name': name})
    except IntegrityError as error:  # two add at the same time: the code or the name must be unique
        raise Unmet(CHANGED_MEANWHILE) from error
    return added


@use_case
async def edit_trade(actor: Actor, code: str, name: str, *, enabled: bool, seen: tuple[str, bool]) -> None:
    """Rename, close or reopen a trade that is still as ``seen`` (name, enabled).

    A closed trade cannot be applied for; applications that name it keep it. Raises Invalid at ``name``, NotFound,
    Forbidden, Unmet when it was changed since.
    """
    name = _squeezed(name)
    try:
        async with changing(actor, Act.EDIT_TRADE):
            row = await Trade.get_or_none(code=code)
            if row is None:
                raise NotFound('该工种')
            await _check(name, besides=code)
            same = Trade.filter(code=code, name=seen[0], enabled=seen[1])
            if not await same.update(name=name, enabled=enabled):
                raise Unmet(CHANGED_MEANWHILE)
            done = '修改' if enabled == seen[1] else '启用' if enabled else '停用'
            details = {'done': done, 'code': code, 'name': name, 'before': seen[0]}
            await journal.record(actor, Act.EDIT_TRADE, details=details)
    except IntegrityError as error:
        raise Invalid([Problem('name', '已有同名工种')]) from error


async def _group(group: str, new_group: str) -> tuple[str, str]:
    known = {
        str(code): str(name) for code, name in await Trade.all().distinct().values_list('group_code', 'group_name')
    }
    if not new_group:
        if group not in known:
            raise Invalid([Problem('group', '请选择类别，或填写新类别')])
        return group, known[group]
    if group:
        raise Invalid([Problem('new_group', '类别和新类别只填一项')])
    if new_group in known.values() or len(new_group) > LONGEST_NAME:
        raise Invalid([Problem('new_group', f'已有同名类别，或超过 {LONGEST_NAME} 字')])
    code = max((int(code) for code in known), default=0) + 1
    if code >= 10**GROUP_DIGITS:
        raise Invalid([Problem('new_group', '类别已满，请选用现有类别')])
    return str(code).zfill(GROUP_DIGITS), new_group


async def _check(name: str, besides: str = '') -> None:
    if not 2 <= len(name) <= LONGEST_NAME:
        raise Invalid([Problem('name', f'请填写工种名称（2–{LONGEST_NAME} 字）')])
    if await Trade.filter(name=name).exclude(code=besides).exists():
        raise Invalid([Problem('name', '已有同名工种')])


def _squeezed(text: str) -> str:
    return ''.join(spaced(text).split())
