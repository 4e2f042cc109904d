"""The workbook of 成绩导入: its columns for the subjects of an office, and the person and values of each row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from domain.errors import Invalid, Problem
from domain.rules.results.result_states import Entered, entered_marks
from domain.rules.results.scores import read_mark
from domain.rules.sheets.cells import text_of
from domain.rules.sheets.headings import Headings
from domain.rules.sheets.table import SheetRow, SheetTable
from domain.rules.vocabulary import Attendance, Subject

NUMBER, NAME, ID_NUMBER, GRADE, TRADE = '准考证号', '姓名', '身份证号', '等级', '工种'
ATTENDANCE, REMARK = '缺考/违纪', '备注'
NEEDED = (NUMBER, NAME)
DIGITS = 12  # of a ticket number
LONGEST_NAME, LONGEST_REMARK = 30, 200
_BY_LABEL = {subject.label: subject for subject in Subject}
_READ = (NUMBER, NAME, ID_NUMBER, *_BY_LABEL, ATTENDANCE, REMARK)
HEADINGS = Headings(
    (NUMBER, NAME, ID_NUMBER, GRADE, TRADE, *_BY_LABEL, ATTENDANCE, REMARK),
    (NUMBER,), keys=(NUMBER, NAME, *_BY_LABEL, ATTENDANCE), needed=NEEDED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One row, numbered as Excel does: ticket and values, or the ``fault`` that keeps it out; neither if blank."""

    row: int
    number: str = ''
    name: str = ''
    id_number: str = ''
    entered: Entered | None = None
    fault: str = ''


def columns_of(subjects: Sequence[Subject]) -> tuple[str, ...]:
    """The columns of the template with these subjects; 等级 and 工种 are only for people to read."""
    return (NUMBER, NAME, ID_NUMBER, GRADE, TRADE, *(one.label for one in subjects), ATTENDANCE, REMARK)


def read_lines(table: SheetTable) -> list[ScoreLine]:
    """Every row of the table; several rows for the same ticket are all refused, because the right one is unknown.

    Raises Invalid if there is no column with results.
    """
    if not any(column in _BY_LABEL or column == ATTENDANCE for column in table.columns):
        raise Invalid([Problem('file', '没有找到成绩列，请使用下载的模板填写')])
    return _without_doubles([_line(row) for row in table.rows])


def _line(row: SheetRow) -> ScoreLine:
    if row.is_blank:
        return ScoreLine(row.number)
    number, texts = row.number, {column: text_of(row.cells.get(column)) for column in _READ}
    if refusal := row.refusal(_READ):
        known = '' if row.faults((NUMBER,)) else texts[NUMBER]
        return ScoreLine(number, known, fault=refusal)
    ticket = texts.get(NUMBER, '')
    line = ScoreLine(number, ticket, texts.get(NAME, ''), texts.get(ID_NUMBER, '').upper())
    try:
        if not (ticket.isascii() and ticket.isdigit() and len(ticket) == DIGITS):
            raise ValueError(f'{NUMBER}应为 {DIGITS} 位数字')  # noqa: TRY301 - all faults of a row are handled in one place
        return replace(line, entered=_entered(texts))
    except ValueError as fault:
        return replace(line, fault=str(fault))


def _entered(texts: Mapping[str, str]) -> Entered:
    marks: dict[Subject, int | Attendance] = {}
    for label, subject in _BY_LABEL.items():
        if text := texts.get(label, ''):
            try:
                marks[subject] = read_mark(text)
            except ValueError as fault:
                raise ValueError(f'{label}“{text[:20]}”：{fault}') from None
    word = texts.get(ATTENDANCE, '')
    attendance = Attendance.of_label(word)
    if word and attendance is None:
        raise ValueError(f'“{ATTENDANCE}”应填{"、".join(one.label for one in Attendance)}，或留空')
    remark = texts.get(REMARK, '')
    if len(remark) > LONGEST_REMARK:
        raise ValueError(f'{REMARK}超过 {LONGEST_REMARK} 字')
    return entered_marks(marks, attendance, remark)


def _without_doubles(lines: Sequence[ScoreLine]) -> list[ScoreLine]:
    rows: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        if line.number:
            rows[line.number].append(line.row)
    return [
        replace(line, entered=None, fault=_doubled(line.row, rows[line.number]))
        if len(rows[line.number]) > 1 and not line.fault
        else line
        for line in lines
    ]


def _doubled(row: int, rows: Sequence[int]) -> str:
    others = '、'.join(str(other) for other in rows if other != row)
    return f'{NUMBER}与第 {others[:60]} 行重复，请核对后只保留一行'
