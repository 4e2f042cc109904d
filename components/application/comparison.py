"""修改对比: what changed since the return, field by field, beside the remark that requested the change."""

from __future__ import annotations

from nicegui import ui

from components.application.views import ChangeView
from components.kit.words import muted, words

_COLUMNS = ('项目', '修改前', '修改后', '退回意见')


def comparison(changes: tuple[ChangeView, ...]) -> None:
    """The table of changes; on narrow screens each change is shown as a card."""
    if not changes:
        with ui.element('div').classes('sec'):
            muted('重新提交时没有修改任何内容')
        return
    with ui.element('table').classes('compare'):
        with ui.element('thead'), ui.element('tr'):
            for title in _COLUMNS:
                words(title, 'th').props['scope'] = 'col'
        with ui.element('tbody'):
            for change in changes:
                _line(change)


def _line(change: ChangeView) -> None:
    with ui.element('tr'):
        words(change.label, 'th').props['scope'] = 'row'
        with _cell(_COLUMNS[1]):
            words(change.old or '—', 'del')
        with _cell(_COLUMNS[2]):
            words(change.new or '—', 'ins')
        with _cell(_COLUMNS[3]):
            words(change.remark or '—', 'span', 'pre').classes('' if change.remark else 'muted')


def _cell(title: str) -> ui.element:
    cell = ui.element('td')
    cell.props['data-title'] = title  # shown in front of the value where the table head is hidden
    return cell
