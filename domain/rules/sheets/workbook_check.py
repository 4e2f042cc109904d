"""Looks a workbook through before it is read: a few bytes can declare a table that does not fit into any memory.

The reader of workbooks allocates memory for every cell between the first and the last one with content, and the whole
program ends if there is not enough. So every part is first read as a stream, and only small workbooks are passed on.
On the way it notes what the reader does not tell: hidden rows, merged cells, cells with an error or without a result.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from domain.rules.sheets.columns import letters_of, number_of

LARGEST_UNPACKED = 200 << 20  # bytes: a workbook is a zip file, which may be a zip bomb
MOST_PARTS, MOST_ROWS, MOST_COLUMNS = 500, 20_000, 100
MOST_CELLS, NARROWEST = MOST_ROWS * MOST_COLUMNS, 10  # of a whole sheet; a narrow one counts as ten columns wide
MOST_TEXT = 100_000_000  # characters in all cells: many cells may share one long text
CHUNK = 1 << 20
PLACE = re.compile(r'\$?([A-Z]{1,3})\$?([0-9]{1,7})')
TOO_MANY = f'表格超过 {MOST_ROWS} 行或 {MOST_COLUMNS} 列，请拆分后导入'
YES = ('1', 'true', 'on')
_LETTERS = [letters_of(column) for column in range(MOST_COLUMNS + 1)]


class WorkbookTooLarge(ValueError):
    """The workbook is too large to import; the message says so."""


@dataclass(slots=True)
class SheetMarks:
    """What a sheet says besides the values of its cells; rows and columns are counted from 1."""

    hidden: set[int] = field(default_factory=set)
    faults: dict[tuple[int, int], str] = field(default_factory=dict)  # the error; empty: a formula without a result
    merged: list[tuple[int, int, int]] = field(default_factory=list)  # first row, last row, left column
    filtered: bool = False


def check_archive(archive: zipfile.ZipFile) -> list[SheetMarks]:
    """The marks of each sheet, in the order of the workbook.

    Raises WorkbookTooLarge for a workbook that is too large, ValueError or BadZipFile for one that is not valid.
    """
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise WorkbookTooLarge('文件解压后过大，请只保留要导入的内容')
    names = [part.filename.lower() for part in parts]
    if len(set(names)) != len(names) or 'xl/workbook.xml' not in names:
        raise ValueError('no workbook, or two of one name')  # other formats need other checks
    lengths: list[int] = []
    marks: dict[str, SheetMarks] = {}
    sheets: list[str] = []
    targets: dict[str, str] = {}
    # The shared texts first: cells refer to them by number.
    for part in sorted(parts, key=lambda one: not one.filename.lower().endswith('sharedstrings.xml')):
        name = part.filename.lower()
        if name.endswith(('.xml', '.rels')):
            read = _Part(lengths)
            read.read(archive, part)
            marks[name] = read.marks
            sheets += read.sheets
            targets |= read.targets
    found = [posixpath.normpath(posixpath.join('/xl', targets.get(key, ''))).strip('/').lower() for key in sheets]
    filtered = any(one.filtered for name, one in marks.items() if name.startswith('xl/tables/'))
    for one in marks.values():
        one.filtered |= filtered
    return [marks.get(part, SheetMarks()) for part in found]


class _Part:
    """One part, read as a stream: the places of its cells, the lengths of its texts, the targets of its relations."""

    def __init__(self, lengths: list[int]) -> None:
        self.lengths, self.row, self.column, self.total = lengths, 0, 0, 0
        self.last_row = self.last_column = 0
        self.kind, self.inside, self.said = '', '', ''
        self.name, self.filled, self.formula, self.valued = '', False, False, False
        self.marks = SheetMarks()
        self.sheets: list[str] = []  # the key of the relation of each
        self.targets: dict[str, str] = {}
        self.parser = expat.ParserCreate('UTF-8')
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = _no_doctype

    def read(self, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
        self.name = part.filename.lower()
        try:
            with archive.open(part) as stream:
                while piece := stream.read(CHUNK):
                    self.parser.Parse(piece, False)
                self.parser.Parse(b'', True)
        except expat.ExpatError as error:
            raise ValueError(part.filename) from error

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if ':' in name:
            name = name.rpartition(':')[2]
        if name == 'c':
            self._cell(attributes.get('r'))
            self.kind, self.filled, self.formula, self.valued = attributes.get('t', ''), False, False, False
        elif name in {'v', 'is', 'f'}:  # only a cell with content takes memory
            self.inside, self.said, self.filled = name, '', True
            self.formula = self.formula or name == 'f'
            if self.row > self.last_row or self.column > self.last_column:
                self._grow()
        elif name == 'row':
            self.row, self.column = int(attributes.get('r') or self.row + 1), 0
            if attributes.get('hidden') in YES or attributes.get('ht') == '0':
                self.marks.hidden.add(self.row)
        elif name == 'si':
            self.lengths.append(0)
        else:
            self._other(name, attributes)

    def _cell(self, place: str | None) -> None:
        self.column += 1
        if place is None or (self.column <= MOST_COLUMNS and place == f'{_LETTERS[self.column]}{self.row}'):
            return  # next to the one before, as in most sheets: the faster way
        found = PLACE.fullmatch(place)
        if found is None:
            raise ValueError('a cell at no place')
        self.column, self.row = number_of(found[1]), int(found[2])

    def _grow(self) -> None:
        self.last_row, self.last_column = max(self.last_row, self.row), max(self.last_column, self.column)
        if self.last_column > MOST_COLUMNS:
            raise WorkbookTooLarge(TOO_MANY)
        if self.last_row * max(self.last_column, NARROWEST) > MOST_CELLS:
            raise WorkbookTooLarge(f'表格一直填到第 {self.last_row} 行，请删除数据下方多余的行（含公式），或拆分后导入')

    def _other(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case 'mergeCell':
                first, last = (PLACE.fullmatch(one) for one in (attributes.get('ref', '').split(':') * 2)[:2])
                if first and last and int(first[2]) < int(last[2]):
                    self.marks.merged.append((int(first[2]), int(last[2]), number_of(first[1])))
            case 'filterColumn':
                self.marks.filtered = True
            case 'sheetPr' if attributes.get('filterMode') in YES:
                self.marks.filtered = True
            case 'sheet' if self.name == 'xl/workbook.xml':
                key = next((value for label, value in attributes.items() if label.rpartition(':')[2] == 'id'), '')
                self.sheets.append(key)
            case 'Relationship' if self.name == 'xl/_rels/workbook.xml.rels':
                # Every part of the workbook must be checked: no sheet may have another file name extension.
                target = attributes.get('Target', '')
                if not target.lower().endswith('.xml'):
                    raise ValueError('a sheet under another name')
                self.targets[attributes.get('Id', '')] = target

    def _text(self, text: str) -> None:
        if self.inside == 'v' and self.kind in {'s', 'e'}:
            self.said = (self.said + text)[:20]
        elif self.inside:
            self.valued = self.valued or (self.inside != 'f' and bool(text.strip()))
            self._count(len(text))
        elif self.lengths:
            self.lengths[-1] += len(text)

    def _end(self, name: str) -> None:
        if ':' in name:
            name = name.rpartition(':')[2]
        if name == self.inside:
            if name == 'v' and self.kind == 's' and self.said.strip().isdecimal():
                place = int(self.said)
                self._count(self.lengths[place] if place < len(self.lengths) else 0)
            self.inside = ''
        elif name == 'c' and self.filled:
            if self.kind == 'e':
                self.marks.faults[self.row, self.column] = self.said.strip() or '#N/A'
            elif self.formula and not self.valued and self.kind not in {'str', 's'}:
                self.marks.faults[self.row, self.column] = ''

    def _count(self, more: int) -> None:
        self.total += more
        if self.total > MOST_TEXT:
            raise WorkbookTooLarge('文件解压后过大，请只保留要导入的内容')


def _no_doctype(*_: object) -> None:
    raise ValueError('a workbook declares no entities')
