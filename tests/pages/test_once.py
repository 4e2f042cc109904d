"""A control acts once, however often its click arrives before the act is done."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from nicegui import ui
from nicegui.events import ClickEventArguments
from nicegui.testing import User
from nicegui.testing.user_interaction import UserInteraction

from components.application.materials_upload import MaterialSlots, Slot
from components.application.step_nav import StepNav
from components.application.views import FileView
from components.kit.buttons import icon_button, link_button, primary_button
from components.kit.confirm import confirm
from components.kit.dialog import review_dialog
from components.kit.once import OnClick
from domain.rules.vocabulary import Act, MaterialKind, Status
from storage.models import Application
from tests import town as cast
from tests.pages.conftest import SignIn
from tests.pages.settled import settled
from tests.town import Town

nowhere = pytest.mark.nicegui_main_file('')


class Work:
    """An act that is done when the test says so."""

    def __init__(self) -> None:
        self.begun, self.end = 0, asyncio.Event()

    async def __call__(self) -> None:
        self.begun += 1
        await self.end.wait()

    async def with_event(self, event: ClickEventArguments) -> None:
        assert isinstance(event.sender, ui.button)
        await self()

    async def of_step(self, key: str) -> None:
        assert key == 'a'
        await self()


def place(kind: str, work: Work) -> None:
    made: dict[str, OnClick] = {'button': work, 'with the event': work.with_event, 'link': work, 'icon': work}
    if kind == 'step':
        StepNav([('a', '做')], work.of_step)
    elif kind == 'icon':
        icon_button('add', '做', made[kind]).mark('it')
    else:
        (link_button if kind == 'link' else primary_button)('做', made[kind]).mark('it')


@nowhere
@pytest.mark.parametrize('kind', ['button', 'with the event', 'link', 'icon', 'step'])
async def test_a_click_while_the_act_runs_does_nothing_and_the_button_is_shown_as_busy(kind: str, user: User) -> None:
    work = Work()
    ui.page('/')(lambda: place(kind, work))
    await user.open('/')
    control = user.find(kind=ui.button)
    control.click().click()
    await asyncio.sleep(0)
    button = control.elements.copy().pop()
    assert (work.begun, button.props.get('aria-busy')) == (1, 'true')
    control.click()
    work.end.set()
    await settled()
    assert (work.begun, 'aria-busy' in button.props) == (1, False)
    control.click()
    await settled()
    assert work.begun == 2


@nowhere
async def test_an_act_that_fails_leaves_its_button_alive(user: User) -> None:
    tries: list[int] = []

    async def fail() -> None:
        tries.append(1)
        raise asyncio.CancelledError

    ui.page('/')(lambda: primary_button('做', fail) and None)
    await user.open('/')
    for _ in range(2):
        user.find(kind=ui.button).click()
        await settled()
    assert len(tries) == 2


@nowhere
async def test_a_question_asked_twice_is_asked_once_and_answered_once(user: User) -> None:
    answers: list[bool] = []

    async def ask() -> None:
        answers.append(await confirm('删除？', '不能恢复'))

    ui.page('/')(lambda: primary_button('做', ask) and None)
    await user.open('/')
    user.find('做').click().click()
    await user.should_see('不能恢复')
    assert len(user.find(kind=ui.dialog).elements) == 1
    user.find('确认').click().click()
    await settled()
    assert answers == [True]


@nowhere
@pytest.mark.parametrize('kind', ['plain', 'async', 'viewer'])
async def test_a_dialog_opens_once_and_again_when_it_was_closed(kind: str, user: User) -> None:
    dialogs: list[ui.dialog] = []

    def show() -> None:
        with review_dialog('修改') as dialog:
            dialog.open()
        dialogs.append(dialog)

    async def show_later() -> None:
        await asyncio.sleep(0)
        show()

    def page() -> None:
        if kind == 'viewer':
            slot = Slot(MaterialKind.FORM, required=True, files=(FileView(1, '/files/1', '表.jpg', 'image/jpeg'),))
            MaterialSlots([slot], nothing, nothing, nothing)
        else:
            primary_button('做', show if kind == 'plain' else show_later)

    ui.page('/')(page)
    await user.open('/')
    assert user.client
    control = next(one for one in user.client.elements.values() if one.tag in ('button', 'q-btn'))
    for _ in range(2):
        for _ in range(3):
            UserInteraction(user, {control}, None).click()
            await settled()
        (dialog,) = [one for one in user.client.elements.values() if isinstance(one, ui.dialog) and one.value]
        dialog.close()
    assert len(dialogs) == (0 if kind == 'viewer' else 2)


async def nothing(*_: object) -> Any: ...


@nowhere
async def test_a_dialog_that_is_closed_by_its_button_stays_closed(user: User) -> None:
    def page() -> None:
        with ui.dialog(value=True) as dialog:
            primary_button('关闭', dialog.close)
        dialog.mark('it')

    ui.page('/')(page)
    await user.open('/')
    (dialog,) = user.find(marker='it').elements
    user.find('关闭').click()
    await settled()
    assert isinstance(dialog, ui.dialog)
    assert not dialog.value


async def test_an_applicant_who_clicks_everything_twice_submits_once(served: Town, user: User, sign_in: SignIn) -> None:
    application = await served.application(at=Status.DRAFT, papers=True)
    await sign_in(user, application.id_number)
    await user.open('/my?step=submit')
    await user.should_see('填报内容和材料已完整')
    user.find(marker='submit').click().click()
    await user.should_see('确认提交报名？')
    dialogs = user.find(kind=ui.dialog).elements
    assert len(dialogs) == 1
    with user:
        buttons = {
            one for one in user.find(kind=ui.button).elements if isinstance(one, ui.button) and one.text == '提交'
        }
        (yes,) = buttons - user.find(marker='submit').elements
        yes.mark('yes')
    user.find(marker='yes').click().click()
    await settled()
    await user.should_see('待单位审核')
    assert (await cast.acts_of(await Application.get(id=application.id))).count(Act.SUBMIT) == 1
