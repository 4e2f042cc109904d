"""The complete review page: head, body, bar, keys and dialogs, drawn from a ``ReviewView``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from functools import partial

from nicegui import ui

from components.forms.conflict_dialog import conflict_dialog
from components.frame.page_parts import release_with
from components.kit.attempt import Attempt
from components.kit.buttons import plain_button
from components.kit.words import words
from components.review.actions import ReviewActions
from components.review.bar import KEY_OF, ReviewBar
from components.review.body import APPLICATION, ReviewBody
from components.review.dialogs.reason_dialog import ReasonCall, ReasonDialog
from components.review.head import ReviewHead
from components.review.pin_list import pinnable
from components.review.shortcuts import shortcut_help, shortcuts
from components.review.views import DraftView, Pins, ReviewView
from domain.errors import DecidedAlready
from domain.rules.vocabulary import Act


class ReviewPanel:
    """What the page calls: ``show`` with a new view, ``set_lookers``, ``changed_elsewhere``."""

    def __init__(self, view: ReviewView, actions: ReviewActions, tab: str = APPLICATION) -> None:
        self._view, self._actions, self._tab = view, actions, tab
        self._drafts: dict[Act, DraftView] = {}
        self._attempt = Attempt(self._lost)
        self._handlers: dict[Act, Callable[[], Awaitable[None]]] = {
            Act.APPROVE: self._approve,
            Act.RETURN: lambda: self._ask(Act.RETURN, actions.give_back, pinnable(self._view)),
            Act.REJECT: lambda: self._ask(Act.REJECT, _without_pins(actions.reject)),
            Act.REOPEN: lambda: self._ask(Act.REOPEN, _without_pins(actions.reopen)),
            Act.CANCEL: lambda: self._ask(Act.CANCEL, _without_pins(actions.cancel)),
            Act.UNDO: self._undo,
        }
        with ui.element('div').classes('review-page') as whole:
            release_with(whole, self)
            self._banner = ui.element('div').classes('banner')
            self._page = ui.element('div').classes('review-parts')
            self._root = ui.element('div')  # dialogs are built here; show() does not touch them
            with self._root:
                shortcuts({'J': self._next, 'K': self._previous, '?': self._help, **self._decision_keys()})
        self.show(view)

    def show(self, view: ReviewView) -> None:
        """Draw the page again from a new view; open dialogs and the text typed in them stay."""
        self._view = view
        self._banner.clear()
        self._page.clear()
        with self._page:
            self._head = ReviewHead(view, self._actions)
            self._body = ReviewBody(
                view,
                self._actions,
                self._attempt,
                self._root,
                ask_failed=self._ask_failed,
                on_tab=self._turn_to,
                tab=self._tab,
            )
            self._bar = ReviewBar(view, self._handlers, self._help)

    def set_lookers(self, names: Iterable[str]) -> None:
        """Show who else has the application open."""
        self._head.set_lookers(names)

    def changed_elsewhere(self, text: str) -> None:
        """Show at once what another person did and disable what can no longer be done."""
        self._bar.disable()
        self._body.disable()
        self._banner.clear()
        with self._banner, ui.element('div').classes('notice amber') as box:
            ui.icon('sync_problem').props('aria-hidden=true')
            words(text, 'div', 'grow')
            plain_button('查看最新状态', self._actions.refresh)
        box.props['role'] = 'alert'

    def _decision_keys(self) -> dict[str, Callable[[], Awaitable[None]]]:
        return {key: partial(self._by_key, act) for key, act in KEY_OF.items()}

    async def _by_key(self, act: Act) -> None:
        if self._bar.can(act):
            await self._handlers[act]()

    async def _next(self) -> None:
        if self._view.has_next and not self._attempt.busy:
            await self._actions.next()

    async def _previous(self) -> None:
        if self._view.has_previous and not self._attempt.busy:
            await self._actions.previous()

    async def _turn_to(self, tab: str) -> None:
        self._tab = tab
        await self._actions.tab_shown(tab)

    async def _help(self) -> None:
        with self._root:
            shortcut_help()

    async def _approve(self) -> None:
        await self._decide_at_once(Act.APPROVE, self._actions.approve)

    async def _undo(self) -> None:
        await self._decide_at_once(Act.UNDO, self._actions.undo)

    async def _decide_at_once(self, act: Act, decide: Callable[[], Awaitable[None]]) -> None:
        bar = self._bar
        if await self._attempt(decide, bar.line, bar.buttons[act]):
            bar.disable()  # what it showed is decided: a late second click must not decide again

    async def _ask_failed(self) -> None:
        await self._ask(Act.RECHECK_FAIL, _without_pins(lambda opinion: self._actions.recheck(False, opinion)))

    async def _ask(
        self, act: Act, decide: Callable[[str, Pins], Awaitable[None]], pinnable: dict[str, str] | None = None
    ) -> None:
        view = self._view

        async def submit(reason: str, pins: Pins) -> None:
            await decide(reason, pins)
            self._drafts[act] = DraftView()

        async def save(text: str, pins: Pins) -> None:
            self._drafts[act] = DraftView(text, pins)
            await self._actions.save_draft(act, text, pins)

        draft = self._drafts.get(act) or view.drafts.get(act) or DraftView()
        call = ReasonCall(act, view.name, submit, save, view.reasons.get(act, ()), draft, pinnable or {})
        with self._root:
            ReasonDialog(call, self._attempt)

    def _lost(self, taken: DecidedAlready, typed: str) -> None:
        with self._root:
            conflict_dialog(taken, typed, self._actions.refresh)


def _without_pins(decide: Callable[[str], Awaitable[None]]) -> Callable[[str, Pins], Awaitable[None]]:
    async def decide_with_reason(reason: str, _pins: Pins) -> None:
        await decide(reason)

    return decide_with_reason


def review_panel(view: ReviewView, actions: ReviewActions, tab: str = APPLICATION) -> ReviewPanel:
    """Build the review page here; ``tab`` is 申报信息 or 修改对比, from the address."""
    return ReviewPanel(view, actions, tab)
