"""The table in a workbook: the visible sheet with the header, its rows by column, and all that was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.errors import Invalid, Problem
from domain.rules.sheets.cells import text_of
from domain.rules.sheets.columns import letters_of
from domain.rules.sheets.headings import Headings
from domain.rules.sheets.nearest import unknown_columns
from domain.rules.sheets.workbook_check import MOST_CELLS, MOST_ROWS, TOO_MANY, SheetMarks

UNCALCULATED = '公式没有计算结果，请在 Excel 中打开并保存'
_MOST_PLACES = 3  # that one sentence names
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Fault:
    """What stands in a cell with an error, or with a formula that has no result: never nothing."""

    place: str
    value: str

    def __str__(self) -> str:
        return f'{self.place} 的值为 {self.value}' if self.value else f'{self.place} 的{UNCALCULATED}'


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as the reader of workbooks gives it: from its first row on, so that row numbers are those of Excel."""

    rows: list[list[Any]]
    name: str = ''
    hidden: bool = False
    marks: SheetMarks = field(default_factory=SheetMarks)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row below the header, by its number in Excel; ``cells`` has the known columns only."""

    number: int
    cells: Row
    is_blank: bool = False

    def faults(self, columns: Sequence[str]) -> str:
        """One sentence about the cells of these columns that show an error or have no result; empty if there are none.

        Every reader of rows asks this, or ``refusal``, before it reads their cells.
        """
        found = [(column, cell) for column in columns if isinstance(cell := self.cells.get(column), Fault)]
        sentences = [f'{cell.place}（{column}）的值为 {cell.value}' for column, cell in found if cell.value]
        places = [f'{cell.place}（{column}）' for column, cell in found if not cell.value]
        if places:
            more = f'等 {len(places)} 个单元格' if len(places) > _MOST_PLACES else ''
            sentences.append(f'{"、".join(places[:_MOST_PLACES])}{more}的{UNCALCULATED}')
        return '；'.join(sentences)

    def refusal(self, columns: Sequence[str]) -> str:
        """The same sentence for a row that is refused because of these cells: it says what to do."""
        said = self.faults(columns)
        return f'{said}，请改正后重新导入' if said and not said.endswith(UNCALCULATED) else said


@dataclass(frozen=True, slots=True)
class SheetTable:
    """The rows of the visible sheet with the header up to the last one with an entry; ``notes`` say what is not in."""

    rows: tuple[SheetRow, ...]
    places: Mapping[str, int]
    header: int  # the number of its row
    notes: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The known columns of the header."""
        return tuple(self.places)


def table_in(sheets: Sequence[Sheet], headings: Headings) -> SheetTable:
    """Raises Invalid if no visible sheet has the header, if a column is missing or stands there twice."""
    heads = [(sheet, _header(sheet, headings)) for sheet in sheets if not sheet.hidden]
    found = [(sheet, *head) for sheet, head in heads if head]
    hidden = [sheet.name for sheet in sheets if sheet.hidden]
    others = [sheet.name for sheet, *_ in found[1:]]
    if not found:
        raise _unreadable(_missing(headings, hidden))
    sheet, header, places = found[0]
    head = sheet.rows[header - 1]
    _once_each(headings, head, places, header)
    unknown = unknown_columns([headings.plain(cell) for cell in head], headings.columns) if headings.own else ''
    if lacking := [column for column in headings.needed if column not in places]:
        more = f'（{unknown}）' if unknown else ''
        raise _unreadable(f'表头缺少列：{"、".join(lacking)}{more}，请使用下载的模板填写')
    rows = list(_rows(sheet, header, places, headings))
    out = sum(row.number in sheet.marks.hidden and not row.is_blank for row in rows)
    seen = [row for row in rows if row.number not in sheet.marks.hidden]
    keyless = sum(row.is_blank and any(map(text_of, row.cells.values())) for row in seen)
    while seen and seen[-1].is_blank:
        seen.pop()
    if sum(not row.is_blank for row in seen) > MOST_ROWS:
        raise _unreadable(TOO_MANY)
    notes = [
        f'{out} 行被{"筛选" if sheet.marks.filtered else ""}隐藏，未导入' if out else '',
        f'{keyless} 行没有{"、".join(headings.keys)}，未导入' if keyless else '',
        f'隐藏的工作表未读取：{_some(hidden)}' if hidden else '',
        f'只读取了工作表“{sheet.name}”，未读取：{_some(others)}' if others else '',
        unknown,
    ]
    return SheetTable(tuple(seen), places, header, tuple(note for note in notes if note))


def _header(sheet: Sheet, headings: Headings) -> tuple[int, dict[str, int]] | None:
    """The number of the header's row in Excel, and the place of each known column."""
    for number, row in enumerate(sheet.rows[: headings.within], start=1):
        if headings.are_in(places := headings.places(row)):
            return number, places
    return None


def _once_each(headings: Headings, head: Sequence[object], places: Mapping[str, int], header: int) -> None:
    written = [headings.plain(cell) for cell in head]
    for column, place in places.items():
        doubles = [f'{letters_of(at + 1)}{header}' for at, name in enumerate(written) if name == written[place]]
        if len(doubles) > 1:
            raise _unreadable(f'表头中有重复的列：{column}（{"、".join(doubles)}），请只保留一列')


def _rows(sheet: Sheet, header: int, places: Mapping[str, int], headings: Headings) -> Iterator[SheetRow]:
    _put_faults(sheet)
    _spread_merged(sheet, header, {*places.values()})
    keys = [places[key] for key in headings.keys if key in places]
    for number, row in enumerate(sheet.rows[header:], start=header + 1):
        width = len(row)
        cells = {column: row[place] for column, place in places.items() if place < width}
        yield SheetRow(number, cells, not any(place < width and text_of(row[place]) for place in keys))


def _put_faults(sheet: Sheet) -> None:
    for (number, column), value in sheet.marks.faults.items():
        sheet.rows.extend([] for _ in range(number - len(sheet.rows)))
        row = sheet.rows[number - 1]
        row.extend('' for _ in range(column - len(row)))
        row[column - 1] = Fault(f'{letters_of(column)}{number}', value)


def _spread_merged(sheet: Sheet, header: int, places: set[int]) -> None:
    """Give the value of merged cells below the header to each of their rows."""
    written = 0
    for first, last, column in sheet.marks.merged:
        if first <= header or column - 1 not in places or first > len(sheet.rows):
            continue
        above = sheet.rows[first - 1]
        if column > len(above):
            continue
        for row in sheet.rows[first : min(last, len(sheet.rows))]:
            row.extend('' for _ in range(column - len(row)))
            row[column - 1] = above[column - 1]
            written += 1
        if written > MOST_CELLS:  # merged cells that lie on each other, made by no spreadsheet program
            raise _unreadable(TOO_MANY)


def _missing(headings: Headings, hidden: Sequence[str]) -> str:
    more = f'（隐藏的工作表不读取：{_some(hidden)}）' if hidden else ''
    names = ''.join(f'“{name}”' for name in headings.found_by)
    return f'没有找到表头：前几行中应有{names}等列名{more}，请使用下载的模板填写'


def _some(names: Sequence[str]) -> str:
    more = f' 等 {len(names)} 个' if len(names) > _MOST_PLACES else ''
    return '、'.join(name[:31] for name in names[:_MOST_PLACES]) + more


def _unreadable(text: str) -> Invalid:
    return Invalid([Problem('file', text)])
