"""材料是否容缺后补: the answer, its note and state, and the actions on it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui
from nicegui.elements.mixins.disableable_element import DisableableElement

from components.kit.attempt import Attempt, RefusalLine
from components.kit.buttons import link_button, pass_button, primary_button, reject_button
from components.kit.status import deferral_cell, tag
from components.kit.words import h3, words
from components.review.actions import ReviewActions
from components.review.dialogs.deferral_dialog import DeferralDialog
from components.review.views import DeferralView, ReviewView
from domain.rules.vocabulary import Act


class DeferralCard:
    """``ask_failed`` opens the dialog for the opinion of a failed recheck; ``root`` is where dialogs are put."""

    def __init__(
        self,
        view: ReviewView,
        actions: ReviewActions,
        attempt: Attempt,
        root: ui.element,
        *,
        ask_failed: Callable[[], Awaitable[None]],
    ) -> None:
        self._live: list[DisableableElement] = []  # disabled after a change elsewhere
        self._view, self._actions, self._attempt, self._root = view, actions, attempt, root
        deferral = view.deferral
        with ui.element('section').classes('card'), ui.element('div').classes('sec'):
            with ui.element('div').classes('group-head'):
                h3('材料是否容缺后补')
                if deferral:
                    tag(**deferral_cell(deferral.state, overdue=deferral.overdue))
            self._answer = ui.radio({True: '是', False: '否'}, value=deferral is not None, on_change=self._answered)
            self._answer.props('inline')
            self._live.append(self._answer)
            self._answer.set_enabled(deferral is None and Act.DEFER in view.may)
            if deferral:
                self._note(deferral)
            self._line = RefusalLine()
            self._buttons(deferral, ask_failed)

    def _note(self, deferral: DeferralView) -> None:
        labels = {one.kind: one.label for one in self._view.materials}
        with ui.element('div').classes('quote'):
            with ui.element('div').classes('group-head'):
                words('容缺后补备注', 'small', 'muted')
                if Act.DEFER in self._view.may:
                    with ui.element('div').classes('tools'):
                        self._live.append(link_button('修改', self._open))
            words(deferral.note, 'div', 'pre')
            words('缺少：' + '、'.join(labels.get(kind, kind.label) for kind in deferral.items), 'small', 'muted')
            due = words(f'补齐日期：{deferral.promised_on.isoformat()}', 'small', 'num')
            due.classes('late' if deferral.overdue else 'muted')
            if deferral.opinion:
                words(f'复核意见：{deferral.opinion}', 'small', 'muted pre')

    def _buttons(self, deferral: DeferralView | None, ask_failed: Callable[[], Awaitable[None]]) -> None:
        may = self._view.may
        if deferral is None or not may & {Act.CONFIRM, Act.RECHECK_PASS, Act.RECHECK_FAIL}:
            return
        with ui.element('div').classes('line deferral-acts'):
            if Act.CONFIRM in may:
                confirm = primary_button(Act.CONFIRM.label)
                confirm.on_click(lambda: self._attempt(self._actions.confirm_supplied, self._line, confirm))
                confirm.set_enabled(deferral.file_came)
                self._live.append(confirm)
                if not deferral.file_came:
                    words('上传补交的材料后可以确认', 'small', 'muted')
            if Act.RECHECK_PASS in may:
                passed = pass_button(Act.RECHECK_PASS.label)
                passed.on_click(lambda: self._attempt(lambda: self._actions.recheck(True, ''), self._line, passed))
                self._live.append(passed)
            if Act.RECHECK_FAIL in may:
                self._live.append(reject_button(Act.RECHECK_FAIL.label, ask_failed))

    def disable(self) -> None:
        """Disable all actions on what is shown."""
        for element in self._live:
            element.disable()

    def _answered(self) -> None:
        if self._answer.value:
            self._open()

    def _open(self) -> None:
        view = self._view
        with self._root:
            phrases = view.reasons.get(Act.DEFER, ())
            DeferralDialog(
                view.materials,
                view.deferral,
                phrases,
                actions=self._actions,
                attempt=self._attempt,
                on_closed=self._closed,
            )

    def _closed(self) -> None:
        """Without a deferral the answer stays 否, even after a click."""
        if not self._answer.is_deleted:
            self._answer.value = self._view.deferral is not None
