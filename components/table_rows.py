"""The visible rows of a data table, by id: shown, changed in place, and the measure of what a browser may name."""

from __future__ import annotations

from collections.abc import Iterable

from nicegui import ui

from components.listing import Row, RowId

GONE = 'gone'


class Rows:
    """The rows on the current page; ids that are not among them do not exist for the table."""

    def __init__(self, table: ui.table, row_key: str, label_key: str, *, selectable: bool) -> None:
        self._table = table
        self._row_key, self._label_key, self._selectable = row_key, label_key, selectable
        self._at: dict[RowId, int] = {}
        self._shown: tuple[Row, ...] = ()

    def show(self, rows: Iterable[Row]) -> None:
        """Replace all rows."""
        shown: list[Row] = []
        self._at.clear()
        for row in rows:
            row_id = row[self._row_key]
            if not isinstance(row_id, int | str):
                raise TypeError(f'a row needs a number or a text in {self._row_key!r}')
            self._at[row_id] = len(shown)
            label = row.get(self._label_key) or str(row_id)
            shown.append({'_class': '', **row, '_id': row_id, '_label': label, '_pick': int(self._selectable)})
        # A tuple: NiceGUI would wrap every row and tag of a list into an observable, 60 kB for each open page.
        self._shown = tuple(shown)
        self._table.props['rows'] = self._shown

    def patch(self, row_id: RowId, cells: Row) -> bool:
        """Change these cells in place; several patches in one step are sent to the browser once."""
        at = self._at.get(row_id)
        if at is None or self._table.is_deleted:
            return False
        self._shown[at].update(cells)
        self._table.update()
        return True

    def known(self, ids: object) -> list[RowId]:
        """Those of these untrusted ids that are visible."""
        return [i for i in ids if isinstance(i, int | str) and i in self._at] if isinstance(ids, list) else []

    def pickable(self, ids: object) -> list[RowId]:
        """Those of these untrusted ids that may be selected: visible, and not decided elsewhere."""
        return [i for i in self.known(ids) if self._shown[self._at[i]]['_class'] != GONE]
