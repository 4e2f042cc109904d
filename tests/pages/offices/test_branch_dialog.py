"""单位管理 of the province and a city: which kinds the dialog offers, and how a branch stands in the table."""

from __future__ import annotations

from nicegui import ui
from nicegui.testing import User

from tests import town as cast
from tests.pages.conftest import SignIn
from tests.pages.offices.test_admin import codes, fill, send, table
from tests.pages.settled import settled
from tests.town import Town


def level_field(user: User) -> ui.select:
    (field,) = [one for one in user.find(ui.select).elements if one.props.get('aria-label') == '单位级别']
    return field


async def open_dialog(user: User) -> None:
    user.find(kind=ui.button, content='新增下级单位').click()
    await user.should_see('单位编码由系统')


async def test_the_province_adds_a_branch_of_its_own(served: Town, user: User, sign_in: SignIn) -> None:
    await sign_in(user, cast.PROVINCE)
    await user.open('/admin/units')
    await user.should_see('河南省 及下级单位')
    await open_dialog(user)
    await user.should_see('按市级管理')
    kinds = {'department': '主管单位', 'unit': '单位', 'zone': '市级 · 功能区'}
    kinds |= {'direct_county': '市级 · 省直管县（市）', 'central': '市级 · 中央驻豫'}
    assert level_field(user).options == kinds
    assert level_field(user).value == 'department'
    fill(user, '单位名称', '航空港区')
    level_field(user).set_value('zone')
    send(user)
    await user.should_see('已新增 航空港区，单位编码 419100')
    await settled()
    assert codes(user)[-2:] == ['419100', cast.PROVINCE_DEPARTMENT]
    assert [row['level'] for row in table(user).rows[-2:]] == ['市级 · 功能区', '主管单位']


async def test_a_city_adds_a_county_and_a_doubled_name_is_refused(served: Town, user: User, sign_in: SignIn) -> None:
    await sign_in(user, cast.CITY)
    await user.open('/admin/units')
    await user.should_see('洛阳市 及下级单位')
    await open_dialog(user)
    await user.should_see('按县区管理')
    await user.should_not_see('按市级管理')
    level_field(user).set_value('county')
    fill(user, '单位名称', '宜阳县')
    send(user)
    await user.should_see('同一上级单位下已有同名单位')
    fill(user, '单位名称', '洛阳高新区')
    send(user)
    await user.should_see('已新增 洛阳高新区，单位编码 410371')
    await settled()
    assert next(row['level'] for row in table(user).rows if row['code'] == '410371') == '县区'
