"""The result of each row of an import: the count of each kind, the rows that need a look, a file to download."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from nicegui import ui

from components.documents.plain_table import MEDIA_TYPE
from components.kit.buttons import plain_button, primary_button
from components.kit.status import cell, tag
from components.kit.words import Kind, notice, words
from components.table.data_table import Column, DataTable, Loaded, Page

_LISTED = (Column('row', '行号', 'number'), Column('verdict', '结果', 'tag'), Column('message', '说明'))


@dataclass(frozen=True, slots=True)
class Count:
    """The number of rows with this result."""

    label: str
    kind: Kind
    rows: int


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One row that needs a look, by its number in the workbook: why it was refused, or what is noted about it."""

    row: int
    verdict: str
    message: str
    kind: Kind = 'red'


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """The result of an import."""

    counts: Sequence[Count]
    listed: Sequence[ListedRow]
    report: bytes  # CSV: every row with its result
    report_name: str
    remark: str = ''
    notes: Sequence[str] = ()  # about the whole file: what of it was not imported


async def import_result(outcome: ImportOutcome, again: Callable[[], object], done: Callable[[], object]) -> None:
    """Show the outcome in the current place; ``again`` and ``done`` are the handlers of its buttons."""
    with ui.element('div').classes('line').props('role=status'):
        for count in outcome.counts:
            tag(f'{count.label} {count.rows}', count.kind).classes('num')
    for note in outcome.notes:
        notice(note, 'amber')
    if outcome.remark:
        words(outcome.remark, 'p', 'muted')
    table = DataTable(_LISTED, _pages_of(outcome.listed), row_key='row', label_key='message', view=Page(size=10),
                      empty='没有需要处理的行')  # fmt: skip
    with ui.element('div').classes('foot'):
        plain_button('继续导入', again)
        plain_button('下载结果', lambda: ui.download.content(outcome.report, outcome.report_name, MEDIA_TYPE),
                     icon='download')  # fmt: skip
        primary_button('完成', done)
    await table.reload()


def _pages_of(listed: Sequence[ListedRow]) -> Callable[[Page], Awaitable[Loaded]]:
    async def load(page: Page) -> Loaded:
        rows = listed[page.offset : page.offset + page.size]
        return Loaded(
            [{'row': one.row, 'verdict': cell(one.verdict, one.kind), 'message': one.message} for one in rows],
            len(listed),
        )

    return load
