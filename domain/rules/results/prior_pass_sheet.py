"""The workbook of 往年报考合格库: its columns, and the pass in each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.errors import Invalid, Problem
from domain.rules.application.person import Unfit
from domain.rules.sheets.cells import read_grade, read_id_number, read_name, text_of
from domain.rules.typed_text import squeezed
from domain.rules.vocabulary import Grade

NAME, ID_NUMBER, YEAR, GRADE = '姓名', '身份证号', '年度', '等级'
TRADE, UNIT, CERTIFICATE, RESULT = '工种', '单位', '证书编号', '结果'
COLUMNS = (NAME, ID_NUMBER, YEAR, GRADE, TRADE, UNIT, CERTIFICATE, RESULT)
NEEDED = (NAME, ID_NUMBER, YEAR, GRADE, TRADE, UNIT)
PASSED = '合格'
EARLIEST = 1990
LONGEST = {TRADE: 40, UNIT: 80, CERTIFICATE: 40, RESULT: 20}
_HEADER_WITHIN = 10  # a title and notes may be above the header


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


def read_lines(rows: Sequence[Sequence[object]], today: date) -> list[PassLine]:
    """Every row below the header. Raises Invalid if a required column is missing."""
    headers = ([squeezed(text_of(cell)) for cell in row] for row in rows[:_HEADER_WITHIN])
    found = next(((at, header) for at, header in enumerate(headers, start=1) if ID_NUMBER in header), None)
    if found is None:
        raise _unreadable(f'没有找到表头：前几行中应有“{ID_NUMBER}”一列，请使用下载的模板填写')
    at, header = found
    missing = [column for column in NEEDED if column not in header]
    if missing:
        raise _unreadable(f'缺少列：{"、".join(missing)}，请使用下载的模板填写')
    return [
        _line(number, dict(zip(header, row, strict=False)), today) for number, row in enumerate(rows[at:], start=at + 1)
    ]


def _line(number: int, cells: Mapping[str, object], today: date) -> PassLine:
    if not any(text_of(cells.get(column)) for column in COLUMNS):
        return PassLine(number)
    try:
        return PassLine(number, _pass(cells, today))
    except ValueError as fault:  # Unfit is one
        return PassLine(number, fault=str(fault))


def _pass(cells: Mapping[str, object], today: date) -> Pass:
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


def _unreadable(text: str) -> Invalid:
    return Invalid([Problem('file', text)])
