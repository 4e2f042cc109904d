"""The workbook of 往年报考合格库: its columns, and the pass in each row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.rules.application.person import Unfit
from domain.rules.sheets.cells import read_grade, read_id_number, read_name, text_of
from domain.rules.sheets.headings import Headings
from domain.rules.sheets.table import Row, SheetRow, SheetTable
from domain.rules.vocabulary import Grade

NAME, ID_NUMBER, YEAR, GRADE = '姓名', '身份证号', '年度', '等级'
TRADE, UNIT, CERTIFICATE, RESULT = '工种', '单位', '证书编号', '结果'
COLUMNS = (NAME, ID_NUMBER, YEAR, GRADE, TRADE, UNIT, CERTIFICATE, RESULT)
NEEDED = (NAME, ID_NUMBER, YEAR, GRADE, TRADE, UNIT)
PASSED = '合格'
EARLIEST = 1990
LONGEST = {TRADE: 40, UNIT: 80, CERTIFICATE: 40, RESULT: 20}
HEADINGS = Headings(COLUMNS, (ID_NUMBER,), keys=(NAME, ID_NUMBER), needed=NEEDED)


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass as it is stored."""

    id_number: str
    name: str
    year: int
    grade: Grade
    trade: str
    unit: str
    certificate_number: str
    result: str

    @property
    def key(self) -> tuple[str, int, int]:
        """The unique key: a person passes a grade once a year."""
        return self.id_number, self.year, int(self.grade)


@dataclass(frozen=True, slots=True)
class PassLine:
    """One row, numbered as Excel does: a pass, or the ``fault`` that keeps it out; neither for a blank one."""

    row: int
    found: Pass | None = None
    fault: str = ''


def read_lines(table: SheetTable, today: date) -> list[PassLine]:
    """Every row of the table."""
    return [_line(row, today) for row in table.rows]


def _line(row: SheetRow, today: date) -> PassLine:
    if row.is_blank:
        return PassLine(row.number)
    if refusal := row.refusal(COLUMNS):
        return PassLine(row.number, fault=refusal)
    try:
        return PassLine(row.number, _pass(row.cells, today))
    except ValueError as fault:  # Unfit is one
        return PassLine(row.number, fault=str(fault))


def _pass(cells: Row, today: date) -> Pass:
    name = read_name(cells.get(NAME))
    year = _year(cells.get(YEAR), today)
    # Checked as of the year of the pass: a person who passed long ago may be older than today's applicants may be.
    number = read_id_number(cells.get(ID_NUMBER), date(year, 12, 31))
    grade = read_grade(cells.get(GRADE))
    if grade is None:
        raise Unfit('grade', f'{GRADE}无法识别，应为：{"、".join(one.label for one in Grade)}')
    texts = {column: text_of(cells.get(column)) for column in LONGEST}
    for column, text in texts.items():
        if len(text) > LONGEST[column]:
            raise Unfit('long', f'{column}超过 {LONGEST[column]} 字')
        if not text and column in NEEDED:
            raise Unfit('missing', f'未填{column}')
    return Pass(number.value, name, year, grade, texts[TRADE], texts[UNIT], texts[CERTIFICATE], texts[RESULT] or PASSED)


def _year(cell: object, today: date) -> int:
    text = text_of(cell).removesuffix('年').removesuffix('年度')
    if not (text.isascii() and text.isdigit() and EARLIEST <= int(text[:6]) <= today.year):
        raise Unfit('year', f'{YEAR}应为 {EARLIEST}–{today.year} 之间的年份')
    return int(text)
