"""容缺后补 as the offices see it: the content of a row, the buttons, and changes made by others."""

from __future__ import annotations

from datetime import timedelta

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement
from nicegui.testing import User

from components.frame.menu_list import MenuList
from components.table.listing import Row
from domain import clock
from domain.rules.vocabulary import Act, DeferralState, MaterialKind
from domain.services.review.deferrals import confirm_supplied, defer
from pages.reviewer.review.deferral_rows import ACTIONS
from storage.models import Application, Deferral
from tests import town as cast
from tests.pages.conftest import SignIn
from tests.pages.settled import settled
from tests.town import Town

PATH = '/deferrals'


def rows(user: User) -> dict[object, Row]:
    return {row['id']: row for row in user.find(ui.table).elements.pop().rows}


def shown_acts(row: Row) -> list[str]:
    hidden = str(row['_hide']).split(' ')
    return [action.label for action in ACTIONS if action.name not in hidden]


async def deferred(town: Town, unit: str = cast.SCHOOL) -> tuple[Application, int]:
    application = await town.application(unit, grade=1)
    day = clock.today() + timedelta(days=7)
    found = await defer(
        town.actor(unit), application.id, (MaterialKind.SALARY,), '工资表待盖章', day, seen=application.version
    )
    return await Application.get(id=application.id), found.id


async def test_the_unit_uploads_and_then_confirms(served: Town, user: User, sign_in: SignIn) -> None:
    application, deferral = await deferred(served)
    await sign_in(user, cast.SCHOOL)
    await user.open(PATH)
    await user.should_see('共 1 条')
    row = rows(user)[deferral]
    assert (row['items'], row['days_left']) == ('工资表', {'text': '剩 7 天', 'kind': 'grey'})
    assert row['standing'] == {'text': '待补', 'kind': 'purple'}
    assert shown_acts(row) == ['详情', '容缺后补备注', '上传', '确认材料已补']
    assert row['_off'] == 'confirm'
    user.find(ui.table).trigger('act', ['confirm', deferral])  # forged: the button is disabled
    await user.should_see('请先上传补交的材料')
    user.find(ui.table).trigger('act', ['supply', deferral])
    await user.should_see(f'补交材料：{application.name}')
    assert not user.find(kind=ui.button, content='确认材料已补').elements.pop().enabled
    await user.should_see('容缺承诺书')
    await served.upload(application, MaterialKind.SALARY)
    user.find('关闭').click()
    user.find(ui.table).trigger('act', ['supply', deferral])
    await settled()
    user.find(kind=ui.button, content='确认材料已补').click()
    await user.should_see('已确认材料补齐')
    await settled()
    assert rows(user)[deferral]['standing'] == {'text': '已补待复核', 'kind': 'blue'}
    assert (await Deferral.get(id=deferral)).state is DeferralState.SUPPLIED


async def test_the_county_rechecks_and_a_new_deferral_is_announced(served: Town, user: User, sign_in: SignIn) -> None:
    application, deferral = await deferred(served)
    await sign_in(user, cast.COUNTY)
    await user.open(PATH)
    await user.should_see('共 1 条')
    assert shown_acts(rows(user)[deferral]) == ['详情', '容缺后补备注']
    await served.upload(application, MaterialKind.SALARY)
    await confirm_supplied(served.actor(cast.SCHOOL), application.id, seen=application.version)
    _, second = await deferred(served, cast.HOSPITAL)
    await settled()
    await user.should_see('新到 1 条')
    await user.should_see('共 2 条')
    assert second not in rows(user)
    assert shown_acts(rows(user)[deferral])[2:] == ['复核通过', '复核不通过']
    user.find(ui.table).trigger('act', ['recheck_fail', deferral])
    await user.should_see('材料须重新补交')
    user.find(kind=ui.textarea).type('印章不清晰')
    user.find(kind=ui.button, content='确认复核不通过').click()
    await settled()
    found = await Deferral.get(id=deferral)
    assert (found.state, found.opinion) == (DeferralState.OPEN, '印章不清晰')
    assert rows(user)[deferral]['standing'] == {'text': '待补', 'kind': 'purple'}


async def test_recheck_passes_with_one_click(served: Town, user: User, sign_in: SignIn) -> None:
    application, deferral = await deferred(served)
    await served.upload(application, MaterialKind.SALARY)
    await confirm_supplied(served.actor(cast.SCHOOL), application.id, seen=application.version)
    await sign_in(user, cast.CITY)
    await user.open(PATH)
    await user.should_see('共 1 条')
    user.find(ui.table).trigger('act', ['recheck_pass', deferral])
    await user.should_see('容缺材料复核通过')
    assert (await cast.acts_of(application))[-1] is Act.RECHECK_PASS


async def test_the_note_is_shown_and_the_view_is_kept_in_the_address(served: Town, user: User, sign_in: SignIn) -> None:
    _, deferral = await deferred(served)
    await sign_in(user, cast.DEPARTMENT)
    await user.open(f'{PATH}?standings=overdue,<script>')
    await user.should_see('共 0 条')
    await user.open(f'{PATH}?standings=open')
    await user.should_see('共 1 条')
    user.find(ui.table).trigger('act', ['note', deferral])
    await user.should_see('工资表待盖章')
    await user.should_see('年度容缺补交截止')


async def test_another_county_sees_nothing_and_cannot_forge_access(served: Town, user: User, sign_in: SignIn) -> None:
    application, deferral = await deferred(served)
    await sign_in(user, cast.OTHER_COUNTY)
    await user.open(PATH)
    await user.should_see('共 0 条')
    for name in ('note', 'supply', 'confirm', 'recheck_pass'):
        user.find(ui.table).trigger('act', [name, deferral])
    await settled()
    await user.should_not_see(application.name)
    assert (await Application.get(id=application.id)).version == application.version


async def test_the_menu_counts_the_work_of_this_office(served: Town, user: User, sign_in: SignIn) -> None:
    application, _ = await deferred(served)
    await served.upload(application, MaterialKind.SALARY)
    await sign_in(user, cast.COUNTY)
    await user.open('/')
    await user.should_see('容缺后补')
    (menu,) = user.find(kind=MenuList).elements
    (badge,) = menu.slots['deferrals'].children
    assert isinstance(badge, TextElement)
    assert (badge.text, badge.visible) == ('0', False)
    await confirm_supplied(served.actor(cast.SCHOOL), application.id, seen=application.version)
    await settled()
    assert (badge.text, badge.visible) == ('1', True)
