"""容缺后补备注: what is missing, why, and when it will be supplied."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from nicegui import ui

from components.application.views import MaterialView
from components.forms.reason_field import ReasonField
from components.kit.attempt import Attempt, RefusalLine
from components.kit.buttons import plain_button, primary_button
from components.kit.dialog import review_dialog
from components.kit.words import words
from components.review.actions import ReviewActions
from components.review.views import DeferralView
from domain import clock
from domain.rules.vocabulary import Act, MaterialKind


class DeferralDialog:
    """Opens at once; an existing deferral is shown for editing, otherwise the missing materials are ticked."""

    def __init__(
        self,
        materials: Sequence[MaterialView],
        deferral: DeferralView | None,
        phrases: Sequence[str],
        *,
        actions: ReviewActions,
        attempt: Attempt,
        on_closed: Callable[[], None],
    ) -> None:
        self._actions, self._attempt = actions, attempt
        chosen = deferral.items if deferral else tuple(one.kind for one in materials if one.missing)
        self._items: dict[MaterialKind, ui.checkbox] = {}
        with review_dialog('容缺后补备注') as self._dialog:
            words('缺少的材料', 'div', 'field-label')
            with ui.element('div').classes('ticks') as ticks:
                for one in materials:
                    if one.required or one.kind in chosen:
                        self._items[one.kind] = ui.checkbox(one.label, value=one.kind in chosen)
            ticks.props['role'] = 'group'
            ticks.props['aria-label'] = '缺少的材料'
            words('补齐日期', 'div', 'field-label')
            self._day = ui.input(value=deferral.promised_on.isoformat() if deferral else '').classes('day')
            self._day.props('type=date aria-label=补齐日期').props['min'] = clock.today().isoformat()
            words('容缺后补备注', 'div', 'field-label')
            self._note = ReasonField(Act.DEFER.label + '备注', phrases, deferral.note if deferral else '', lambda: None)
            self._line = RefusalLine()
            with ui.element('div').classes('foot'):
                plain_button('取消', self._dialog.close)
                self._go = primary_button('确定', self._submit)
        self._dialog.on_value_change(lambda event: None if event.value else on_closed())
        self._dialog.open()

    async def _submit(self) -> None:
        if not self._dialog.value:  # a second click arrived after the first one closed the dialog
            return
        items = tuple(kind for kind, box in self._items.items() if box.value)
        if not items:
            self._line.show('请选择缺少的材料')
            return
        day = _day_of(self._day.value)
        if day is None or day < clock.today():
            self._line.show('请选择今天或以后的补齐日期')
            return
        if not self._note.check():
            return
        note = self._note.value
        if await self._attempt(lambda: self._actions.defer(items, note, day), self._line, self._go, typed=note):
            self._dialog.close()


def _day_of(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or '')
    except ValueError:
        return None
