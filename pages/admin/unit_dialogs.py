"""The dialogs of 单位管理: a new organisation, an edited one, and its administrator."""

from __future__ import annotations

from nicegui import ui

from components.forms.form_dialog import ChoiceField, Field, FormDialog, SwitchField, TextField, Typed
from domain.errors import Unmet
from domain.rules.access.passwords import INITIAL_WORD
from domain.rules.offices.levels import LONGEST_NAME
from domain.rules.vocabulary import Nature, OfficeKind
from domain.services.offices import account_changes, organisation_changes
from domain.services.offices.account_changes import AccountForm
from domain.services.offices.organisation_changes import Unit, UnitForm
from pages.access import current_actor
from pages.admin.rows import kind_text

RENEWED = (
    '保存后该账号的密码为初始密码 {word}，首次登录须修改密码；原管理员如已登录将立即退出。\n'
    '只更正姓名或手机号的，请到“用户管理”编辑。'
)
CODED = '单位编码由系统按上级单位编码自动生成。'
EXPLAINED = {
    OfficeKind.ZONE: '功能区（如航空港区）、省直管县（市）、中央驻豫按市级管理，其下可直接设主管单位和单位。',
    OfficeKind.COUNTY: '开发区、示范区等按县区管理的，级别选“县区”。',
}
DISABLED = '停用后，该单位的管理员和本级审核员立即退出且不能登录，也不能再有新的申报；重新启用时恢复单位管理员账号。'


def add_dialog(above: Unit) -> None:
    """Request a new organisation below ``above``. Raises Unmet where no organisation may be below."""
    if not above.kinds:
        raise Unmet('单位下不能再设下级单位，请先在左侧选择上级单位')
    kinds = {kind.value: kind_text(kind) for kind in above.kinds}
    fields: list[Field] = [
        TextField('name', '单位名称', required=True, longest=LONGEST_NAME),
        ChoiceField('level', '单位级别', kinds, above.kinds[0].value, required=True),
        ChoiceField('nature', '单位性质', Nature.labels()),
    ]

    async def save(typed: Typed) -> None:
        form = UnitForm(typed.texts['name'], typed.texts['nature'])
        added = await organisation_changes.add(await current_actor(), above.id, form, typed.texts['level'])
        ui.notify(f'已新增 {added.name}，单位编码 {added.code}', type='positive')

    remark = '\n'.join([CODED, *(text for kind, text in EXPLAINED.items() if kind in above.kinds)])
    FormDialog('新增下级单位', fields, save, facts={'上级单位': above.form.name}, remark=remark)


def edit_dialog(unit: Unit) -> None:
    """Edit name, nature or state."""
    seen = unit.form
    fields: list[Field] = [
        TextField('name', '单位名称', seen.name, required=True, longest=LONGEST_NAME),
        ChoiceField('nature', '单位性质', Nature.labels(), seen.nature),
        SwitchField('enabled', '单位状态', '启用', seen.enabled),
    ]

    async def save(typed: Typed) -> None:
        form = UnitForm(typed.texts['name'], typed.texts['nature'], typed.switches['enabled'])
        await organisation_changes.edit(await current_actor(), unit.id, form, seen=seen)
        ui.notify(f'{form.name} 已保存', type='positive')

    FormDialog('编辑单位', fields, save, facts={'单位编码': unit.code}, remark=DISABLED if seen.enabled else '')


def administrator_dialog(unit: Unit) -> None:
    """设置所属单位管理员: name and mobile of the new holder of the unit's own account."""
    fields: list[Field] = [
        TextField('name', '管理员姓名', required=True, longest=30),
        TextField('mobile', '手机号', required=True, longest=20, keyboard='tel', hint='可用于登录，不能与其他账号相同'),
    ]

    async def save(typed: Typed) -> None:
        form = AccountForm(typed.texts['name'], typed.texts['mobile'])
        login = await account_changes.set_administrator(await current_actor(), unit.id, form)
        ui.notify(f'已设置 {unit.form.name} 的管理员，账号 {login}，初始密码 {INITIAL_WORD}', type='positive')

    facts = {'单位': unit.form.name, '登录账号': unit.code}
    FormDialog('设置所属单位管理员', fields, save, facts=facts, remark=RENEWED.format(word=INITIAL_WORD))
