"""The basic ``ui.table`` of every list: its columns, the fixed 操作 column, its page and order."""

from __future__ import annotations

from collections.abc import Sequence

from nicegui import ui

from components.table.listing import Action, Column, Page


class ListTable(ui.table, component='list_table.js'):
    """``ui.table`` with our cells, labelled check boxes, cards on a phone and the words for an empty list."""


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
    table = ListTable(
        rows=[],
        columns=[],
        row_key='_id',
        selection='multiple' if selectable else None,
        pagination=pagination_of(view, 0),
    )
    # Tuples are sent like lists but not observed, which saves memory on every open page.
    table.props['columns'] = _columns(columns, actions)
    table.props('flat binary-state-sort hide-pagination hide-selected-banner')
    table.props['no-data-label'] = empty
    table.props['visible-columns'] = tuple(visible)
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
