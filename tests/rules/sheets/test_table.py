"""The table in a workbook: which sheet and which rows are read, and what is said about the others."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.rules.sheets import table as tables
from domain.rules.sheets.columns import letters_of, number_of
from domain.rules.sheets.headings import Headings
from domain.rules.sheets.table import Sheet, SheetTable, table_in
from domain.rules.sheets.workbook_check import SheetMarks
from tests.sheet_tables import table

NAMES = Headings(('姓名', '身份证号', '单位', '备注'), ('姓名', '身份证号'), ('姓名', '身份证号'), needed=('单位',))
HEAD: list[object] = ['姓名', '身份证号', '单位', '备注']


def read(*rows: Sequence[object], **marks: object) -> SheetTable:
    return table([HEAD, *rows], NAMES, SheetMarks(**marks))  # type: ignore[arg-type]


def refusal(*sheets: Sheet) -> str:
    with pytest.raises(Invalid) as refused:
        table_in(sheets, NAMES)
    assert refused.value.problems[0].key == 'file'
    return str(refused.value)


def test_rows_have_the_numbers_of_excel_and_their_cells_by_column() -> None:
    found = table([['报名表'], HEAD[::-1], ['', '一中', 'X', '甲'], [None, ' ']], NAMES)
    assert found.header == 2
    assert [(row.number, row.cells['姓名'], row.is_blank) for row in found.rows] == [(3, '甲', False)]
    assert found.notes == ()


def test_rows_that_are_filled_down_without_a_person_end_the_table_and_between_persons_are_blank() -> None:
    found = read(['甲', '1', '一中'], ['', '', '一中'], ['乙', '2', '一中'], *([['', '', '一中']] * 30_000))
    assert [(row.number, row.is_blank) for row in found.rows] == [(2, False), (3, True), (4, False)]
    assert found.notes == ('30001 行没有姓名、身份证号，未导入',)


def test_too_many_persons_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, 'MOST_ROWS', 2)
    rows: list[list[object]] = [HEAD[:], ['甲', '1'], [], ['乙', '2']]
    assert len(table_in([Sheet(rows)], NAMES).rows) == 3
    assert '20000 行' in refusal(Sheet([*rows, ['丙', '3']]))


def test_hidden_rows_are_left_out_and_counted_with_their_reason() -> None:
    rows: list[list[object]] = [['甲', '1'], ['乙', '2'], [], ['丙', '3']]
    found = read(*rows, hidden={3, 4, 5}, filtered=True)
    assert [row.number for row in found.rows] == [2]
    assert found.notes == ('2 行被筛选隐藏，未导入',)
    assert read(*rows, hidden={2}).notes == ('1 行被隐藏，未导入',)
    assert read(*rows, hidden={4}).notes == ()  # there is nobody in it


def test_the_first_visible_sheet_with_the_header_is_read_and_the_others_are_named() -> None:
    person: list[object] = ['甲', '1']
    sheets = [
        Sheet([['填写说明']], '说明'),
        Sheet([], '旧表', hidden=True),
        Sheet([HEAD[:], person], '报名'),
        Sheet([HEAD[:], person], '补充'),
    ]
    found = table_in(sheets, NAMES)
    assert len(found.rows) == 1
    assert found.notes == ('隐藏的工作表未读取：旧表', '只读取了工作表“报名”，未读取：补充')
    many = [Sheet([], f'旧表{number}', hidden=True) for number in range(4)]
    assert table_in([*sheets[2:3], *many[:3]], NAMES).notes == ('隐藏的工作表未读取：旧表0、旧表1、旧表2',)
    assert table_in([*sheets[2:3], *many], NAMES).notes == ('隐藏的工作表未读取：旧表0、旧表1、旧表2 等 4 个',)


def test_a_workbook_without_the_header_is_refused_and_says_which_sheets_are_hidden() -> None:
    assert '前几行中应有“姓名”“身份证号”等列名' in refusal(Sheet([['姓名']]))
    assert '没有找到表头' in refusal(
        Sheet([[''], [''], [''], [''], [''], [''], [''], [''], [''], [''], HEAD[:]])
    )  # the header stands in the first ten rows
    assert '隐藏的工作表不读取：报名' in refusal(Sheet([], '报名', hidden=True))


def test_a_missing_column_is_named_with_the_one_that_is_probably_meant() -> None:
    said = '表头缺少列：单位（未识别的列：单位名称（是否为“单位”？）），请使用下载的模板填写'
    assert refusal(Sheet([['姓名', '身份证号', '单 位名称']])) == said
    both = Headings(NAMES.columns, ('姓名',), ('姓名',), needed=('单位', '备注'))
    with pytest.raises(Invalid, match=r'^表头缺少列：单位、备注，请使用下载的模板填写$'):
        table([['姓名']], both)


def test_a_repeated_column_is_refused_by_name_and_place() -> None:
    assert refusal(Sheet([[*HEAD, ' 姓 名 ']])) == '表头中有重复的列：姓名（A1、E1），请只保留一列'


def test_a_cell_with_an_error_is_never_empty_and_is_named() -> None:
    found = read(['甲', '', '一中'], faults={(2, 2): '#N/A', (4, 1): '#REF!', (3, 3): '#N/A'})
    first, keyless, last = found.rows
    assert (first.is_blank, keyless.is_blank, last.is_blank) == (False, True, False)
    assert first.faults(('姓名', '身份证号')) == 'B2（身份证号）的值为 #N/A'
    assert first.faults(('姓名', '单位')) == ''
    assert last.faults(('姓名',)) == 'A4（姓名）的值为 #REF!'


def test_formulas_without_a_result_are_named_together() -> None:
    (row,) = read([], faults={(2, column): '' for column in (1, 2, 3, 4)}).rows
    said = '公式没有计算结果，请在 Excel 中打开并保存'
    assert row.faults(('姓名',)) == f'A2（姓名）的{said}'
    assert row.faults(NAMES.columns) == f'A2（姓名）、B2（身份证号）、C2（单位）等 4 个单元格的{said}'


def test_three_cells_are_named_and_both_kinds_of_faults_are_said() -> None:
    (row,) = read([], faults={(2, 1): '', (2, 2): '', (2, 3): '', (2, 4): '#N/A'}).rows
    formulas = 'A2（姓名）、B2（身份证号）、C2（单位）的公式没有计算结果，请在 Excel 中打开并保存'
    assert row.faults(NAMES.columns) == f'D2（备注）的值为 #N/A；{formulas}'


def test_a_refusal_says_what_to_do() -> None:
    (row,) = read(['甲', '1'], faults={(2, 3): '', (2, 4): '#N/A'}).rows
    assert row.refusal(('备注',)) == 'D2（备注）的值为 #N/A，请改正后重新导入'
    assert row.refusal(('单位',)) == 'C2（单位）的公式没有计算结果，请在 Excel 中打开并保存'
    assert row.refusal(('姓名',)) == ''


def test_merged_cells_give_their_value_to_all_rows_below_the_header() -> None:
    rows: list[list[object]] = [['甲', '1', '一中', '早'], ['乙', '2'], ['丙', '3', '', '晚']]
    found = read(*rows, merged=[(1, 3, 1), (3, 9, 99), (99, 100, 3), (3, 4, 4), (2, 4, 3)])
    assert [row.cells['单位'] for row in found.rows] == ['一中'] * 3
    assert [row.cells['姓名'] for row in found.rows] == ['甲', '乙', '丙']


def test_merged_cells_that_lie_on_each_other_cannot_hold_up_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, 'MOST_CELLS', 50)
    person: list[object] = ['甲', '1', '一中']
    rows: list[list[object]] = [HEAD[:], *([person] * 20)]
    with pytest.raises(Invalid):
        table(rows, NAMES, SheetMarks(merged=[(2, 21, 3)] * 4))


@given(st.sets(st.integers(2, 30)), st.integers(0, 28))
def test_every_person_is_either_read_or_counted_as_hidden(hidden: set[int], persons: int) -> None:
    found = read(*([[f'人{number}', str(number), '一中'] for number in range(persons)]), hidden=set(hidden))
    out = len(hidden & set(range(2, persons + 2)))
    assert len(found.rows) == persons - out
    assert found.notes == ((f'{out} 行被隐藏，未导入',) if out else ())


@given(st.integers(1, 20_000))
def test_letters_and_numbers_of_columns_belong_together(column: int) -> None:
    assert number_of(letters_of(column)) == column


def test_columns_have_the_letters_of_spreadsheets() -> None:
    letters = [letters_of(column) for column in (1, 26, 27, 52, 53, 702, 703)]
    assert letters == ['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']
