"""A 准考证 as a row, in the list and in its workbook, and the filters of the list."""

from __future__ import annotations

from components.documents.workbook import Heading, Value
from components.kit.status import TagCell, cell
from components.table.filters import Choice, Field, Keyword
from components.table.listing import Action, Column
from components.table.listing import Row as TableRow
from domain.rules.actor import Actor
from domain.rules.exam.ticket_filters import Printed, TicketFilters
from domain.rules.exam.tickets import Printing
from domain.rules.vocabulary import Grade
from domain.services.exam import ticket_lists
from domain.services.exam.ticket_lists import TicketRow
from domain.services.year.years import trade_names
from pages.views.offices import unit_field
from pages.views.ticket_papers import room_text, seat_text

COLUMNS = (
    Column('registration', '报名序号', 'number', sortable=True, shown=False),
    Column('ticket', '准考证号', 'number', sortable=True),
    Column('name', '姓名'),
    Column('id_number', '身份证号', 'number'),
    Column('unit', '单位'),
    Column('grade', '等级', sortable=True),
    Column('trade', '工种', shown=False),
    Column('session', '场次', shown=False),
    Column('site', '考点'),
    Column('room', '考场号', 'number'),
    Column('seat', '座位号', 'number'),
    Column('status', '打印状态', 'tag'),
)
LOOK, PRINT = Action('look', '查看'), Action('print', '打印')
WIDTHS = {
    'registration': 16,
    'ticket': 16,
    'name': 14,
    'id_number': 21,
    'unit': 34,
    'trade': 20,
    'session': 26,
    'site': 30,
}
HEADINGS = [Heading(column.label, WIDTHS.get(column.name, 10)) for column in COLUMNS]
HIDDEN = '—'  # number and seat before the first print window


def cells(row: TicketRow) -> TableRow:
    """One row for the table, only with the actions possible now."""
    can = {LOOK.name: row.good and row.times.begun, PRINT.name: row.printable}
    return {
        'id': row.id,
        'registration': row.registration,
        'ticket': row.ticket or HIDDEN,
        'name': row.name,
        'id_number': row.id_number,
        'unit': row.unit,
        'grade': row.grade.label,
        'trade': row.trade,
        'session': row.session,
        'site': row.site,
        'room': room_text(row.room) if row.room else HIDDEN,
        'seat': seat_text(row.seat) if row.seat else HIDDEN,
        'status': state(row),
        '_off': ' '.join(name for name, able in can.items() if not able),
    }


def state(row: TicketRow) -> TagCell:
    """打印状态: whether it was printed, or why it cannot be."""
    if not row.good:
        return cell('已失效', 'red')
    if row.prints:
        return cell(f'已打印 {row.prints} 次' if row.prints > 1 else '已打印', 'green')
    if row.times.printing is Printing.OPEN:
        return cell('未打印', 'amber')
    return cell(row.times.printing.label, 'grey')


def values(row: TicketRow) -> list[Value]:
    """The cells of a workbook: the texts of the table, a hidden number left empty."""
    shown = cells(row) | {'status': state(row)['text']}
    texts = (str(shown[column.name]) for column in COLUMNS)
    return [None if text in ('', HIDDEN) else text for text in texts]


async def fields(actor: Actor, filters: TicketFilters) -> list[Field]:
    """The filters of the list."""
    offered = await ticket_lists.choices(actor, filters.year)
    return [
        Keyword('keyword', '关键字', '姓名/准考证号'),
        await unit_field(actor, filters.unit),
        Choice('grades', '等级', {str(int(grade)): grade.label for grade in Grade}),
        Choice('printed', '打印状态', Printed.labels(), multiple=False),
        Choice('sessions', '场次', {str(id_): name for id_, name in offered.sessions.items()}),
        Choice('sites', '考点', {str(id_): name for id_, name in offered.sites.items()}),
        Choice('trades', '工种', await trade_names()),
    ]
