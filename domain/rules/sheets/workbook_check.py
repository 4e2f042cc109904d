"""Checks a workbook before it is read: a few bytes can declare a table that does not fit into any machine's memory.

The reader of workbooks allocates memory for every cell between the first and the last one with content, and the whole
program ends if there is not enough. So every part is first read as a stream, and only small workbooks are passed on.
"""

from __future__ import annotations

import re
import zipfile
from xml.parsers import expat

LARGEST_UNPACKED = 200 << 20  # bytes: a workbook is a zip file, which may be a zip bomb
MOST_PARTS, MOST_ROWS, MOST_COLUMNS = 500, 20_000, 100
MOST_TEXT = 100_000_000  # characters in all cells: many cells may share one long text
CHUNK = 1 << 20
PLACE = re.compile(r'\$?([A-Z]{1,3})\$?([0-9]{1,7})')


class WorkbookTooLarge(ValueError):
    """The workbook is too large to import; the message says so."""


def check_archive(archive: zipfile.ZipFile) -> None:
    """Raises WorkbookTooLarge for a workbook that is too large, ValueError or BadZipFile for one that is not valid."""
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise WorkbookTooLarge('文件解压后过大，请只保留要导入的内容')
    names = [part.filename.lower() for part in parts]
    if len(set(names)) != len(names) or 'xl/workbook.xml' not in names:
        raise ValueError('no workbook, or two of one name')  # other formats need other checks
    lengths: list[int] = []
    # The shared texts first: cells refer to them by number.
    for part in sorted(parts, key=lambda one: not one.filename.lower().endswith('sharedstrings.xml')):
        if part.filename.lower().endswith(('.xml', '.rels')):
            _Part(lengths).read(archive, part)


class _Part:
    """One part, read as a stream: the places of its cells, the lengths of its texts, the targets of its relations."""

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
            case 'v' | 'is' | 'f' as inside:  # only a cell with content takes memory
                self.inside, self.said = inside, ''
                if self.row > MOST_ROWS or self.column > MOST_COLUMNS:
                    raise WorkbookTooLarge(f'表格超过 {MOST_ROWS} 行或 {MOST_COLUMNS} 列，请拆分后导入')
            case 'si':
                self.lengths.append(0)
            case 'Relationship':
                # Every part of the workbook must be checked: no sheet may have another file name extension.
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
            raise WorkbookTooLarge('文件解压后过大，请只保留要导入的内容')


def _number(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column


def _no_doctype(*_: object) -> None:
    raise ValueError('a workbook declares no entities')
