"""Materials on the review page: deferred, supplied, uploaded, viewed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from nicegui import ui
from nicegui.elements.upload_files import SmallFileUpload
from nicegui.testing import User
from nicegui.testing.user_interaction import UserInteraction

from domain import clock
from domain.rules.vocabulary import Act, MaterialKind
from tests.browser.review_sample import PLAIN, SENIOR
from tests.pages.review.review_desk import button, click, elements_of, field, opened, press
from tests.pages.settled import settled

pytestmark = pytest.mark.nicegui_main_file('')


async def test_a_deferral_needs_materials_a_day_and_a_note(user: User) -> None:
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
    assert desk.calls == [('defer', missing, '下周补齐', day)]


async def test_the_answer_returns_to_no_when_the_note_is_cancelled(user: User) -> None:
    await opened(user, PLAIN)
    radio = user.find(kind=ui.radio).elements.pop()
    radio.value = True
    await click(user, '取消')
    await settled()
    assert radio.value is False


async def test_an_upload_belongs_to_the_clicked_material(user: User) -> None:
    desk = await opened(user, PLAIN)
    place = next(one for one in elements_of(user) if one.props.get('aria-label') == '上传工资表')
    UserInteraction(user, {place}, None).click()
    uploader = user.find(ui.upload).elements.pop()
    file = SmallFileUpload('工资表.pdf', 'application/pdf', b'%PDF-')
    with user:
        await uploader.handle_uploads([file])
    await settled()
    assert desk.calls == [('upload', MaterialKind.SALARY, file)]


async def test_supplied_materials_are_confirmed_only_after_an_upload(user: User) -> None:
    assert SENIOR.deferral
    desk = await opened(user, SENIOR)
    assert not button(user, '确认材料已补').enabled
    with user:
        desk.panel.show(replace(SENIOR, deferral=replace(SENIOR.deferral, file_came=True)))
    await click(user, '确认材料已补')
    assert desk.calls == [('confirm_supplied',)]


async def test_a_failed_recheck_needs_an_opinion(user: User) -> None:
    desk = await opened(user, replace(SENIOR, may=frozenset({Act.RECHECK_PASS, Act.RECHECK_FAIL})))
    await click(user, '复核不通过')
    await click(user, '确认复核不通过')
    assert desk.calls == []
    user.find(kind=ui.textarea).type('工资表缺少盖章')
    await click(user, '确认复核不通过')
    assert desk.calls[-1] == ('recheck', False, '工资表缺少盖章')


async def test_the_viewer_cycles_through_all_files_and_stays_within_its_zoom_steps(user: User) -> None:
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
