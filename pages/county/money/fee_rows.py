"""A line of 缴费统计: its columns on the page, its links, and its values in a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from components.documents.workbook import Value
from components.table.listing import Cell, Column, Page, Row
from domain.rules.money.dues import OWED, DueLine, Table, rate_text
from domain.rules.money.fees import yuan, yuan_text
from domain.rules.vocabulary import OrderStatus
from pages import address

LIST = '/payments/orders'
LINE, RATE = '项目', '缴费率'
# What a pair of columns counts: persons and amount of the orders with these statuses.
PARTS: dict[str, tuple[str, Sequence[OrderStatus]]] = {
    'owed': ('应缴', OWED),
    'paid': ('已缴', (OrderStatus.PAID,)),
    'due': ('未缴', (OrderStatus.DUE,)),
    'exempt': ('免缴', (OrderStatus.EXEMPT,)),
    'closed': ('已关闭', (OrderStatus.CLOSED,)),
    'refunded': ('已退费', (OrderStatus.REFUNDED,)),
}
BACK = 'to_refund'  # 应退, a part of 已缴
_MAIN = ('owed', 'paid', 'due')
COLUMNS = (
    Column('line', LINE, 'link'),
    *(
        column
        for name in _MAIN
        for column in (
            Column(f'{name}_n', f'{PARTS[name][0]}人数', 'link', sortable=True),
            Column(f'{name}_fen', f'{PARTS[name][0]}金额', 'link', sortable=True),
        )
    ),
    Column('rate', RATE, 'number', sortable=True),
    *(Column(f'{name}_n', PARTS[name][0], 'link', sortable=True) for name in PARTS if name not in _MAIN),
    Column(f'{BACK}_n', '其中应退', 'link', sortable=True),
    Column(f'{BACK}_fen', '应退金额', 'link', sortable=True),
)
HEADINGS = (
    LINE,
    *(f'{PARTS[name][0]}{what}' for name in _MAIN for what in ('人数', '金额（元）')),
    RATE,
    *(f'{PARTS[name][0]}{what}' for name in PARTS if name not in _MAIN for what in ('笔数', '金额（元）')),
    '已缴中应退笔数',
    '已缴中应退金额（元）',
)


def cells(line: DueLine, path: str, axis: str) -> Row:
    """One line for the table: its numbers are links to their orders, its title to the statistics one level lower."""
    below = address.address(path, line.below, axis=axis) if line.below else ''
    row: Row = {
        'id': line.key or 'sum',
        'name': line.title,
        'line': {'text': line.title, 'href': below} if below else line.title,
        'rate': rate_text(line.rate),
    }
    links = {name: (line.of(*statuses), line.filters_of(*statuses)) for name, (_, statuses) in PARTS.items()}
    for name, (part, filters) in {**links, BACK: (line.to_refund, line.filters_to_refund)}.items():
        href = address.address(LIST, filters)
        row[f'{name}_n'] = _link(str(part.count), href) if part.count else '—'
        row[f'{name}_fen'] = _link(yuan_text(part.fen), href) if part.count else '—'
    return row


def _link(text: str, href: str) -> Cell:
    return {'text': text, 'href': href}


def values(line: DueLine) -> list[Value]:
    """The same line as plain values, amounts in yuan with two digits."""
    found: list[Value] = [line.title]
    for name, (_, statuses) in PARTS.items():
        if name == 'exempt':
            found.append(rate_text(line.rate))
        part = line.of(*statuses)
        found += [part.count, yuan(part.fen)]
    return [*found, line.to_refund.count, yuan(line.to_refund.fen)]


def sorted_lines(table: Table, view: Page) -> list[DueLine]:
    """All lines in the order of the view; without an order, in the table's own."""
    name, _, what = view.sort.rpartition('_')
    if view.sort == 'rate':
        return sorted(table.lines, key=lambda line: -1 if line.rate is None else line.rate, reverse=view.descending)
    if name != BACK and name not in PARTS:
        return list(table.lines)

    def size(line: DueLine) -> int:
        part = line.to_refund if name == BACK else line.of(*PARTS[name][1])
        return part.fen if what == 'fen' else part.count

    return sorted(table.lines, key=size, reverse=view.descending)
