"""The body of the review page: the application at the left, deferral and history at the right."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from components.application.checklist import checklist
from components.application.comparison import comparison
from components.application.field_groups import field_group
from components.application.materials import Materials
from components.application.timeline import timeline
from components.kit.attempt import Attempt
from components.kit.buttons import plain_button
from components.kit.status import tag
from components.kit.words import card, section
from components.review.actions import ReviewActions
from components.review.deferral_card import DeferralCard
from components.review.dialogs.id_dialog import IdDialog
from components.review.dialogs.prior_passes_dialog import prior_passes_dialog
from components.review.views import ReviewView
from domain.rules.application.form import Group
from domain.rules.vocabulary import Act

APPLICATION, CHANGES = '申报信息', '修改对比'


class ReviewBody:
    """``root`` is where dialogs are put: it outlives the body, so an open dialog stays when the view is redrawn."""

    def __init__(
        self,
        view: ReviewView,
        actions: ReviewActions,
        attempt: Attempt,
        root: ui.element,
        *,
        ask_failed: Callable[[], Awaitable[None]],
        on_tab: Callable[[str], Awaitable[None]],
        tab: str = APPLICATION,
    ) -> None:
        self._view, self._actions, self._attempt, self._root = view, actions, attempt, root
        self._on_tab, self._tab = on_tab, tab if view.comparison else APPLICATION
        self._deferral: DeferralCard | None = None
        with ui.element('div').classes('review'):
            with ui.element('div').classes('stack'):
                if view.comparison:
                    self._tabs()
                with card() as self._application:
                    self._sections()
                with card() as self._changes:
                    comparison(view.comparison)
            with ui.element('div').classes('side-column'):
                if view.deferral or Act.DEFER in view.may:
                    self._deferral = DeferralCard(view, actions, attempt, root, ask_failed=ask_failed)
                with card(), section('审核记录'):
                    timeline(view.history)
        self._show_tab()

    def disable(self) -> None:
        """Disable all actions; reading is still possible."""
        self._materials.disable()
        if self._deferral:
            self._deferral.disable()

    def _tabs(self) -> None:
        with ui.tabs().classes('review-tabs') as self._strip:
            ui.tab(APPLICATION)
            with ui.tab(CHANGES):
                tag(str(len(self._view.comparison)), 'amber').classes('num')
        self._strip.value = self._tab
        self._strip.on_value_change(self._chosen)

    async def _chosen(self) -> None:
        self._tab = str(self._strip.value)
        self._show_tab()
        await self._on_tab(self._tab)

    def _show_tab(self) -> None:
        self._application.visible = self._tab == APPLICATION
        self._changes.visible = self._tab == CHANGES

    def _sections(self) -> None:
        view = self._view
        for group in view.groups:
            person = group.title == Group.PERSON
            tools = self._tools if person and view.tools else None
            field_group(group, view.photo_url, photo=person, buttons=tools)
        checklist(view.checks)
        self._materials = Materials(view.materials, self._attempt, self._root, self._actions.upload)

    def _tools(self) -> None:
        if Act.VERIFY_ID in self._view.may:
            plain_button('添加身份证号', self._open_id)
        plain_button('往年报考合格库', self._open_prior_passes)

    def _open_id(self) -> None:
        with self._root:
            IdDialog(self._view.name, self._view.id_number, self._actions, self._attempt)

    async def _open_prior_passes(self) -> None:
        with self._root:
            await prior_passes_dialog(self._actions.prior_passes)
