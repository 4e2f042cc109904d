"""The groups of the application as a paper form shows them: labels, values and the photo at the right."""

from __future__ import annotations

from collections.abc import Callable

from nicegui import ui

from components.review_view import FieldView, GroupView
from components.status import tag
from components.words import h3, words

EMPTY = '—'


def field_group(
    group: GroupView, photo_url: str | None = None, *, photo: bool = False, buttons: Callable[[], object] | None = None
) -> None:
    """One group as a section of the card; ``buttons`` builds what stands at the right of its heading."""
    with ui.element('div').classes('sec'):
        with ui.element('div').classes('group-head'):
            h3(group.title)
            if buttons:
                with ui.element('div').classes('tools'):
                    buttons()
        with ui.element('div').classes('group-body'):
            _rows(group.rows)
            if photo:
                _photo(photo_url)


def _rows(rows: tuple[FieldView, ...]) -> None:
    # Around the list stands a container of its own: its width, not the window's, says how many columns fit.
    with ui.element('div').classes('fields'), ui.element('dl').classes('dl'):
        for row in rows:
            words(row.label, 'dt', 'first' if row.wide else '')
            with ui.element('dd') as value:
                if row.wide:
                    value.classes('all')
                text = words(row.value or EMPTY, 'span', 'num')
                if not row.value or row.value == EMPTY:
                    text.classes('muted')
                if row.verified is not None:
                    tag('已核' if row.verified else '未核', 'green' if row.verified else 'amber')


def _photo(url: str | None) -> None:
    with ui.element('div').classes('photo') as frame:
        if url is None:
            frame.classes('none')
            frame.props['role'] = 'img'
            frame.props['aria-label'] = '未上传证件照'
            return
        picture = ui.element('img')
        picture.props['src'] = url
        picture.props['alt'] = '证件照'
