"""A review page without a server, whose acts are recorded and answered as a test needs."""

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
    """Records what the panel reports; ``refusal`` is raised by the next acts."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []
        self.refusal: Refusal | None = None
        self.passes: list[PriorPassView] = []
        self.checks = [CheckView(Finding.MET, '校验码正确')]
        self.gate: asyncio.Event | None = None
        self.panel: ReviewPanel

    def records(self, word: str) -> Callable[..., Awaitable[None]]:
        async def act(*given: object) -> None:
            self.calls.append((word, *given))
            if self.gate:
                await self.gate.wait()
            if self.refusal and word != 'draft':
                raise self.refusal

        return act

    @property
    def words(self) -> list[object]:
        return [given[0] for given in self.calls]

    def actions(self) -> ReviewActions:
        async def check_id(number: str) -> list[CheckView]:
            self.calls.append(('check', number))
            return self.checks

        async def prior_passes() -> list[PriorPassView]:
            return self.passes

        names = (
            'approve give_back reject reopen cancel defer confirm_supplied recheck verify_id upload refresh '
            'previous next back take_over undo tab_shown'
        )
        acts = {name: self.records(name) for name in names.split()}
        return ReviewActions(check_id=check_id, prior_passes=prior_passes, save_draft=self.records('draft'), **acts)


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
    """Send a key press, like the browser does, to every listener of the page."""
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
    """The newest button with exactly this text: that of the last opened dialog."""
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
