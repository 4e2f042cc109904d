"""The rows of a workbook of earlier passes: which values are read, and why a row is refused."""

from __future__ import annotations

from datetime import date

import pytest

from domain.errors import Invalid
from domain.rules.results.prior_pass_sheet import COLUMNS, HEADINGS, Pass, read_lines
from domain.rules.vocabulary import Grade
from tests.sheet_tables import table

TODAY = date(2026, 5, 1)
GOOD = ('买买提•艾力', '410327197806151014', 2024.0, '三级（高级工）', '汽车驾驶员', '宜阳县第一高级中学', 'HN001', '')


def fault_of(**changed: object) -> str:
    columns = ('name', 'id_number', 'year', 'grade', 'trade', 'unit', 'certificate', 'result')
    row = list(GOOD)
    for column, value in changed.items():
        row[columns.index(column)] = value
    (line,) = read_lines(table([COLUMNS, row], HEADINGS), TODAY)
    assert bool(line.found) != bool(line.fault)
    return line.fault


def test_the_header_may_be_below_a_title_and_rows_keep_their_numbers() -> None:
    blank, row = read_lines(table([['往年合格名单'], COLUMNS, [None] * 8, GOOD], HEADINGS), TODAY)
    assert (blank.row, blank.found, blank.fault) == (3, None, '')
    assert (row.row, bool(row.found)) == (4, True)


def test_a_person_who_passed_long_ago_may_be_too_old_to_apply_today() -> None:
    assert fault_of(id_number='11010519491231002X', year='2005') == ''
    assert '年龄' in fault_of(id_number='11010519491231002X', year='2024')


@pytest.mark.parametrize(
    ('changed', 'said'),
    [
        ({'name': 'x'}, '姓名'),
        ({'id_number': '410327197806159971'}, '校验'),
        ({'id_number': 4.10327197806151e17}, 'Excel'),
        ({'year': '2027'}, '年度应为'),
        ({'year': '去年'}, '年度应为'),
        ({'grade': '六级'}, '等级无法识别'),
        ({'trade': ''}, '未填工种'),
        ({'unit': '长' * 81}, '单位超过 80 字'),
        ({'result': '长' * 21}, '结果超过 20 字'),
    ],
)
def test_a_bad_row_says_why(changed: dict[str, object], said: str) -> None:
    assert said in fault_of(**changed)


def test_a_row_is_read_as_the_library_stores_it() -> None:
    row = ['买买提•艾力', '11010519491231002x', 2005.0, '高级工', '汽车驾驶员', '宜阳县第一高级中学', 12345.0, '']
    (line,) = read_lines(table([COLUMNS, row], HEADINGS), TODAY)
    assert line.found == Pass(
        '11010519491231002X', '买买提·艾力', 2005, Grade.THREE, '汽车驾驶员', '宜阳县第一高级中学', '12345', '合格'
    )


def test_a_file_without_the_required_columns_is_refused() -> None:
    for head in ([], ['姓名', '年度'], ['姓名', '身份证号', '年度']):
        with pytest.raises(Invalid):
            table([head], HEADINGS)
