"""Looking through a workbook before anything unfolds it: a few bytes may claim a table that no machine can hold.

The reader of workbooks makes room for every cell between the first and the last one that holds something, and ends the
whole program when there is none. So every part is read once as a stream, and only what is small is handed on.
"""

from __future__ import annotations

import re
import zipfile
from xml.parsers import expat

LARGEST_UNPACKED = 200 << 20  # bytes: a workbook is a packed folder, which may be a bomb
MOST_PARTS, MOST_ROWS, MOST_COLUMNS = 500, 20_000, 100
MOST_TEXT = 100_000_000  # characters in all cells: one long text may stand in many of them
CHUNK = 1 << 20
PLACE = re.compile(r'\$?([A-Z]{1,3})\$?([0-9]{1,7})')


class Unfolds(ValueError):
    """The workbook is larger than anybody would import; the sentence says so."""


def look_through(archive: zipfile.ZipFile) -> None:
    """Raises Unfolds for one that is too large, ValueError or BadZipFile for one that is not what it seems."""
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Unfolds('文件解压后过大，请只保留要导入的内容')
    names = [part.filename.lower() for part in parts]
    if len(set(names)) != len(names) or 'xl/workbook.xml' not in names:
        raise ValueError('no workbook, or two of one name')  # other formats unfold in other ways
    lengths: list[int] = []
    # The texts first: cells name them by number.
    for part in sorted(parts, key=lambda one: not one.filename.lower().endswith('sharedstrings.xml')):
        if part.filename.lower().endswith(('.xml', '.rels')):
            _Part(lengths).read(archive, part)


class _Part:
    """One part on its way past: where its cells are, how long its texts are, where its relations lead."""

    def __init__(self, lengths: list[int]) -> None:
        self.lengths, self.row, self.column, self.total = lengths, 0, 0, 0
        self.shared, self.inside, self.said, self.of_workbook = False, '', '', False
        self.parser = expat.ParserCreate('UTF-8')
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = _no_doctype

    def read(self, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
        self.of_workbook = part.filename.lower() == 'xl/_rels/workbook.xml.rels'
        try:
            with archive.open(part) as stream:
                while piece := stream.read(CHUNK):
                    self.parser.Parse(piece, False)
                self.parser.Parse(b'', True)
        except expat.ExpatError as error:
            raise ValueError(part.filename) from error

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(':')[2]:
            case 'row':
                self.row, self.column = int(attributes.get('r') or self.row + 1), 0
            case 'c':
                found = PLACE.fullmatch(attributes['r']) if 'r' in attributes else None
                if 'r' in attributes and found is None:
                    raise ValueError('a cell at no place')
                self.column = _number(found[1]) if found else self.column + 1
                self.row = int(found[2]) if found else self.row
                self.shared = attributes.get('t') == 's'
            case 'v' | 'is' | 'f' as inside:  # only a cell that holds something takes room
                self.inside, self.said = inside, ''
                if self.row > MOST_ROWS or self.column > MOST_COLUMNS:
                    raise Unfolds(f'表格超过 {MOST_ROWS} 行或 {MOST_COLUMNS} 列，请拆分后导入')
            case 'si':
                self.lengths.append(0)
            case 'Relationship':
                # What the workbook consists of is looked through: nothing may hide under another ending.
                if self.of_workbook and not attributes.get('Target', '').lower().endswith('.xml'):
                    raise ValueError('a sheet under another name')

    def _text(self, text: str) -> None:
        if self.inside == 'v' and self.shared:
            self.said = (self.said + text)[:20]
        elif self.inside:
            self._count(len(text))
        elif self.lengths:
            self.lengths[-1] += len(text)

    def _end(self, name: str) -> None:
        if name.rpartition(':')[2] != self.inside:
            return
        if self.inside == 'v' and self.shared and self.said.strip().isdecimal():
            place = int(self.said)
            self._count(self.lengths[place] if place < len(self.lengths) else 0)
        self.inside = ''

    def _count(self, more: int) -> None:
        self.total += more
        if self.total > MOST_TEXT:
            raise Unfolds('文件解压后过大，请只保留要导入的内容')


def _number(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column


def _no_doctype(*_: object) -> None:
    raise ValueError('a workbook declares no entities')
