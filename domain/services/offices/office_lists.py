"""单位管理, 用户管理 and 本级审核员管理 as lists: what an administrator manages, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import Q
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from domain import clock
from domain.errors import Forbidden, NotFound
from domain.rules.actor import Actor
from domain.rules.application.person import masked_id, masked_mobile
from domain.rules.lists.application_filters import Paging
from domain.rules.offices.levels import units_are_frozen
from domain.rules.offices.office_filters import AccountFilters, UnitFilters
from domain.rules.vocabulary import AccountState, Level, Nature, Role
from domain.services.year.years import all_years
from storage.models import Account, Organisation
from storage.queries import organisations
from storage.queries.access import accounts
from storage.queries.spellings import of_office


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One organisation in the table; ``administrator`` is empty while none is set."""

    id: int
    code: str
    name: str
    level: Level
    nature: Nature | None
    below: int
    administrator: str
    administrator_standing: AccountState | None
    enabled: bool


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account in the table; ID number and mobile are masked."""

    id: int
    login: str
    name: str
    mobile: str
    unit: str
    role: Role
    standing: AccountState
    activated_at: datetime | None
    acted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Units:
    """One page of organisations, how many there are, and the name of the one above them."""

    rows: tuple[UnitRow, ...]
    total: int
    above: str


@dataclass(frozen=True, slots=True)
class Accounts:
    """One page of accounts and how many there are."""

    rows: tuple[AccountRow, ...]
    total: int


async def units(actor: Actor, filters: UnitFilters, paging: Paging) -> Units:
    """The selected organisation (by default the actor's own) with those directly below it, or all in it that match.

    The actor's own is not in the result: its superior manages it.

    Raises Forbidden below a department, NotFound when the selected one is out of reach.
    """
    require_administrator(actor, Level.DEPARTMENT)
    top = await organisations.in_reach(actor, filters.above or actor.organisation_id or 0)
    if top is None:
        raise NotFound('该单位')
    reach = (
        organisations.subtree(top.path) if filters.searches else Organisation.filter(Q(id=top.id) | Q(parent_id=top.id))
    )
    found = reach.exclude(id=actor.organisation_id)
    if filters.keyword:
        found = found.filter(of_office(filters.keyword))
    if filters.levels:
        found = found.filter(level__in=list(filters.levels))
    if filters.standing:
        found = found.filter(enabled=filters.standing is not AccountState.DISABLED)
    order = ('path',) if filters.searches else ('level', 'path')  # as in ``directly_below``; the selected one is first
    rows = await found.order_by(*order).offset(paging.offset).limit(paging.size)
    return Units(await _unit_rows(rows), await found.count(), top.name)


async def managed_accounts(actor: Actor, filters: AccountFilters, paging: Paging) -> Accounts:
    """The accounts the actor manages. Raises Forbidden below a department."""
    require_administrator(actor, Level.DEPARTMENT)
    found = accounts.managed_by(actor)
    if filters.unit is not None:
        unit = await organisations.in_reach(actor, filters.unit)
        found = found.filter(organisation_id__in=organisations.ids_below(unit.path) if unit else [])
    if filters.roles:
        found = found.filter(role__in=list(filters.roles))
    if filters.keyword:
        found = found.filter(accounts.matching(filters.keyword))
    return await _page(_standing(found, filters.standing), paging)


async def own_reviewers(actor: Actor, paging: Paging) -> Accounts:
    """The reviewers of the actor's own organisation. Raises Forbidden below a county."""
    require_administrator(actor, Level.COUNTY)
    return await _page(accounts.reviewers_of(actor), paging)


async def frozen(path: str) -> bool:
    """Whether units below ``path`` can only be added, not changed, now; without a year they can be changed freely."""
    years = (await all_years()).by_id.values()
    return any(units_are_frozen(year.parameters, year.windows_for(None, path), clock.now()) for year in years)


def require_administrator(actor: Actor, lowest: Level) -> None:
    """Raises Forbidden except for administrators of offices of this level or above (3-screens §1)."""
    if actor.role is not Role.ADMIN or not actor.at_least(lowest):
        raise Forbidden(f'只有{lowest.label}及以上管理员可以进行系统管理')


def standing_of(account: Account) -> AccountState:
    """正常, 待启用 until the initial password is used, or 已停用."""
    if not account.enabled:
        return AccountState.DISABLED
    return AccountState.ACTIVE if account.password_hash else AccountState.WAITING


def _standing(found: QuerySet[Account], standing: AccountState | None) -> QuerySet[Account]:
    if standing is AccountState.DISABLED:
        return found.filter(enabled=False)
    if standing is AccountState.WAITING:
        return found.filter(enabled=True, password_hash='')
    return found.filter(~Q(password_hash=''), enabled=True) if standing else found


async def _unit_rows(rows: list[Organisation]) -> tuple[UnitRow, ...]:
    if not rows:
        return ()
    grouped = Organisation.filter(parent_id__in=[row.id for row in rows]).group_by('parent_id')
    below = {int(parent): int(n) for parent, n in await grouped.annotate(n=Count('id')).values_list('parent_id', 'n')}
    main = {account.login: account for account in await Account.filter(login__in=[row.code for row in rows])}
    return tuple(_unit_row(row, below.get(row.id, 0), main.get(row.code)) for row in rows)


def _unit_row(row: Organisation, below: int, main: Account | None) -> UnitRow:
    return UnitRow(
        id=row.id,
        code=row.code,
        name=row.name,
        level=row.level,
        nature=row.nature,
        below=below,
        administrator=main.name if main else '',
        administrator_standing=standing_of(main) if main else None,
        enabled=row.enabled,
    )


async def _page(found: QuerySet[Account], paging: Paging) -> Accounts:
    """Ids first, from an index alone, then the rows of the page."""
    page = found.order_by('id').offset(paging.offset).limit(paging.size)
    ids = [int(str(one)) for one in await page.values_list('id', flat=True)]
    rows = await Account.filter(id__in=ids).order_by('id').select_related('organisation') if ids else []
    return Accounts(tuple(_account_row(row) for row in rows), await found.count())


def _account_row(row: Account) -> AccountRow:
    return AccountRow(
        id=row.id,
        login=masked_id(row.login) if row.role is Role.APPLICANT else row.login,
        name=row.name,
        mobile=masked_mobile(row.mobile or ''),
        unit=row.organisation.name if row.organisation else '',
        role=row.role,
        standing=standing_of(row),
        activated_at=row.activated_at,
        acted_at=row.acted_at,
    )
