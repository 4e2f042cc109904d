"""The review page alone: what it shows of an application, what it reports, and that no typed text is lost."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from nicegui import ui
from nicegui.testing import User

from components.application.views import CheckView
from components.review.pin_list import pinnable
from components.review.views import PriorPassView
from domain.errors import DecidedAlready, Unmet
from domain.rules.vocabulary import Act, Finding
from tests.browser.review_sample import DECIDED, HOSTILE, HOSTILE_ONE, PLAIN, SENIOR
from tests.pages.review.review_desk import button, click, elements_of, field, opened, press, tap
from tests.pages.settled import settled
from tests.waiting import until

pytestmark = pytest.mark.nicegui_main_file('')


async def test_a_reviewer_sees_the_whole_application(user: User) -> None:
    await opened(user, SENIOR)
    for text in (
        '杨 淼',
        '202600100318',
        '待单位审核',
        '410327197604129928',
        '已核',
        '年度考核结果',
        '✘ 1 项不符合',
        '优秀 1 年，要求 2 年',
        '4 / 7',
        '＋ 上传',
        '通过后提交至：宜阳县卫生健康委员会',
        '1 / 2',
        '退回本人：证书照片不清晰\n请重新拍摄后上传',
        '工资表、优秀年度考核结果，4月20日前补齐。',
    ):
        await user.should_see(text)


async def test_without_permitted_acts_there_are_no_buttons_but_the_stamp(user: User) -> None:
    await opened(user, DECIDED)
    await user.should_see('终审通过')
    await user.should_see('仅供查看')
    offered = {one.text for one in user.find(ui.button).elements}
    assert offered & {'通过', '退回本人', '不通过', '添加身份证号', '修改'} == set()


async def test_hostile_text_is_shown_as_text_and_never_as_markup(user: User) -> None:
    await opened(user, HOSTILE_ONE)
    await user.should_see(HOSTILE)
    with user:
        assert not [one for one in elements_of(user) if HOSTILE in str(one.props.get('innerHTML', ''))]


async def test_a_return_reports_the_reason_and_each_pin(user: User) -> None:
    desk = await opened(user, replace(SENIOR, drafts={}))
    await click(user, '退回本人')
    await user.should_see('确认退回 杨 淼 的申报？退回后本人可修改并重新提交。')
    await click(user, '确认退回本人')
    assert field(user, '原因').error == '请填写原因（2–500 字）'
    user.find('缺少单位盖章').click()
    user.find(kind=ui.textarea).type('\n并补签字')
    user.find(kind=ui.select).elements.pop().value = 'material:certificate'
    await click(user, '确认退回本人')
    await user.should_see('请说明如何修改')
    assert 'give_back' not in desk.words
    field(user, '材料 · 现等级证书的修改要求').value = '请重拍'
    await click(user, '确认退回本人')
    await settled()
    assert desk.calls[-1] == ('give_back', '缺少单位盖章\n并补签字', {'material:certificate': '请重拍'})


async def test_a_refusal_is_shown_in_the_dialog_and_the_text_stays(user: User) -> None:
    desk = await opened(user, SENIOR)
    desk.refusal = Unmet('当前不在审核时间内')
    await click(user, '退回本人')
    await user.should_see('已恢复您上次填写的内容')
    await click(user, '确认退回本人')
    await user.should_see('当前不在审核时间内')
    assert user.find(kind=ui.textarea).elements.pop().value == '证书照片不清晰'
    desk.refusal = None
    await click(user, '确认退回本人')
    await settled()
    decision = ('give_back', '证书照片不清晰', {'obtained_on': '与证书不一致'})
    assert [one for one in desk.calls if one[0] == 'give_back'] == [decision, decision]


async def test_a_rejection_is_confirmed_twice_and_names_the_person(user: User) -> None:
    desk = await opened(user, SENIOR)
    await click(user, '不通过')
    user.find('工作年限不足').click()
    await click(user, '确认不通过')
    await user.should_see('再次确认：对 杨 淼 作出“不通过”')
    assert 'reject' not in desk.words
    await click(user, '返回修改')
    await user.should_not_see('再次确认')
    await click(user, '确认不通过')
    await click(user, '确认不通过')
    await settled()
    assert desk.calls[-1] == ('reject', '工作年限不足')


async def test_the_second_to_decide_keeps_the_opinion_and_can_reload(user: User) -> None:
    desk = await opened(user, SENIOR)
    desk.refusal = DecidedAlready('宜阳县人民医院 王芳', '通过', '4月3日 10:21')
    await click(user, '退回本人')
    await click(user, '确认退回本人')
    await user.should_see('宜阳县人民医院 王芳')
    await user.should_see('4月3日 10:21')
    await user.should_see('证书照片不清晰\n现等级信息 · 取得时间：与证书不一致')
    desk.refusal = None
    await click(user, '查看最新状态')
    await settled()
    assert desk.words[-1] == 'refresh'


async def test_a_second_click_while_the_first_runs_does_nothing(user: User) -> None:
    desk = await opened(user, PLAIN)
    desk.gate = asyncio.Event()
    tap(user, '通过')
    await until(lambda: desk.words, 'the first click')
    tap(user, '通过')
    press(user, 'j')
    desk.gate.set()  # the loop comes to the second click and the key before the first click goes on
    await settled()
    await click(user, '通过')  # decided: this view can no longer be decided
    assert desk.words == ['approve']


async def test_a_refused_approval_names_what_is_missing(user: User) -> None:
    desk = await opened(user, PLAIN)
    desk.refusal = Unmet('请先上传工资表，或将材料设为容缺后补')
    await click(user, '通过')
    await user.should_see('请先上传工资表，或将材料设为容缺后补')


async def test_keys_work_until_a_dialog_is_open(user: User) -> None:
    desk = await opened(user, PLAIN)
    press(user, 'j')
    press(user, 'K')  # the first of the queue has no previous one
    press(user, 'a', ctrl=True)
    await settled()
    assert desk.words == ['next']
    press(user, 'r')
    await user.should_see('确认退回 杨 淼 的申报？')
    press(user, 'a')
    press(user, 'j')
    await settled()
    assert desk.words == ['next']


async def test_a_question_mark_explains_the_keys(user: User) -> None:
    await opened(user, DECIDED)
    press(user, '?')
    await user.should_see('正在输入文字或打开对话框时，快捷键不起作用。')


async def test_a_change_elsewhere_disables_what_can_no_longer_be_done(user: User) -> None:
    desk = await opened(user, SENIOR)
    with user:
        desk.panel.changed_elsewhere('王芳 已于 10:21 通过该申报')
        desk.panel.set_lookers(['张三', '李四'])
    await user.should_see('王芳 已于 10:21 通过该申报')
    await user.should_see('张三、李四 正在审核')
    assert not any(button(user, text).enabled for text in ('通过', '退回本人', '不通过', '修改'))
    press(user, 'a')
    await settled()
    assert desk.words == []


async def test_a_new_view_does_not_touch_an_open_dialog_and_its_text(user: User) -> None:
    desk = await opened(user, PLAIN)
    await click(user, '退回本人')
    user.find(kind=ui.textarea).clear().type('写到一半')
    with user:
        desk.panel.show(replace(PLAIN, name='杨 淼淼'))
    await user.should_see('杨 淼淼')
    assert user.find(kind=ui.textarea).elements.pop().value == '写到一半'


async def test_typed_text_is_saved_and_shown_again(user: User) -> None:
    desk = await opened(user, replace(PLAIN, drafts={}))
    await click(user, '退回本人')
    user.find(kind=ui.textarea).type('写到一半')
    await click(user, '取消')
    await settled()
    assert desk.calls == [('draft', Act.RETURN, '写到一半', {})]
    for dialog in elements_of(user):
        if isinstance(dialog, ui.dialog):
            dialog.delete()  # the browser requests this after hiding it
    await click(user, '退回本人')
    await user.should_see('已恢复您上次填写的内容')
    assert user.find(kind=ui.textarea).elements.pop().value == '写到一半'


async def test_only_the_checked_id_number_can_be_confirmed(user: User) -> None:
    desk = await opened(user, SENIOR)
    await click(user, '添加身份证号')
    assert not button(user, '确认添加').enabled
    await click(user, '核对')
    await user.should_see('校验码正确')
    assert button(user, '确认添加').enabled
    field(user, '身份证号').value = '410327197604129910'
    assert not button(user, '确认添加').enabled
    desk.checks = [CheckView(Finding.UNMET, '校验码不正确')]
    await click(user, '核对')
    await user.should_see('校验码不正确')
    assert not button(user, '确认添加').enabled


async def test_prior_passes_are_listed_or_an_empty_result_is_shown(user: User) -> None:
    desk = await opened(user, SENIOR)
    await click(user, '往年报考合格库')
    await user.should_see('未查询到往年报考合格记录')
    desk.passes = [PriorPassView(2021, '二级（技师）', '护理员', '宜阳县人民医院', 'A-1', '合格')]
    await click(user, '关闭')
    await click(user, '往年报考合格库')
    await user.should_see('A-1')


async def test_the_comparison_tab_exists_only_after_a_resubmission(user: User) -> None:
    desk = await opened(user, SENIOR)
    await user.should_not_see('与证书不一致，请核对')
    user.find(kind=ui.tabs).elements.pop().value = '修改对比'
    await user.should_see('与证书不一致，请核对')
    await settled()
    assert desk.calls == [('tab_shown', '修改对比')]


def test_only_what_the_applicant_can_correct_is_pinnable() -> None:
    keys = pinnable(SENIOR)
    assert keys['education'] == '基本信息 · 文化程度'
    assert 'id_number' not in keys
    assert 'material:id_card' in keys
    assert 'material:salary' not in keys
