"""系统管理 as an administrator sees it: units, accounts and reviewers, each in the own subtree, and live."""

from __future__ import annotations

from datetime import timedelta

import pytest
from nicegui import ui
from nicegui.testing import User

from domain import clock
from domain.rules.vocabulary import Act, WindowKind
from domain.services.access import sessions
from domain.services.offices import account_changes, organisation_changes
from domain.services.offices.account_changes import AccountForm
from domain.services.offices.organisation_changes import UnitForm
from domain.services.offices.unit_import import UnitOutcome, UnitReport, UnitVerdict
from domain.services.year import years
from pages.admin.unit_import import outcome_of
from storage.models import Account, JournalEntry, Organisation, Session, Window
from tests import town as cast
from tests.pages.conftest import SignIn
from tests.pages.settled import settled
from tests.town import Town


def table(user: User) -> ui.table:
    return user.find(ui.table).elements.pop()


def codes(user: User, column: str = 'code') -> list[str]:
    return [row[column] for row in table(user).rows]


def fill(user: User, label: str, text: str) -> None:
    """Type into the field of the open dialog with this label."""
    (field,) = [one for one in user.find(ui.input).elements if one.props.get('aria-label') == label]
    field.set_value(text)


def send(user: User) -> None:
    user.find(marker='form-dialog').trigger('submit.prevent', [])


async def thaw() -> None:
    """Move the start of registration to next month: units can still be changed."""
    await Window.filter(kind=WindowKind.REGISTRATION).update(opens_at=clock.now() + timedelta(days=30))
    years.forget()


async def acts() -> list[Act]:
    return [entry.act for entry in await JournalEntry.filter(application_id=None).order_by('id')]


async def test_a_county_adds_a_unit_and_sees_it_at_once(served: Town, user: User, sign_in: SignIn) -> None:
    await sign_in(user, cast.COUNTY)
    await user.open('/admin/units')
    await user.should_see('宜阳县 及下级单位')
    await user.should_see('只能新增')
    assert codes(user) == [cast.DEPARTMENT, cast.HEALTH, '410327003000']
    user.find(kind=ui.button, content='新增下级单位').click()
    await user.should_see('单位编码由系统')
    fill(user, '单位名称', '')
    send(user)
    await user.should_see('请填写单位名称')
    fill(user, '单位名称', '宜阳县水利局')
    send(user)
    await user.should_see('已新增 宜阳县水利局，单位编码 410327004000')
    await settled()
    assert codes(user)[-1] == '410327004000'
    (tree,) = user.find(ui.tree).elements
    assert '宜阳县水利局' in str(tree.props['nodes'])
    assert await acts() == [Act.ADD_UNIT]


async def test_the_table_follows_the_tree_and_changes_of_a_colleague(served: Town, user: User, sign_in: SignIn) -> None:
    await sign_in(user, cast.COUNTY)
    await user.open('/admin/units')
    await user.should_see('宜阳县 及下级单位')
    department = served.organisations[cast.DEPARTMENT]
    user.find(ui.tree).trigger('update:selected', department.id)
    await user.should_see('宜阳县教育体育局 及下级单位')
    assert codes(user) == [cast.DEPARTMENT, cast.SCHOOL, cast.PRIMARY]
    await organisation_changes.add(served.actor(cast.DEPARTMENT), department.id, UnitForm('宜阳县第三小学'), 'unit')
    await settled()
    assert codes(user) == [cast.DEPARTMENT, cast.SCHOOL, cast.PRIMARY, '410327001003']
    await account_changes.set_administrator(
        served.actor(cast.DEPARTMENT),
        served.organisations[cast.PRIMARY].id,
        AccountForm('王小明', '13900000001'),
    )
    await settled()
    row = table(user).rows[2]
    assert (row['administrator'], row['account']['text']) == ('王小明', '待启用')


async def test_a_unit_out_of_scope_in_the_address_is_answered_like_an_unknown_one(
    served: Town, user: User, sign_in: SignIn
) -> None:
    await sign_in(user, cast.COUNTY)
    for above in (served.organisations[cast.OTHER_SCHOOL].id, 999_999):
        answer = await user.http_client.get(f'/admin/units?above={above}')
        assert answer.status_code == 404
        assert '该单位不存在，或不在您的管理范围内' in answer.text
        assert '洛宁' not in answer.text
    await user.open(f'/admin/accounts?unit={served.organisations[cast.OTHER_SCHOOL].id}')
    await user.should_see('共 0 条')


@pytest.mark.parametrize(
    ('who', 'path', 'label'),
    [
        (cast.SCHOOL, '/admin/units', '主管单位及以上管理员'),
        (cast.SCHOOL, '/admin/accounts', '主管单位及以上管理员'),
        (cast.COUNTY_REVIEWER, '/admin/accounts', '主管单位及以上管理员'),
        (cast.DEPARTMENT, '/admin/reviewers', '县区及以上管理员'),
    ],
)
async def test_accounts_without_permission_see_the_reason(
    served: Town, user: User, sign_in: SignIn, who: str, path: str, label: str
) -> None:
    await sign_in(user, who)
    answer = await user.http_client.get(path)
    assert answer.status_code == 403
    assert f'此页面只对{label}开放' in answer.text
    assert '设置所属单位管理员' not in answer.text


async def test_setting_an_administrator_ends_the_sessions_of_the_previous_one(
    served: Town, user: User, sign_in: SignIn
) -> None:
    former = await sessions.open_session(await Account.get(login=cast.HEALTH), '127.0.0.1', 'test', restricted=False)
    key = await sessions.find(former)
    await sign_in(user, cast.COUNTY)
    await user.open('/admin/units')
    await user.should_see('宜阳县 及下级单位')
    user.find(ui.table).trigger('act', ['set_admin', served.organisations[cast.HEALTH].id])
    await user.should_see('登录账号')
    fill(user, '管理员姓名', '王小明')
    fill(user, '手机号', '123')
    send(user)
    await user.should_see('手机号应为 11 位数字')
    assert sessions.alive(key)
    fill(user, '手机号', '13900000001')
    send(user)
    await user.should_see('账号 410327002000，初始密码 123')
    assert not sessions.alive(key)
    assert not await Session.filter(key=key).exists()
    assert (await Account.get(login=cast.HEALTH)).name == '王小明'


async def test_what_cannot_be_deleted_can_be_disabled(served: Town, user: User, sign_in: SignIn) -> None:
    await thaw()
    hospital = served.organisations[cast.HOSPITAL]
    await Account.filter(login=cast.HOSPITAL).update(acted_at=clock.now())
    await sign_in(user, cast.COUNTY)
    await user.open(f'/admin/units?above={served.organisations[cast.HEALTH].id}')
    await user.should_see('宜阳县卫生健康委员会 及下级单位')
    await user.should_not_see('只能新增')
    user.find(ui.table).trigger('act', ['delete', hospital.id])
    await user.should_see('确认删除 宜阳县人民医院')
    user.find(kind=ui.button, content='删除').click()
    await user.should_see('1 个账号已使用过系统，不能删除')
    user.find(kind=ui.button, content='停用').click()
    await user.should_see('宜阳县人民医院 已停用')
    await settled()
    assert [row['status']['text'] for row in table(user).rows] == ['正常', '已停用']
    assert not (await Organisation.get(id=hospital.id)).enabled
    assert await acts() == [Act.DISABLE_UNIT]


async def test_a_shared_link_opens_the_tree_down_to_the_chosen_unit(served: Town, user: User, sign_in: SignIn) -> None:
    hospital, health = served.organisations[cast.HOSPITAL], served.organisations[cast.HEALTH]
    await sign_in(user, cast.COUNTY)
    await user.open(f'/admin/units?above={hospital.id}')
    await user.should_see('宜阳县人民医院 及下级单位')
    assert codes(user) == [cast.HOSPITAL]
    (tree,) = user.find(ui.tree).elements
    assert tree.props['selected'] == hospital.id
    assert set(tree.props['expanded']) == {served.organisations[cast.COUNTY].id, health.id}
    assert '宜阳县人民医院' in str(tree.props['nodes'])
    assert '宜阳县实验小学' not in str(tree.props['nodes'])  # this branch was not requested
    user.find(kind=ui.button, content='新增下级单位').click()
    await user.should_see('单位下不能再设下级单位')


async def test_when_the_shown_unit_is_deleted_the_page_shows_the_actors_own_office(
    served: Town, user: User, sign_in: SignIn
) -> None:
    await thaw()
    county = served.actor(cast.COUNTY)
    added = await organisation_changes.add(county, county.organisation_id or 0, UnitForm('宜阳县水利局'), 'department')
    await sign_in(user, cast.COUNTY)
    await user.open(f'/admin/units?above={added.id}')
    await user.should_see('宜阳县水利局 及下级单位')
    await organisation_changes.delete(county, added.id)
    await settled()
    await user.should_see('宜阳县 及下级单位')


async def test_a_password_is_reset_from_the_list(served: Town, user: User, sign_in: SignIn) -> None:
    key = await sign_in(user, cast.PRIMARY)
    await sign_in(user, cast.DEPARTMENT)
    await user.open('/admin/accounts?keyword=%E5%88%98%E8%8A%B3')
    await user.should_see('共 1 条')
    assert codes(user, 'login') == [cast.PRIMARY]
    user.find(ui.table).trigger('act', ['reset', served.accounts[cast.PRIMARY].id])
    await user.should_see(f'确认重置 刘芳（{cast.PRIMARY}）的密码')
    user.find(kind=ui.button, content='重置密码').click()
    await user.should_see('的密码已重置为 123')
    assert not sessions.alive(key)
    assert (await Account.get(login=cast.PRIMARY)).password_hash == ''
    await settled()
    assert table(user).rows[0]['status']['text'] == '待启用'


async def test_forged_rows_are_ignored(served: Town, user: User, sign_in: SignIn) -> None:
    await sign_in(user, cast.COUNTY)
    foreign = served.accounts[cast.OTHER_SCHOOL].id
    await user.open('/admin/accounts')
    await user.should_see('共 ')
    for forged in (['reset', foreign], ['reset', served.accounts[cast.COUNTY].id], ['drop', 1], {'a': 1}):
        user.find(ui.table).trigger('act', forged)
    await user.should_not_see('确认重置')
    await user.open('/admin/units')
    await user.should_see('宜阳县 及下级单位')
    for forged_node in (served.organisations[cast.OTHER_SCHOOL].id, 'wait-1', {'x': 1}, None):
        user.find(ui.tree).trigger('update:selected', forged_node)
    await user.should_see('宜阳县 及下级单位')
    assert await acts() == []


async def test_an_account_is_edited_and_a_wrong_mobile_is_refused_at_its_field(
    served: Town, user: User, sign_in: SignIn
) -> None:
    await Account.filter(login=cast.SCHOOL).update(mobile='13900000007')
    await sign_in(user, cast.COUNTY)
    await user.open('/admin/accounts?keyword=410327001002')
    await user.should_see('共 1 条')
    user.find(ui.table).trigger('act', ['edit', served.accounts[cast.PRIMARY].id])
    await user.should_see('编辑账号')
    fill(user, '手机号', '13900000007')
    send(user)
    await user.should_see('该手机号已被其他账号使用')
    fill(user, '手机号', '13900000008')
    (switch,) = user.find(ui.switch).elements
    switch.set_value(False)
    send(user)
    await user.should_see(f'账号 {cast.PRIMARY} 已保存')
    row = await Account.get(login=cast.PRIMARY)
    assert (row.mobile, row.enabled) == ('13900000008', False)
    assert await acts() == [Act.VIEW, Act.DISABLE_ACCOUNT]
    await settled()
    assert table(user).rows[0]['mobile'] == '139****0008'


async def test_reviewers_are_added_and_deleted(served: Town, user: User, sign_in: SignIn) -> None:
    await sign_in(user, cast.COUNTY)
    await user.open('/admin/reviewers')
    await user.should_see('共 2 条')
    user.find(kind=ui.button, content='新增审核员').click()
    await user.should_see('首次登录须修改密码')
    fill(user, '姓名', '王小明')
    fill(user, '手机号', '13900000001')
    send(user)
    await user.should_see('账号 410327-sh03，初始密码 123')
    await settled()
    assert codes(user, 'login') == [cast.COUNTY_REVIEWER, cast.COUNTY_SECOND, '410327-sh03']
    user.find(ui.table).trigger('act', ['delete', table(user).rows[-1]['id']])
    await user.should_see('确认删除 王小明')
    user.find(kind=ui.button, content='删除').click()
    await user.should_see('账号 410327-sh03 已删除')
    await settled()
    assert codes(user, 'login') == [cast.COUNTY_REVIEWER, cast.COUNTY_SECOND]


def test_an_import_counts_the_rows_and_names_what_is_left_to_do() -> None:
    verdicts = (
        UnitVerdict(2, UnitOutcome.ADDED, '单位编码 410327004000'),
        UnitVerdict(3, UnitOutcome.BLANK, '空行，已跳过'),
        UnitVerdict(4, UnitOutcome.WITHOUT_ADMINISTRATOR, '单位编码 410327004001；该手机号已被其他账号使用'),
        UnitVerdict(5, UnitOutcome.REFUSED, '同一上级单位下已有同名单位'),
    )
    outcome = outcome_of(UnitReport(verdicts, stopped=True))
    assert [(count.label, count.rows) for count in outcome.counts] == [
        ('已新增', 1),
        ('已新增，管理员未设置', 1),
        ('未新增', 1),
        ('空行', 1),
    ]
    assert [row.row for row in outcome.listed] == [4, 5]
    assert '已停止' in outcome.remark
    assert len(outcome.report.decode('utf-8-sig').splitlines()) == 1 + len(verdicts)
