"""The review page by itself: what it shows of an application, what it reports, and that nothing typed is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from nicegui import events, ui
from nicegui.elements.keyboard import Keyboard
from nicegui.elements.upload_files import SmallFileUpload
from nicegui.testing import User
from nicegui.testing.user_interaction import UserInteraction

from components.pin_list import pinnable
from components.review_actions import ReviewActions
from components.review_panel import ReviewPanel, review_panel
from components.review_view import CheckView, PriorPassView, ReviewView
from domain import clock
from domain.errors import DecidedAlready, Refusal, Unmet
from domain.rules.vocabulary import Act, Finding, MaterialKind
from tests.browser.review_sample import DECIDED, HOSTILE, HOSTILE_ONE, PLAIN, SENIOR

pytestmark = pytest.mark.nicegui_main_file('')


class Desk:
    """Hears what the panel reports; ``refusal`` is what the next acts are answered with."""

    def __init__(self) -> None:
        self.heard: list[tuple[object, ...]] = []
        self.refusal: Refusal | None = None
        self.passes: list[PriorPassView] = []
        self.checks = [CheckView(Finding.MET, '校验码正确')]
        self.gate: asyncio.Event | None = None
        self.panel: ReviewPanel

    def hears(self, word: str) -> Callable[..., Awaitable[None]]:
        async def act(*said: object) -> None:
            self.heard.append((word, *said))
            if self.gate:
                await self.gate.wait()
            if self.refusal and word != 'draft':
                raise self.refusal

        return act

    @property
    def words(self) -> list[object]:
        return [said[0] for said in self.heard]

    def actions(self) -> ReviewActions:
        async def check_id(number: str) -> list[CheckView]:
            self.heard.append(('check', number))
            return self.checks

        async def prior_passes() -> list[PriorPassView]:
            return self.passes

        names = (
            'approve give_back reject reopen cancel defer confirm_supplied recheck verify_id upload refresh '
            'previous next back take_over undo tab_shown'
        )
        told = {name: self.hears(name) for name in names.split()}
        return ReviewActions(check_id=check_id, prior_passes=prior_passes, save_draft=self.hears('draft'), **told)


async def opened(user: User, view: ReviewView) -> Desk:
    desk = Desk()

    @ui.page('/')
    def page() -> None:
        desk.panel = review_panel(view, desk.actions())

    await user.open('/')
    return desk


def elements_of(user: User) -> list[ui.element]:
    assert user.client
    return list(user.client.elements.values())


async def settled() -> None:
    """Let handlers that were started run to their end."""
    for _ in range(5):
        await asyncio.sleep(0.01)


def press(user: User, key: str, *, ctrl: bool = False) -> None:
    """What the browser reports to every listener of the page."""
    for keyboard in list(user.find(Keyboard).elements):
        user_event = events.KeyEventArguments(
            sender=keyboard,
            client=keyboard.client,
            action=events.KeyboardAction(keydown=True, keyup=False, repeat=False),
            key=events.KeyboardKey(name=key, code=key, location=0),
            modifiers=events.KeyboardModifiers(alt=False, ctrl=ctrl, meta=False, shift=False),
        )
        with keyboard:
            events.handle_event(keyboard._key_handlers[0], user_event)


def button(user: User, text: str) -> ui.button:
    """The newest button of exactly this text: that of the dialog which was opened last."""
    return max((one for one in user.find(ui.button).elements if one.text == text), key=lambda one: one.id)


def field(user: User, name: str) -> ui.input:
    """The newest text field with this name."""
    named = (one for one in user.find(ui.input).elements if one.props.get('aria-label') == name)
    return max(named, key=lambda one: one.id)


async def click(user: User, text: str) -> None:
    UserInteraction(user, {button(user, text)}, None).click()
    await settled()


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


async def test_whoever_may_do_nothing_gets_no_buttons_and_the_stamp(user: User) -> None:
    await opened(user, DECIDED)
    await user.should_see('终审通过')
    await user.should_see('仅供查看')
    offered = {one.text for one in user.find(ui.button).elements}
    assert offered & {'通过', '退回本人', '不通过', '添加身份证号', '修改'} == set()


async def test_hostile_text_is_shown_and_never_markup(user: User) -> None:
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
    assert desk.heard[-1] == ('give_back', '缺少单位盖章\n并补签字', {'material:certificate': '请重拍'})


async def test_a_refusal_stays_in_the_dialog_and_loses_nothing(user: User) -> None:
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
    said = ('give_back', '证书照片不清晰', {'obtained_on': '与证书不一致'})
    assert [one for one in desk.heard if one[0] == 'give_back'] == [said, said]


async def test_a_rejection_asks_twice_and_names_the_person(user: User) -> None:
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
    assert desk.heard[-1] == ('reject', '工作年限不足')


async def test_who_was_second_keeps_the_opinion_and_can_look_again(user: User) -> None:
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
    await click(user, '通过')
    await click(user, '通过')
    press(user, 'j')
    await settled()
    desk.gate.set()
    await settled()
    await click(user, '通过')  # decided: what is shown can be decided no more
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


async def test_a_change_elsewhere_switches_off_what_can_no_longer_be_done(user: User) -> None:
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


async def test_a_fresh_view_leaves_an_open_dialog_and_its_text_alone(user: User) -> None:
    desk = await opened(user, PLAIN)
    await click(user, '退回本人')
    user.find(kind=ui.textarea).clear().type('写到一半')
    with user:
        desk.panel.show(replace(PLAIN, name='杨 淼淼'))
    await user.should_see('杨 淼淼')
    assert user.find(kind=ui.textarea).elements.pop().value == '写到一半'


async def test_what_was_typed_is_saved_and_comes_back(user: User) -> None:
    desk = await opened(user, replace(PLAIN, drafts={}))
    await click(user, '退回本人')
    user.find(kind=ui.textarea).type('写到一半')
    await click(user, '取消')
    await settled()
    assert desk.heard == [('draft', Act.RETURN, '写到一半', {})]
    for dialog in elements_of(user):
        if isinstance(dialog, ui.dialog):
            dialog.delete()  # what the browser asks for once it has hidden it
    await click(user, '退回本人')
    await user.should_see('已恢复您上次填写的内容')
    assert user.find(kind=ui.textarea).elements.pop().value == '写到一半'


async def test_a_deferral_needs_items_a_day_and_a_note(user: User) -> None:
    desk = await opened(user, PLAIN)
    user.find(kind=ui.radio).elements.pop().value = True
    await user.should_see('缺少的材料')
    await click(user, '确定')
    await user.should_see('请选择今天或以后的补齐日期')
    day = clock.today() + timedelta(days=7)
    field(user, '补齐日期').value = day.isoformat()
    await click(user, '确定')
    assert field(user, '容缺后补备注').error == '请填写容缺后补备注（2–500 字）'
    user.find(kind=ui.textarea).type('下周补齐')
    await click(user, '确定')
    await settled()
    missing = (MaterialKind.APPOINTMENT, MaterialKind.SALARY, MaterialKind.EXCELLENCE)
    assert desk.heard == [('defer', missing, '下周补齐', day)]


async def test_the_answer_falls_back_to_no_when_the_note_is_left(user: User) -> None:
    await opened(user, PLAIN)
    radio = user.find(kind=ui.radio).elements.pop()
    radio.value = True
    await click(user, '取消')
    await settled()
    assert radio.value is False


async def test_an_id_number_is_confirmed_only_as_it_was_checked(user: User) -> None:
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


async def test_prior_passes_are_listed_or_said_to_be_none(user: User) -> None:
    desk = await opened(user, SENIOR)
    await click(user, '往年报考合格库')
    await user.should_see('未查询到往年报考合格记录')
    desk.passes = [PriorPassView(2021, '二级（技师）', '护理员', '宜阳县人民医院', 'A-1', '合格')]
    await click(user, '往年报考合格库')
    await user.should_see('A-1')


async def test_the_comparison_is_a_tab_only_after_a_resubmission(user: User) -> None:
    desk = await opened(user, SENIOR)
    await user.should_not_see('与证书不一致，请核对')
    user.find(kind=ui.tabs).elements.pop().value = '修改对比'
    await user.should_see('与证书不一致，请核对')
    await settled()
    assert desk.heard == [('tab_shown', '修改对比')]


async def test_an_upload_goes_to_the_material_whose_place_was_clicked(user: User) -> None:
    desk = await opened(user, PLAIN)
    place = next(one for one in elements_of(user) if one.props.get('aria-label') == '上传工资表')
    UserInteraction(user, {place}, None).click()
    uploader = user.find(ui.upload).elements.pop()
    file = SmallFileUpload('工资表.pdf', 'application/pdf', b'%PDF-')
    with user:
        await uploader.handle_uploads([file])
    await settled()
    assert desk.heard == [('upload', MaterialKind.SALARY, file)]


async def test_supplied_materials_are_confirmed_only_after_a_file_came(user: User) -> None:
    assert SENIOR.deferral
    desk = await opened(user, SENIOR)
    assert not button(user, '确认材料已补').enabled
    with user:
        desk.panel.show(replace(SENIOR, deferral=replace(SENIOR.deferral, file_came=True)))
    await click(user, '确认材料已补')
    assert desk.heard == [('confirm_supplied',)]


async def test_a_failed_recheck_needs_an_opinion(user: User) -> None:
    desk = await opened(user, replace(SENIOR, may=frozenset({Act.RECHECK_PASS, Act.RECHECK_FAIL})))
    await click(user, '复核不通过')
    await click(user, '确认复核不通过')
    assert desk.heard == []
    user.find(kind=ui.textarea).type('工资表缺少盖章')
    await click(user, '确认复核不通过')
    assert desk.heard[-1] == ('recheck', False, '工资表缺少盖章')


async def test_the_viewer_goes_round_all_files_and_keeps_its_steps(user: User) -> None:
    await opened(user, SENIOR)
    thumb = next(one for one in elements_of(user) if one.props.get('aria-label') == '查看报名表（盖章）')
    UserInteraction(user, {thumb}, None).click()
    await user.should_see('3 / 5')
    frame = next(one for one in elements_of(user) if one.tag == 'iframe')
    assert frame.props['src'] == '/sample/3.pdf'
    press(user, 'ArrowRight')
    await user.should_see('4 / 5')
    for _ in range(9):
        press(user, '+')
    await user.should_see('400%')
    press(user, 'ArrowRight')
    press(user, 'ArrowRight')
    await user.should_see('1 / 5')
    await user.should_see('100%')


def test_only_what_the_applicant_can_correct_is_pinnable() -> None:
    keys = pinnable(SENIOR)
    assert keys['education'] == '基本信息 · 文化程度'
    assert 'id_number' not in keys
    assert 'material:id_card' in keys
    assert 'material:salary' not in keys
