"""年度设置 as the province sees it: forms that show errors, effect at once, and no access for others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from nicegui import ui
from nicegui.testing import User

from components.frame.menu import menu_for
from domain import clock
from domain.long_work import to_the_end
from domain.rules.vocabulary import Finding, Grade, Level, Role
from domain.rules.year.parameters import Parameters
from domain.rules.year.window_form import WindowForm, moment_text
from domain.services.access import sessions
from domain.services.eligibility.parameter_changes import save_parameters, trial
from domain.services.eligibility.reassessment import renew
from domain.services.year import reason_library, year_fees, year_windows
from domain.services.year.reason_library import ReasonForm
from domain.services.year.years import current_year, trade_names
from storage.models import Application, CommonReason, ExamYear, Trade, Window
from tests import town as cast
from tests.pages.conftest import SignIn
from tests.pages.settled import settled
from tests.pages.year.settings_desk import act, fill, listed, press, rows, send
from tests.town import Town

PAGES = {
    '/year/years': '考核年度',
    '/year/windows': '时间节点',
    '/year/fees': '收费标准',
    '/year/subjects': '考试科目',
    '/year/trades': '工种目录',
    '/year/parameters': '申报条件参数',
    '/year/reasons': '常用意见',
    '/year/prior-passes': '往年报考合格库',
    '/year/audit': '操作日志',
}


@pytest.mark.parametrize('path', PAGES)
@pytest.mark.parametrize('login', [cast.CITY, cast.COUNTY_REVIEWER, cast.SCHOOL])
async def test_an_address_of_the_province_is_closed_to_all_others(
    served: Town, user: User, sign_in: SignIn, path: str, login: str
) -> None:
    await sign_in(user, login)
    response = await user.http_client.get(path)
    assert response.status_code == 403
    assert '省级管理员' in response.text


@pytest.mark.parametrize('path', PAGES)
async def test_the_province_finds_every_page_in_its_menu(served: Town, user: User, sign_in: SignIn, path: str) -> None:
    await sign_in(user, cast.PROVINCE)
    await user.open(path)
    await user.should_see('年度设置')
    titles = {entry.path: entry.title for part in menu_for(Level.PROVINCE, Role.ADMIN) for entry in part.entries}
    assert titles[path] == PAGES[path]
    for level, role in ((Level.PROVINCE, Role.REVIEWER), (Level.CITY, Role.ADMIN)):
        assert path not in [entry.path for part in menu_for(level, role) for entry in part.entries]


async def test_a_year_is_added_and_made_current_with_its_number_typed(
    served: Town, user: User, sign_in: SignIn
) -> None:
    await served.application(at=Level.COUNTY)
    await sign_in(user, cast.PROVINCE)
    await user.open('/year/years')
    this = (await ExamYear.get()).year
    assert [(row['year'], row['_hide']) for row in rows(user)] == [(this, 'current delete')]
    press(user, '新增考核年度')
    fill(user, '年度', str(this))
    send(user)
    await user.should_see(f'{this} 年度已经存在')
    fill(user, '年度', str(this + 1))
    send(user)
    await user.should_see(f'已新增 {this + 1} 年度')
    await settled()
    first = rows(user)[0]
    assert (first['year'], first['windows'], first['fees'], first['_hide']) == (this + 1, 0, '已设置', '')
    act(user, 'current', first['id'])
    await user.should_see('洛阳市：审核中 1 人')
    (box,) = [one for one in user.find(ui.input).elements if '以确认' in str(one.props.get('label'))]
    box.set_value('2000')
    user.find(kind=ui.button, content='设为当前年度').click()
    await settled()
    assert (await current_year()).year == this
    box.set_value(str(this + 1))
    user.find(kind=ui.button, content='设为当前年度').click()
    await user.should_see('已设为当前年度')
    assert (await current_year()).year == this + 1


async def test_a_window_with_its_end_before_its_beginning_is_refused_at_the_field(
    served: Town, user: User, sign_in: SignIn
) -> None:
    await sign_in(user, cast.PROVINCE)
    await user.open('/year/windows')
    await user.should_see('共 10 条')
    press(user, '新增时间节点')
    fill(user, '名称', '网上报名（第二批）')
    fill(user, '类别', 'registration')
    fill(user, '适用层级', 'county')
    fill(user, '开始时间', moment_text(clock.now() + timedelta(days=2)))
    fill(user, '结束时间', moment_text(clock.now() + timedelta(days=1)))
    send(user)
    await user.should_see('结束时间应晚于开始时间')
    await user.should_see('只有“资格审核”可以按层级设置')
    fill(user, '适用层级', None)
    fill(user, '结束时间', moment_text(clock.now() + timedelta(days=3)))
    send(user)
    await user.should_see('时间节点已新增')
    await settled()
    await user.should_see('共 11 条')
    added = await Window.get(name='网上报名（第二批）')
    act(user, 'edit', added.id)
    await settled()
    fill(user, '名称', '第二批')
    send(user)
    await user.should_see('时间节点已保存')
    act(user, 'delete', added.id)
    await user.should_see('确认删除“')
    press(user, '删除')
    await user.should_see('时间节点已删除')
    assert not await Window.filter(id=added.id).exists()


async def test_fees_are_typed_in_yuan_and_another_page_follows(served: Town, user: User, sign_in: SignIn) -> None:
    key = await sign_in(user, cast.PROVINCE)
    await user.open('/year/fees')
    fill(user, '五级（初级工）（元）', '12.345')
    send(user, 'settings')
    await user.should_see('最多两位小数')
    fill(user, '五级（初级工）（元）', '165')
    send(user, 'settings')
    await user.should_see('收费标准已保存')
    assert (await current_year()).fees[Grade.FIVE] == 165_00
    seen = year_fees.typed_fees(await ExamYear.get())
    await year_fees.set_fees(await sessions.actor_of(key, ''), 1, {**seen, '4': '200'}, seen=seen)
    await user.should_see('他人修改')
    (field,) = [one for one in user.find(ui.input).elements if one.props['aria-label'] == '四级（中级工）（元）']
    assert field.value == '200.00'


async def test_a_change_of_a_parameter_shows_its_effect_before_it_is_saved(
    served: Town, user: User, sign_in: SignIn
) -> None:
    await sign_in(user, cast.PROVINCE)
    application = await served.application()
    await user.open('/year/parameters')
    for grade in ('四级', '三级', '二级', '一级'):
        for field in user.find(ui.input).elements:
            if field.props.get('aria-label') == grade and 'held_years' in ' '.join(field._markers):
                field.set_value('55')
    (joined,) = [one for one in user.find(ui.input).elements if 'working_years.3' in one._markers]
    joined.set_value('99')
    send(user, 'settings')
    await user.should_see('应为 0–60 之间的整数')
    joined.set_value('59')
    send(user, 'settings')
    await user.should_see('在办申报 1 条，其中 1 条的预审结论将改变')
    await user.should_see('审核中：符合 → 不符合 1 条')
    assert (await current_year()).parameters == Parameters()
    press(user, '取消')
    await settled()
    assert (await current_year()).parameters == Parameters()
    send(user, 'settings')
    await user.should_see('审核中：符合 → 不符合 1 条')
    press(user, '确认保存')
    await user.should_see('1 条结论改变')
    assert (await current_year()).parameters.working_years[3] == 59
    assert (await Application.get(id=application.id)).precheck is Finding.UNMET


async def test_a_trade_is_renamed_and_closed(served: Town, user: User, sign_in: SignIn) -> None:
    await sign_in(user, cast.PROVINCE)
    await user.open('/year/trades?keyword=0101')
    await user.should_see('共 1 条')
    act(user, 'edit', '0101')
    await user.should_see('可以申报')
    fill(user, '工种名称', '机动车驾驶员')
    user.find(ui.switch).elements.pop().set_value(False)
    send(user)
    await user.should_see('工种 0101 已保存')
    await settled()
    assert rows(user)[0]['standing'] == {'text': '已停用', 'kind': 'grey'}
    assert (await trade_names())['0101'] == '机动车驾驶员'
    press(user, '新增工种')
    await user.should_see('工种编码由系统按类别自动生成')
    fill(user, '工种名称', '无人机驾驶员')
    send(user)
    await user.should_see('请选择类别，或填写新类别')
    fill(user, '新类别', '新业态')
    send(user)
    await user.should_see('已新增工种 1601 无人机驾驶员')
    assert (await Trade.get(code='1601')).group_name == '新业态'


async def test_reasons_are_added_edited_and_deleted(served: Town, user: User, sign_in: SignIn) -> None:
    key = await sign_in(user, cast.PROVINCE)
    await user.open('/year/reasons')
    press(user, '新增常用意见')
    fill(user, '内容', '短')
    send(user)
    await user.should_see('请填写内容（2–200 字）')
    fill(user, '内容', '请补充近期照片')
    send(user)
    await user.should_see('常用意见已新增')
    row = await CommonReason.get(text='请补充近期照片')
    await listed(user, row.id)
    act(user, 'edit', row.id)
    await user.should_see('编辑常用意见')
    fill(user, '内容', '请补充近期免冠照片')
    send(user)
    await user.should_see('常用意见已保存')
    act(user, 'delete', row.id)
    await user.should_see('确认删除“')
    press(user, '删除')
    await user.should_see('常用意见已删除')
    await reason_library.add_reason(await sessions.actor_of(key, ''), ReasonForm('reject', '别处新增的意见', '0'))
    await settled()
    assert '别处新增的意见' in [one['text'] for one in rows(user)]


async def test_open_pages_of_others_are_updated_by_the_settings(served: Town, user: User, sign_in: SignIn) -> None:
    application = await served.application()
    await sign_in(user, cast.SCHOOL)
    await user.open('/')
    await user.should_not_see('临时时间节点')
    province = served.actor(cast.PROVINCE)
    opens = moment_text(clock.now() - timedelta(days=99))
    form = WindowForm('临时时间节点', 'exam', '', opens, moment_text(clock.now() + timedelta(days=1)))
    await year_windows.add_window(province, 1, form)
    await user.should_see('临时时间节点')
    await user.open('/review/manual')
    assert rows(user)[0]['precheck'] == {'text': '✓ 符合', 'kind': 'green'}
    strict = Parameters(held_years=dict.fromkeys((4, 3, 2, 1), 55), working_years=dict.fromkeys((4, 3, 1), 59))
    shown = await trial(province, 1, strict, to_the_end)
    await save_parameters(province, 1, strict, seen=Parameters(), shown=shown)
    await renew(province, 1, to_the_end)
    await settled()
    assert (rows(user)[0]['id'], rows(user)[0]['precheck']) == (application.id, {'text': '✕ 不符合', 'kind': 'red'})
