"""The groups of the application, laid out like the paper form: labels, values and the photo at the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui

from components.application.views import FieldView, GroupView
from components.kit.status import cell
from components.kit.words import h3

EMPTY = '—'


def field_group(
    group: GroupView, photo_url: str | None = None, *, photo: bool = False, buttons: Callable[[], object] | None = None
) -> None:
    """One group as a section of the card; ``buttons`` builds what is placed at the right of its heading."""
    with ui.element('div').classes('sec'):
        with ui.element('div').classes('group-head'):
            h3(group.title)
            if buttons:
                with ui.element('div').classes('tools'):
                    buttons()
        with ui.element('div').classes('group-body'):
            FieldRows(group.rows)
            if photo:
                _photo(photo_url)


class FieldRows(ui.element, component='field_rows.js'):
    """Labels and values in as many columns as fit, as one element."""

    def __init__(self, rows: tuple[FieldView, ...]) -> None:
        super().__init__()
        # A tuple is sent like a list but not observed.
        self.props['rows'] = tuple(_row(row) for row in rows)

    def _displayed_contents(self, *, only_visible: bool) -> list[Any]:  # noqa: ARG002 - NiceGUI's own signature
        return [
            text for row in self.props['rows'] for text in (row['label'], row['value'], row.get('tag', {}).get('text'))
        ]


def _row(row: FieldView) -> dict[str, object]:
    shown: dict[str, object] = {'label': row.label, 'value': row.value or EMPTY}
    if row.wide:
        shown['wide'] = True
    if shown['value'] == EMPTY:
        shown['empty'] = True
    if row.verified is not None:
        shown['tag'] = cell('已核', 'green') if row.verified else cell('未核', 'amber')
    return shown


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
