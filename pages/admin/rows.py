"""Organisations and accounts as rows of 系统管理."""

from __future__ import annotations

from components.kit.status import TagCell, cell
from components.kit.words import Kind
from components.table.listing import Column, Row
from domain import clock
from domain.rules.offices.levels import branch_kind
from domain.rules.vocabulary import BRANCHES, AccountState, OfficeKind
from domain.services.offices.office_lists import AccountRow, UnitRow

UNITS = (
    Column('code', '单位编码', 'number'),
    Column('name', '单位名称'),
    Column('level', '级别'),
    Column('nature', '单位性质', shown=False),
    Column('below', '下级', 'number'),
    Column('administrator', '管理员'),
    Column('account', '账号状态', 'tag'),
    Column('status', '单位状态', 'tag'),
)
ACCOUNTS = (
    Column('login', '账号', 'number'),
    Column('name', '姓名'),
    Column('mobile', '手机号', 'number'),
    Column('unit', '单位'),
    Column('role', '角色'),
    Column('status', '状态', 'tag'),
    Column('activated_at', '启用时间', 'number'),
    Column('acted_at', '最近操作', 'number', shown=False),
)
REVIEWERS = tuple(column for column in ACCOUNTS if column.name not in ('unit', 'role'))
_KINDS: dict[AccountState, Kind] = {
    AccountState.ACTIVE: 'green',
    AccountState.WAITING: 'amber',
    AccountState.DISABLED: 'grey',
}


def standing_cell(standing: AccountState) -> TagCell:
    """正常, 待启用 or 已停用."""
    return cell(standing.label, _KINDS[standing])


def kind_text(kind: OfficeKind) -> str:
    """主管单位, or 市级 · 功能区 for a branch at the level of a city."""
    return f'{kind.level.label} · {kind.label}' if kind in BRANCHES else kind.label


def unit_cells(row: UnitRow) -> Row:
    """One organisation for the table."""
    branch = branch_kind(row.level, row.code)
    return {
        'id': row.id,
        'code': row.code,
        'name': row.name,
        'level': kind_text(branch) if branch else row.level.label,
        'nature': row.nature.label if row.nature else '',
        'below': row.below,
        'administrator': row.administrator,
        'account': standing_cell(row.administrator_standing) if row.administrator_standing else cell('未设置', 'red'),
        'status': standing_cell(AccountState.ACTIVE if row.enabled else AccountState.DISABLED),
    }


def account_cells(row: AccountRow) -> Row:
    """One account for the table; an account that never used the initial password has no time of activation."""
    return {
        'id': row.id,
        'login': row.login,
        'name': row.name,
        'mobile': row.mobile,
        'unit': row.unit,
        'role': row.role.label,
        'status': standing_cell(row.standing),
        'activated_at': clock.minute_text(row.activated_at),
        'acted_at': clock.minute_text(row.acted_at),
    }
