"""The reader of all workbooks: whatever stands in a sheet, it is read or refused with a sentence."""

from __future__ import annotations

import contextlib
import io

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.rules.sheets.headings import Headings
from domain.services.workbooks import read_table
from tests.security.bad_files import workbook

HEADINGS = Headings(('姓名', '单位', '时间'), found_by=('姓名',), keys=('姓名',))
HEAD = ''.join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in HEADINGS.columns)
PLACE = st.sampled_from(['', ' r="A2"', ' r="B3"', ' r="A0"', ' r="CV9"', ' r="A200000"', ' r="XFD1"', ' r="1"'])
KIND = st.sampled_from(['', ' t="e"', ' t="str"', ' t="s"', ' t="b"', ' t="n"', ' t="d"', ' t="inlineStr"'])
INSIDE = st.sampled_from(['', '<v/>', '<v>1</v>', '<v>#N/A</v>', '<f>A1</f>', '<f>A1</f><v></v>', '<is><t>甲</t></is>'])
CELL = st.builds('<c{}{}>{}</c>'.format, PLACE, KIND, INSIDE)
LINE = st.sampled_from(['', ' r="3"', ' r="0"', ' r="-5"', ' hidden="1"', ' r="x"', ' ht="0"'])
ROW = st.builds(lambda line, cells: f'<row{line}>{"".join(cells)}</row>', LINE, st.lists(CELL, max_size=4))
MERGED = st.sampled_from(['', 'A2:A9', 'B2:C9', 'A0:A3', 'A1:XFD1048576', 'x', ':'])


@settings(max_examples=200)
@given(st.lists(ROW, max_size=5), MERGED)
def test_any_sheet_is_read_or_refused(rows: list[str], merged: str) -> None:
    more = f'</sheetData><mergeCells><mergeCell ref="{merged}"/></mergeCells><sheetData>'
    with contextlib.suppress(Invalid):
        table = read_table(workbook(f'<row r="1">{HEAD}</row>{"".join(rows)}{more}'), HEADINGS)
        assert all(row.number > 1 and row.cells.keys() <= {*HEADINGS.columns} for row in table.rows)


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
