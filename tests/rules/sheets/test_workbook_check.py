"""A workbook is looked through before it is read: what could fill the memory of any machine is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest
import xlsxwriter

from domain.rules.sheets import workbook_check
from domain.rules.sheets.workbook_check import SheetMarks, WorkbookTooLarge, check_archive

LARGE, WIDE = '文件解压后过大，请只保留要导入的内容', '表格超过 20000 行或 100 列，请拆分后导入'
LONG = '表格一直填到第 {} 行，请删除数据下方多余的行（含公式），或拆分后导入'
BOOK, SHEET, TEXTS = 'xl/workbook.xml', 'xl/worksheets/sheet1.xml', 'xl/sharedStrings.xml'
RELATIONS = 'xl/_rels/workbook.xml.rels'


def looked_at(parts: Mapping[str, str]) -> list[SheetMarks]:
    """Look through a workbook with these parts besides the first one."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, 'w', zipfile.ZIP_DEFLATED) as archive:
        for name, text in {BOOK: '<workbook/>', **parts}.items():
            archive.writestr(name, text)
    return check_archive(zipfile.ZipFile(content))


def sheet(*cells: str) -> dict[str, str]:
    return {SHEET: f'<worksheet>{"".join(cells)}</worksheet>'}


def refusal(parts: Mapping[str, str]) -> str:
    with pytest.raises(WorkbookTooLarge) as refused:
        looked_at(parts)
    return str(refused.value)


def test_a_real_workbook_passes_up_to_its_last_row_and_column() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {'in_memory': True}) as made:
        page = made.add_worksheet()
        page.write(0, 0, '姓名')
        page.write(19_999, 99, '杨淼')
        page.write_blank(0, 16_383, None, made.add_format({'bold': True}))  # colour without content takes no memory
    check_archive(zipfile.ZipFile(content))


@pytest.mark.parametrize(
    ('cell', 'why'),
    [
        ('<c r="A200001"><v>1</v></c>', LONG.format(200_001)),
        ('<c r="CV20001"><f>A1</f></c>', LONG.format(20_001)),
        ('<c r="CV1"><v>1</v></c><c r="A20001"><v>1</v></c>', LONG.format(20_001)),
        ('<c r="$CW$1"><v>1</v></c>', WIDE),
        ('<c r="XFD1048576"><f>1</f></c>', WIDE),
        ('<row r="200001"><c><is><t>x</t></is></c></row>', LONG.format(200_001)),
        ('<row/>' * 200_000 + '<row><c><v>1</v></c></row>', LONG.format(200_001)),
        ('<row>' + '<c/>' * 100 + '<c><v>1</v></c></row>', WIDE),
        ('<row r="1"><c r="CV1"/><c><v>1</v></c></row>', WIDE),
        ('<x:row xmlns:x="y" r="200001"><x:c><x:v>1</x:v></x:c></x:row>', LONG.format(200_001)),
    ],
)
def test_a_cell_far_away_is_refused_however_its_place_is_written(cell: str, why: str) -> None:
    assert refusal(sheet(cell)) == why


@pytest.mark.parametrize(
    'cell',
    [
        '<c r="CV20000"><v>1</v></c>',
        '<c r="J200000"><v>1</v></c>',
        '<row r="20000"><c r="CV20000"><v>1</v></c></row>',
        '<row/>' * 199_999 + '<row><c><v>1</v></c></row>',
        '<row>' + '<c/>' * 99 + '<c><v>1</v></c></row>',
        '<row><c r="CV1"/></row><row><c><v>1</v></c></row>',  # a row begins at the first column again
        '<c r="XFD1048576"/>',
    ],
)
def test_a_cell_within_the_limits_or_without_content_passes(cell: str) -> None:
    looked_at(sheet(cell))


def test_all_cells_together_hold_a_limited_number_of_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_check, 'MOST_TEXT', 20)
    for kind in ('v', 'f', 'is'):
        looked_at(sheet(f'<c r="A1"><{kind}>{"x" * 20}</{kind}></c>'))
        assert refusal(sheet(f'<c r="A1"><{kind}>{"x" * 11}</{kind}></c>' * 2)) == LARGE
    cell = '<c r="A1"><v>1234567890</v>'
    looked_at(sheet(f'{cell}xxxxxxxxxxx</c>', f'<note>{"x" * 99}</note>', f'{cell}</c>'))  # only what is in a cell
    looked_at(sheet(f'<c xmlns:x="y"><x:v>1234567890</x:v>{"x" * 11}</c>'))
    assert refusal(sheet('<c r="A1"><is><t>1234567890</t>12345<t>678901</t></is></c>')) == LARGE


def test_a_shared_text_counts_in_each_cell_that_shows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_check, 'MOST_TEXT', 20)
    shared = {TEXTS: '<sst><si><t>x</t></si><si><r><t>1234</t></r><r><t>567890</t></r></si></sst>'}
    cell = '<c r="A1" t="s"><v> 1 </v></c>'
    looked_at(sheet(cell * 2) | shared)
    assert refusal(sheet(cell * 3) | shared) == LARGE
    assert refusal(sheet(cell * 2, '<c t="s"><v>0</v></c>') | shared) == LARGE
    looked_at(sheet(cell * 2, '<c t="s"><v>2</v></c>', '<c t="s"><v>-1</v></c>') | shared)  # there is no such text


def test_a_small_file_that_unfolds_to_a_large_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_check, 'LARGEST_UNPACKED', 1000)
    looked_at({'xl/a.bin': 'x' * (1000 - len('<workbook/>'))})
    assert refusal({'xl/a.bin': 'x' * (1001 - len('<workbook/>'))}) == LARGE


def test_a_workbook_has_at_most_five_hundred_parts() -> None:
    parts = {f'xl/{number}.bin': '' for number in range(499)}
    looked_at(parts)
    assert refusal(parts | {'xl/more.bin': ''}) == LARGE


@pytest.mark.parametrize(
    ('parts', 'why'),
    [
        ({SHEET: '<worksheet>'}, SHEET),
        ({SHEET: '<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'}, 'a workbook declares no entities'),
        ({SHEET: '<c r="1A"><v>1</v></c>'}, 'a cell at no place'),
        ({SHEET: '<row r="x"/>'}, 'invalid literal'),
        ({SHEET: '<a/>', SHEET.upper(): '<a/>'}, 'no workbook, or two of one name'),
        ({RELATIONS: '<a><Relationship Target="worksheets/sheet1.dat"/></a>'}, 'a sheet under another name'),
        ({RELATIONS: '<a><Relationship/></a>'}, 'a sheet under another name'),
    ],
)
def test_what_is_no_plain_workbook_is_not_read(parts: dict[str, str], why: str) -> None:
    with pytest.raises(ValueError, match=why) as refused:
        looked_at(parts)
    assert not isinstance(refused.value, WorkbookTooLarge)


def test_another_format_is_no_workbook_and_other_relations_are_free() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, 'w') as archive:
        archive.writestr('content.xml', '<a/>')
    with pytest.raises(ValueError, match='no workbook'):
        check_archive(zipfile.ZipFile(content))
    looked_at(
        {
            RELATIONS: '<a><Relationship Target="worksheets/Sheet1.XML"/></a>',
            'xl/worksheets/_rels/sheet1.xml.rels': '<a><Relationship Target="../media/seal.png"/></a>',
            'xl/media/seal.png': 'not XML',
        }
    )
