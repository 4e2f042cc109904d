"""What a workbook says besides its values: hidden rows, merged cells, errors and formulas without a result."""

from __future__ import annotations

import io
import zipfile

from domain.rules.sheets.workbook_check import SheetMarks, check_archive

BOOK = '<workbook xmlns:r="r"><sheets><sheet name="报名" sheetId="1" r:id="rId1"/></sheets></workbook>'
RELATIONS = '<a><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></a>'


def marks(body: str, *, target: str = 'worksheets/sheet1.xml', table: str = '<table/>') -> SheetMarks:
    """The marks of the one sheet with this content."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, 'w') as archive:
        archive.writestr('xl/workbook.xml', BOOK)
        archive.writestr('xl/_rels/workbook.xml.rels', RELATIONS.replace('worksheets/sheet1.xml', target))
        archive.writestr('xl/worksheets/sheet1.xml', f'<worksheet>{body}</worksheet>')
        archive.writestr('xl/tables/table1.xml', table)
        archive.writestr('xl/sharedStrings.xml', '<sst><si><t>甲</t></si></sst>')
    (found,) = check_archive(zipfile.ZipFile(content))
    return found


def test_rows_that_are_hidden_or_have_no_height_are_noted() -> None:
    rows = '<row r="1" hidden="0"/><row r="2" hidden="1"/><row hidden="true"/><row r="7" ht="0"/><row r="9" ht="15"/>'
    assert marks(rows).hidden == {2, 3, 7}


def test_an_error_is_noted_with_its_word_and_its_place() -> None:
    cells = '<row r="2"><c r="B2" t="e"><f>NA()</f><v>#N/A</v></c><c t="e"><v>#DIV/0!</v></c><c t="e"/></row>'
    assert marks(cells).faults == {(2, 2): '#N/A', (2, 3): '#DIV/0!'}


def test_a_formula_without_a_result_is_noted_and_an_empty_result_is_none() -> None:
    cells = (
        '<row r="3"><c r="A3"><f>A1</f></c><c r="B3"><f>A1</f><v></v></c><c r="C3"><f>A1</f><v/></c>'
        '<c r="D3" t="str"><f>A1</f><v></v></c><c r="E3"><f>1</f><v>0</v></c><c r="F3" t="s"><f>A1</f><v>0</v></c>'
        '<c r="G3"><v>1</v></c><c r="H3"/></row>'
    )
    assert marks(cells).faults == {(3, 1): '', (3, 2): '', (3, 3): ''}


def test_cells_merged_over_several_rows_are_noted_by_their_first_column() -> None:
    merged = (
        '<mergeCells><mergeCell ref="D2:D4"/><mergeCell ref="A1:N1"/><mergeCell ref="$E$2:F9"/><mergeCell ref="A1"/>'
    )
    assert marks(f'{merged}</mergeCells>').merged == [(2, 4, 4), (2, 9, 5)]


def test_a_filter_is_noted_wherever_it_stands() -> None:
    column = '<autoFilter ref="A1:B9"><filterColumn colId="0"/></autoFilter>'
    assert not marks('<autoFilter ref="A1:B9"/>').filtered
    assert marks('<sheetPr filterMode="1"/>').filtered
    assert marks(column).filtered
    assert marks('', table=f'<table>{column}</table>').filtered


def test_the_marks_belong_to_their_sheet_however_its_part_is_named() -> None:
    hidden = '<row r="2" hidden="1"/>'
    assert marks(hidden, target='/xl/worksheets/sheet1.xml').hidden == {2}
    assert marks(hidden, target='Worksheets/Sheet1.xml').hidden == {2}
    assert marks(hidden, target='../xl/worksheets/sheet1.xml').hidden == {2}
    assert marks(hidden, target='worksheets/other.xml').hidden == set()
