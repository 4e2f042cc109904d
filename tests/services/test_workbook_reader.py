"""The reader of all workbooks: whatever stands in a sheet, it is read or refused with a sentence."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.rules.sheets.headings import Headings
from domain.rules.sheets.table import SheetTable
from domain.services.workbooks import read_table
from tests.security.bad_files import workbook

HEADINGS = Headings(('姓名', '单位', '时间'), found_by=('姓名',), keys=('姓名',))
HEAD = ''.join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in HEADINGS.columns)
PLACE = st.sampled_from(['', '', '', ' r="A2"', ' r="B3"', ' r="C7"'])
CONTENT = st.sampled_from([
    '>', '><v/>', '><v>1</v>', '><f>A1</f>', '><f>A1</f><v></v>', '><f>A1</f><v>2005.1</v>', ' t="b"><v>1</v>',
    ' t="e"><v>#N/A</v>', ' t="e"><f>A1</f><v>#REF!</v>', ' t="e">', ' t="str"><f>A1</f><v></v>', ' t="n"><v>38534</v>',
    ' t="inlineStr"><is><t>甲</t></is>', ' t="inlineStr">',
])  # fmt: skip
CELL = st.builds('<c{}{}</c>'.format, PLACE, CONTENT)
LINE = st.sampled_from(['', '', '', ' r="3"', ' hidden="1"', ' ht="0"'])
ROW = st.builds(lambda line, cells: f'<row{line}>{"".join(cells)}</row>', LINE, st.lists(CELL, max_size=4))
MERGED = st.sampled_from(['A2:A9', 'B2:C9', 'A1:XFD1048576', 'C1:C4'])


def read(rows: str, merged: str = 'A2:A3') -> SheetTable:
    """The table of a sheet with these rows below its header."""
    more = f'</sheetData><mergeCells><mergeCell ref="{merged}"/></mergeCells><sheetData>'
    return read_table(workbook(f'<row r="1">{HEAD}</row>{rows}{more}'), HEADINGS)


@given(st.lists(ROW, max_size=5), MERGED)
def test_any_sheet_is_read_and_no_error_in_it_is_empty(rows: list[str], merged: str) -> None:
    table = read(''.join(rows), merged)
    assert all(row.number > 1 and row.cells.keys() <= {*HEADINGS.columns} for row in table.rows)
    assert not {'#N/A', '#REF!', ''} & {cell for row in table.rows if not row.is_blank for cell in [row.cells['姓名']]}


@pytest.mark.parametrize(
    'cell',
    ['<c r="A0"><v>1</v></c>', '<c r="1"><v>1</v></c>', '<c r="B0" t="e"><v>#N/A</v></c>', '<c t="s"><v>9</v></c>'],
)
def test_a_cell_that_no_program_writes_is_refused_with_the_whole_file(cell: str) -> None:
    with pytest.raises(Invalid, match='无法读取该文件'):
        read(f'<row>{cell}</row>')


def test_a_row_at_no_place_is_refused_with_the_whole_file() -> None:
    for place in ('0', '-5', 'x'):
        with pytest.raises(Invalid, match='无法读取该文件'):
            read(f'<row r="{place}"><c t="e"><v>#N/A</v></c></row>')


def test_an_error_that_the_reader_does_not_know_is_named() -> None:
    with pytest.raises(Invalid, match='B2 的值为 #BUSY!，无法读取，请改正后重新导入'):
        read('<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="e"><v>#BUSY!</v></c></row>')


def test_hidden_sheets_are_left_out_and_the_marks_belong_to_their_own_sheet() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {'in_memory': True}) as made:
        notes, old, page = (made.add_worksheet(name) for name in ('说明', '去年', '今年 & “新”'))
        notes.write_row(0, 0, ['请按模板填写'])
        old.hide()
        page.activate()
        for sheet in (old, page):
            sheet.write_row(0, 0, HEADINGS.columns)
            sheet.write_row(1, 0, ['甲', '一中'])
            sheet.write_row(2, 0, ['乙', '二中'])
        old.set_row(1, None, None, {'hidden': True})
        page.set_row(2, None, None, {'hidden': True})
        page.write_formula('C2', '=NA()', None, '#N/A')
    table = read_table(content.getvalue(), HEADINGS)
    (row,) = table.rows
    assert (row.number, row.cells['单位'], row.faults(('时间',))) == (2, '一中', 'C2（时间）的值为 #N/A')
    assert table.notes == ('1 行被隐藏，未导入', '隐藏的工作表未读取：去年')
