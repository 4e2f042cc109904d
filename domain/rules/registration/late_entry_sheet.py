"""The workbooks of 补报 and 破格（一线）申报: their columns, and the person in each row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.errors import Invalid, Problem
from domain.rules.application.form import FIELD
from domain.rules.application.person import Unfit
from domain.rules.registration.late_and_exceptional_entries import Entrance
from domain.rules.sheets import cells
from domain.rules.typed_text import squeezed
from domain.rules.vocabulary import Channel

NAME, ID_NUMBER, MOBILE, UNIT, CHANNEL = '姓名', '身份证号', '手机号', '单位编码', '破格/一线'
CATEGORY, DOCUMENT = FIELD['exception_category'].label, FIELD['exception_document'].label
_PERSON = (NAME, ID_NUMBER, MOBILE, UNIT)
COLUMNS = {Entrance.LATE: _PERSON, Entrance.EXCEPTIONAL: (*_PERSON, CHANNEL, CATEGORY, DOCUMENT)}
_HEADER_WITHIN = 10  # a title and notes may be above the header


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


def read_lines(entrance: Entrance, rows: Sequence[Sequence[object]], today: date) -> list[LateEntryRow]:
    """Every row below the header. Raises Invalid if there is no header with all columns of this entrance."""
    headers = ([squeezed(str(cell or '')) for cell in row] for row in rows[:_HEADER_WITHIN])
    found = next(((at, head) for at, head in enumerate(headers, start=1) if {NAME, ID_NUMBER} <= {*head}), None)
    if found is None:
        raise Invalid([Problem('file', '没有找到表头：前几行中应有“姓名”“身份证号”等列名，请使用下载的模板填写')])
    at, head = found
    if lacking := [column for column in COLUMNS[entrance] if column not in head]:
        raise Invalid([Problem('file', f'表头缺少列：{"、".join(lacking)}，请使用下载的模板填写')])
    return [
        _line(entrance, number, {column: cell for column, cell in zip(head, row, strict=False) if column}, today)
        for number, row in enumerate(rows[at:], start=at + 1)
    ]


def unit_codes_in(lines: Iterable[LateEntryRow]) -> set[str]:
    """The unit codes in these rows, so that only these units are read from the database."""
    return {line.unit_code for line in lines if line.unit_code}


def _line(entrance: Entrance, number: int, row: Mapping[str, object], today: date) -> LateEntryRow:
    if not any(cells.text_of(row.get(column)) for column in COLUMNS[entrance]):
        return LateEntryRow(number)
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
    category, document = (' '.join(str(row.get(column) or '').split()) for column in (CATEGORY, DOCUMENT))
    return LateEntryRow(number, name, person.value, mobile, code, channel, category, document)
