"""往年报考合格库: what the person with this ID number has passed in earlier years."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from components.kit.attempt import RefusalLine
from components.kit.buttons import plain_button
from components.kit.dialog import review_dialog
from components.kit.words import words
from components.review.views import PriorPassView
from domain.errors import Refusal

_COLUMNS = ('年度', '等级', '工种', '单位', '证书编号', '结果')


async def prior_passes_dialog(look_up: Callable[[], Awaitable[list[PriorPassView]]]) -> None:
    """Open the dialog at once and fill it when the answer arrives."""
    with review_dialog('往年报考合格库', wide=True) as dialog:
        line = RefusalLine()
        with ui.element('div').classes('scroll') as body:
            ui.spinner()
        with ui.element('div').classes('foot'):
            plain_button('关闭', dialog.close)
    dialog.open()
    try:
        passes = await look_up()
    except Refusal as refusal:
        line.show(str(refusal))
        passes = None
    if body.is_deleted:
        return
    body.clear()
    if passes is None:
        return
    with body:
        _table(passes) if passes else words('未查询到往年报考合格记录', 'div', 'blank')


def _table(passes: list[PriorPassView]) -> None:
    with ui.element('table').classes('plain-table'):
        with ui.element('thead'), ui.element('tr'):
            for title in _COLUMNS:
                words(title, 'th').props['scope'] = 'col'
        with ui.element('tbody'):
            for one in passes:
                with ui.element('tr'):
                    for text in (str(one.year), one.grade, one.trade, one.unit, one.certificate, one.result):
                        words(text or '—', 'td', 'num')
