"""What can be done with one account of 用户管理 and 本级审核员管理: 编辑, 重置密码, 删除."""

from __future__ import annotations

from dataclasses import replace

from nicegui import ui

from components.forms.form_dialog import Field, FormDialog, SwitchField, TextField, Typed
from components.kit.confirm import confirm
from components.table.listing import Action
from domain.errors import InUse
from domain.rules.access.passwords import INITIAL_WORD
from domain.services.offices import account_changes
from domain.services.offices.account_changes import AccountForm
from domain.services.offices.office_lists import AccountRow
from pages.access import current_actor, refusals

ACTIONS = (Action('edit', '编辑'), Action('reset', '重置密码'), Action('delete', '删除'))
DISABLED = '停用后，该账号立即退出且不能登录。'


async def act(name: str, row: AccountRow) -> None:
    """Carry out one of ACTIONS for a row of the list; refusals are shown."""
    with refusals():
        await {'edit': _edit, 'reset': _reset, 'delete': _delete}[name](row)


def person_fields(seen: AccountForm | None = None) -> list[Field]:
    """Name and mobile; both are required for a new account."""
    form = seen or AccountForm('')
    return [
        TextField('name', '姓名', form.name, required=True, longest=30),
        TextField('mobile', '手机号', form.mobile, required=seen is None, longest=20, keyboard='tel',
                  hint='可用于登录，不能与其他账号相同'),
    ]  # fmt: skip


async def _edit(row: AccountRow) -> None:
    seen = await account_changes.opened(await current_actor(), row.id)
    fields = [*person_fields(seen), SwitchField('enabled', '账号状态', '启用', seen.enabled)]

    async def save(typed: Typed) -> None:
        form = AccountForm(typed.texts['name'], typed.texts['mobile'], typed.switches['enabled'])
        await account_changes.edit(await current_actor(), row.id, form, seen=seen)
        ui.notify(f'账号 {row.login} 已保存', type='positive')

    facts = {'账号': row.login, '单位': row.unit}
    FormDialog('编辑账号', fields, save, facts=facts, remark=DISABLED if seen.enabled else '')


async def _reset(row: AccountRow) -> None:
    question = (
        f'确认重置 {row.name}（{row.login}）的密码？\n'
        f'密码恢复为初始密码 {INITIAL_WORD}，首次登录须修改；该账号如已登录将立即退出。'
    )
    if await confirm('重置密码', question, '重置密码'):
        await account_changes.reset_password(await current_actor(), row.id)
        ui.notify(f'{row.name}（{row.login}）的密码已重置为 {INITIAL_WORD}', type='positive')


async def _delete(row: AccountRow) -> None:
    """删除, or 停用 for an account that has a history."""
    if not await confirm('删除账号', f'确认删除 {row.name}（{row.login}）？', '删除', danger=True):
        return
    try:
        await account_changes.delete(await current_actor(), row.id)
    except InUse as refusal:
        if not await confirm('不能删除', f'{refusal}。可以改为停用 {row.name}（{row.login}）。', '停用'):
            return
        actor = await current_actor()
        seen = await account_changes.opened(actor, row.id)
        await account_changes.edit(actor, row.id, replace(seen, enabled=False), seen=seen)
        ui.notify(f'账号 {row.login} 已停用', type='positive')
        return
    ui.notify(f'账号 {row.login} 已删除', type='positive')
