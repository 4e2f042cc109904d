"""The visible rows of a data table, by id: shown, changed in place; only these rows are accepted from a browser."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from string import Template

from nicegui import json, ui

from components.private_names import ROW_PATCHES
from components.table.listing import Column, Row, RowId
from domain.private_names import usable

GONE = 'gone'
# Changes rows in the browser by their ids. The table itself would send all its rows and templates again: with hundreds
# of open pages that is most of the work of one decision.
CHANGE = Template(
    '{const table = mounted_app.elements[$table], changed = $changed;'
    ' if (table) table.props.rows.forEach((row, at, rows) => {'
    ' if (row._id in changed) rows[at] = {...row, ...changed[row._id]};});}'
)


class Rows:
    """The rows on the current page; the table ignores all other ids."""

    def __init__(
        self, table: ui.table, columns: Iterable[Column], row_key: str, label_key: str, *, selectable: bool
    ) -> None:
        self._table = table
        self._kept = {column.name for column in columns} | {row_key, label_key}
        self._row_key, self._label_key, self._selectable = row_key, label_key, selectable
        self._at: dict[RowId, int] = {}
        self._shown: tuple[Row, ...] = ()
        self._changed: dict[str, Row] = {}  # since the last message to the browser

    def show(self, rows: Iterable[Row]) -> None:
        """Replace all rows; cells without a column are dropped."""
        shown: list[Row] = []
        self._at.clear()
        for row in rows:
            row_id = row[self._row_key]
            if not isinstance(row_id, int | str):
                raise TypeError(f'a row needs a number or a text in {self._row_key!r}')
            self._at[row_id] = len(shown)
            label = row.get(self._label_key) or str(row_id)
            cells = {name: cell for name, cell in row.items() if name in self._kept or name.startswith('_')}
            shown.append({'_class': '', **cells, '_id': row_id, '_label': label, '_pick': int(self._selectable)})
        self._changed.clear()
        # A tuple: NiceGUI would wrap every row and tag of a list into an observable, 60 kB for each open page.
        self._shown = tuple(shown)
        self._table.props['rows'] = self._shown

    def patch(self, row_id: RowId, cells: Row) -> bool:
        """Change these cells in place; several patches in one step are sent to the browser in one message."""
        at = self._at.get(row_id)
        if at is None or self._table.is_deleted:
            return False
        self._shown[at].update(cells)
        if not self._changed:
            asyncio.get_running_loop().call_soon(self._send)
        self._changed.setdefault(str(row_id), {}).update(cells)
        return True

    def _send(self) -> None:
        changed, self._changed = self._changed, {}
        if changed and not self._table.is_deleted:
            if not usable(ROW_PATCHES):
                self._table.update()
                return
            code = CHANGE.substitute(table=self._table.id, changed=json.dumps(changed))
            client = self._table.client
            # Directly into the outbox: ``run_javascript`` would start a task to wait for an answer that is not needed.
            client.outbox.enqueue_message('run_javascript', {'code': code}, client.id)

    def standing(self) -> list[RowId]:
        """The visible rows that are not grey."""
        return [row_id for row_id, at in self._at.items() if self._shown[at]['_class'] != GONE]

    def known(self, ids: object) -> list[RowId]:
        """Those of these untrusted ids that are visible."""
        return [i for i in ids if isinstance(i, int | str) and i in self._at] if isinstance(ids, list) else []

    def pickable(self, ids: object) -> list[RowId]:
        """Those of these untrusted ids that may be selected: visible, and not decided elsewhere."""
        return [i for i in self.known(ids) if self._shown[self._at[i]]['_class'] != GONE]
