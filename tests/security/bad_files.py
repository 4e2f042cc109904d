"""Files of attackers: zip bombs, false sizes and files of two types, created when needed."""

from __future__ import annotations

import io
import struct
import zipfile
from itertools import pairwise

import xlsxwriter

from tests import samples

SHEET = 'xl/worksheets/sheet1.xml'


def workbook(cells: str, more: dict[str, bytes] | None = None, head: str = '') -> bytes:
    """A workbook whose one sheet has these rows, as XML, and these additional parts."""
    plain, file = io.BytesIO(), io.BytesIO()
    made = xlsxwriter.Workbook(plain)
    made.add_worksheet('a')
    made.close()
    sheet = (
        f'<?xml version="1.0"?>{head}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<sheetData>{cells}</sheetData></worksheet>'
    )
    with zipfile.ZipFile(plain) as given, zipfile.ZipFile(file, 'w', zipfile.ZIP_DEFLATED) as archive:
        for part in given.namelist():
            archive.writestr(part, sheet if part == SHEET else given.read(part))
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return file.getvalue()


def far_cells() -> bytes:
    """Two cells in opposite corners: a reader that trusts them allocates seventeen thousand million cells."""
    first, last = '<c r="A1"><v>1</v></c>', '<c r="XFD1048576"><v>2</v></c>'
    return workbook(f'<row r="1">{first}</row><row r="1048576">{last}</row>')


def laughs() -> bytes:
    """Nested entities that expand to a thousand million."""
    entities = '<!ENTITY a "ha">'
    entities += ''.join(f'<!ENTITY {after} "{f"&{name};" * 10}">' for name, after in pairwise('abcdefghi'))
    return workbook('<row r="1"><c r="A1" t="str"><v>&i;</v></c></row>', head=f'<!DOCTYPE x [{entities}]>')


def outside() -> bytes:
    """An entity that names a file of the server."""
    cell = '<row r="1"><c r="A1" t="str"><v>&e;</v></c></row>'
    return workbook(cell, head='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>')


def unpacked(megabytes: int) -> bytes:
    """A small file that unpacks to this size."""
    return workbook('', {'xl/media/big.bin': b'0' * (megabytes << 20)})


def lying(megabytes: int) -> bytes:
    """The same, but its zip directory gives the part's size as a hundred bytes."""
    cells = f'<row r="1"><c r="A1" t="str"><v>{"0" * (megabytes << 20)}</v></c></row>'
    content = bytearray(workbook(cells))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.getinfo(SHEET)
    size, small = struct.pack('<I', part.file_size), struct.pack('<I', 100)
    return bytes(content).replace(size, small)


def texts() -> bytes:
    """One text of a hundred thousand characters, in two hundred thousand cells."""
    cells = '<c t="s"><v>0</v></c>' * 100
    shared = (
        f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{"x" * 100_000}</t></si></sst>'
    )
    return workbook(f'<row>{cells}</row>' * 2_000, {'xl/sharedStrings.xml': shared.encode()})


def many_parts() -> bytes:
    return workbook('', {f'xl/media/{number}': b'' for number in range(600)})


def many_rows() -> bytes:
    return workbook(''.join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 20_100)))


def picture_and_archive() -> bytes:
    """A picture followed by an archive: different programs recognise different types."""
    return samples.scan() + workbook('<row r="1"><c r="A1"><v>1</v></c></row>')
