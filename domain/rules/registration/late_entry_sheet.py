"""The workbooks of 补报 and 破格（一线）申报: their columns, and the person in each row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.rules.application.form import FIELD
from domain.rules.application.person import Unfit
from domain.rules.registration.late_and_exceptional_entries import Entrance
from domain.rules.sheets import cells
from domain.rules.sheets.headings import Headings
from domain.rules.sheets.table import SheetRow, SheetTable
from domain.rules.vocabulary import Channel

NAME, ID_NUMBER, MOBILE, UNIT, CHANNEL = '姓名', '身份证号', '手机号', '单位编码', '破格/一线'
CATEGORY, DOCUMENT = FIELD['exception_category'].label, FIELD['exception_document'].label
_PERSON = (NAME, ID_NUMBER, MOBILE, UNIT)
COLUMNS = {Entrance.LATE: _PERSON, Entrance.EXCEPTIONAL: (*_PERSON, CHANNEL, CATEGORY, DOCUMENT)}
HEADINGS = {
    entrance: Headings(columns, (NAME, ID_NUMBER), keys=(NAME, ID_NUMBER, MOBILE), needed=columns)
    for entrance, columns in COLUMNS.items()
}


@dataclass(frozen=True, slots=True)
class LateEntryRow:
    """One row with its number in Excel; ``fault`` says what is wrong with it; the other fields are then empty."""

    row: int
    name: str = ''
    id_number: str = ''
    mobile: str = ''
    unit_code: str = ''
    channel: Channel | None = None
    category: str = ''
    document: str = ''
    fault: str = ''

    @property
    def is_blank(self) -> bool:
        """Whether the row is empty."""
        return self == LateEntryRow(self.row)


def read_lines(entrance: Entrance, table: SheetTable, today: date) -> list[LateEntryRow]:
    """Every row of the table, which has all columns of this entrance."""
    return [_line(entrance, row, today) for row in table.rows]


def unit_codes_in(lines: Iterable[LateEntryRow]) -> set[str]:
    """The unit codes in these rows, so that only these units are read from the database."""
    return cells.codes_among(line.unit_code for line in lines)


def _line(entrance: Entrance, sheet_row: SheetRow, today: date) -> LateEntryRow:
    number, row = sheet_row.number, sheet_row.cells
    if sheet_row.is_blank:
        return LateEntryRow(number)
    if refusal := sheet_row.refusal(COLUMNS[entrance]):
        return LateEntryRow(number, fault=refusal)
    try:
        name = cells.read_name(row.get(NAME))
        person = cells.read_id_number(row.get(ID_NUMBER), today)
        mobile = cells.read_mobile(row.get(MOBILE))
    except Unfit as refusal:
        return LateEntryRow(number, fault=str(refusal))
    code = cells.text_of(row.get(UNIT))
    if not code:
        return LateEntryRow(number, fault='请填写单位编码')
    if not entrance.asks_why:
        return LateEntryRow(number, name, person.value, mobile, code, Channel.SUPPLEMENTARY)
    channel = Channel.of_label(cells.text_of(row.get(CHANNEL)))
    if channel not in entrance.channels:
        return LateEntryRow(number, fault=f'{CHANNEL}一列应为“{"”或“".join(one.label for one in entrance.channels)}”')
    category, document = (cells.line_of(row.get(column)) for column in (CATEGORY, DOCUMENT))
    return LateEntryRow(number, name, person.value, mobile, code, channel, category, document)
