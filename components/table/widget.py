"""The basic ``ui.table`` of every list: columns, fixed 操作 column, labelled check boxes, cards on a phone."""

from __future__ import annotations

from collections.abc import Sequence

from nicegui import ui

from components.table import slots
from components.table.listing import Action, Column, Page


def build_table(
    columns: Sequence[Column],
    actions: Sequence[Action],
    *,
    visible: Sequence[str],
    selectable: bool,
    empty: str,
    view: Page,
) -> ui.table:
    """An empty table; rows have ``_id``, ``_label``, ``_class`` and ``_pick`` beside their cells."""
    table = ui.table(
        rows=[],
        columns=[],
        row_key='_id',
        selection='multiple' if selectable else None,
        pagination=pagination_of(view, 0),
    )
    # Tuples are sent like lists but not observed, which saves memory on every open page.
    table.props['columns'] = _columns(columns, actions)
    table.props('flat binary-state-sort hide-pagination hide-selected-banner')
    # Quasar's own screen size, read in the browser: cards on a phone, a table on wider screens.
    table.props[':grid'] = 'Quasar.Screen.lt.sm'
    table.props[':table-row-class-fn'] = '(row) => row._class'
    table.props['no-data-label'] = empty
    table.props['visible-columns'] = tuple(visible)
    table.add_slot('body-cell', slots.BODY_CELL)
    table.add_slot('item', slots.ITEM)
    table.add_slot('no-data', slots.NO_DATA)
    if selectable:
        table.add_slot('header-selection', slots.HEADER_SELECTION)
        table.add_slot('body-selection', slots.BODY_SELECTION)
    return table


def pagination_of(view: Page, total: int) -> dict[str, object]:
    """Quasar's pagination; with ``rowsNumber`` paging and sorting are left to the server."""
    return {
        'page': view.number,
        'rowsPerPage': view.size,
        'sortBy': view.sort or None,
        'descending': view.descending,
        'rowsNumber': total,
    }


def _columns(columns: Sequence[Column], actions: Sequence[Action]) -> tuple[dict[str, object], ...]:
    built: list[dict[str, object]] = [
        {
            'name': c.name,
            'label': c.label,
            'field': c.name,
            'kind': c.kind,
            'sortable': c.sortable,
            'late': c.late,
            'align': 'left',
        }
        for c in columns
    ]
    if actions:
        built.append(
            {
                'name': '_actions',
                'label': '操作',
                'field': '_id',
                'kind': 'actions',
                'align': 'left',
                'required': True,
                'classes': 'fixed',
                'headerClasses': 'fixed',
                'actions': [{'name': a.name, 'label': a.label, 'keeps': a.keeps} for a in actions],
            }
        )
    return tuple(built)
