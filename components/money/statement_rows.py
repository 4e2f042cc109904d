"""The rows of a statement in its dialog, before and after booking."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from nicegui import ui

from components.imports.import_result import Count
from components.kit.status import tag
from components.kit.words import notice, words
from components.table.data_table import Column, DataTable, Loaded, Page
from components.table.listing import Row

COLUMNS = (
    Column('row', '行号', 'number'),
    Column('verdict', '结果', 'tag'),
    Column('pay_code', '缴款码', 'number'),
    Column('who', '报考人员'),
    Column('paid', '到账', 'number'),
    Column('due', '应缴', 'number'),
    Column('advice', '处理办法'),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """The checked rows, worst first. ``go``: the text of the booking button; empty when there is nothing to book."""

    counts: Sequence[Count]
    rows: Sequence[Row]
    report: bytes  # CSV: every row in the order of the file
    report_name: str
    warning: str = ''
    remark: str = ''
    go: str = ''


def judged_table(shown: Shown) -> Callable[[], Awaitable[None]]:
    """Build counts, remarks and the table in the current place; await the returned callback to fill it."""
    if shown.warning:
        notice(shown.warning, 'amber')
    if shown.remark:
        words(shown.remark, 'p', 'muted')

    async def load(page: Page) -> Loaded:
        return Loaded(shown.rows[page.offset : page.offset + page.size], len(shown.rows))

    table = DataTable(COLUMNS, load, row_key='row', label_key='_label', status_key='verdict', view=Page(size=10),
                      empty='对账单中没有记录')  # fmt: skip
    with table.left, ui.element('div').classes('line').props('role=status'):
        for count in shown.counts:
            tag(f'{count.label} {count.rows}', count.kind).classes('num')
    return table.reload
