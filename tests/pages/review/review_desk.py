"""A review page by itself, whose acts are heard and answered as a test wants."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from nicegui import events, ui
from nicegui.elements.keyboard import Keyboard
from nicegui.testing import User
from nicegui.testing.user_interaction import UserInteraction

from components.application.views import CheckView
from components.review.actions import ReviewActions
from components.review.panel import ReviewPanel, review_panel
from components.review.views import PriorPassView, ReviewView
from domain.errors import Refusal
from domain.rules.vocabulary import Finding
from tests.pages.settled import settled


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


def tap(user: User, text: str) -> None:
    """Click without waiting for what comes of it."""
    UserInteraction(user, {button(user, text)}, None).click()


async def click(user: User, text: str) -> None:
    tap(user, text)
    await settled()
