"""What depends on an organisation: why it cannot be deleted, disabled or enabled, checked inside a transaction."""

from __future__ import annotations

from domain.errors import InUse, Unmet
from domain.rules.vocabulary import Role, Status
from storage.models import Account, Application, Organisation
from storage.queries import organisations
from storage.queries.access import accounts

UNFINISHED = (Status.DRAFT, Status.IN_REVIEW, Status.RETURNED)


async def allow_deleting(unit: Organisation) -> None:
    """Raises InUse when it has children, applications, applicants or accounts that acted. Source: 1-domain §2."""
    if children := await Organisation.filter(parent_id=unit.id).count():
        raise InUse(f'该单位有 {children} 个下级单位，不能删除')
    if applications := await Application.filter(unit_id=unit.id).count():
        raise InUse(f'该单位有 {applications} 条报名信息，不能删除')
    members = await Account.filter(organisation_id=unit.id).values_list('id', 'role')
    if applicants := sum(role == Role.APPLICANT for _, role in members):
        raise InUse(f'该单位有 {applicants} 个报考人员账号，不能删除')
    if acted := await accounts.with_history([int(str(one)) for one, _ in members]):
        raise InUse(f'该单位有 {len(acted)} 个账号已使用过系统，不能删除')


async def allow_disabling(unit: Organisation) -> None:
    """Raises Unmet while offices below are in use, or applications still have to pass this organisation."""
    if await Organisation.filter(parent_id=unit.id, enabled=True).exists():
        raise Unmet('该单位还有正常使用的下级单位，请先停用下级单位')
    below = Application.filter(unit_id__in=organisations.ids_below(unit.path), year__current=True)
    if unfinished := await below.filter(status__in=list(UNFINISHED)).count():
        raise Unmet(f'该单位还有 {unfinished} 条未办结的申报，办结后才能停用')


async def allow_enabling(unit: Organisation) -> None:
    """Raises Unmet below a disabled organisation."""
    if await Organisation.filter(id=unit.parent_id or 0, enabled=False).exists():
        raise Unmet('上级单位已停用，请先启用上级单位')
