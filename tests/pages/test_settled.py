"""What all page tests lean on: the pages are settled when the work is done, though dialogs are still open."""

from __future__ import annotations

import asyncio

import pytest
from nicegui import ui
from nicegui.testing import User

from components.kit.confirm import confirm
from tests.pages.settled import settled

pytestmark = pytest.mark.nicegui_main_file('')


@pytest.fixture
async def done(user: User) -> list[str]:
    """What the handlers of a page have done: one asks before, one works on for a moment after the answer."""
    heard: list[str] = []

    @ui.page('/')
    def page() -> None:
        async def ask() -> None:
            heard.append('asked')
            if await confirm('删除', '将删除 1 人'):
                await asyncio.sleep(0.05)
                heard.append('deleted')

        ui.button('开始', on_click=ask)

    await user.open('/')
    user.find('开始').click()
    return heard


async def test_a_question_is_not_waited_for_and_what_follows_the_answer_is(user: User, done: list[str]) -> None:
    await settled()
    assert done == ['asked']
    user.find(kind=ui.button, content='确认').click()
    await settled()
    assert done == ['asked', 'deleted']


async def test_what_is_not_there_is_looked_for_when_all_is_done(user: User) -> None:
    ui.page('/')(lambda: ui.label('人员'))
    await user.open('/')
    with user:
        ui.timer(0.05, lambda: ui.label('已删除'), once=True)
    with pytest.raises(AssertionError, match='已删除'):
        await user.should_not_see('已删除')
