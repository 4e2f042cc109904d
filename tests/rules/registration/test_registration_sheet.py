"""A county's workbook, as people really fill it in, gets the expected verdict for every row."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.rules.application.form import Form
from domain.rules.application.id_number import check_character
from domain.rules.registration.registration_sheet import (
    COLUMNS,
    HEADINGS,
    Frame,
    RegistrationRow,
    read_rows,
    unit_codes_in,
)
from domain.rules.registration.registration_verdict import RegistrationVerdict
from domain.rules.sheets.dates import read_date
from domain.rules.sheets.table import SheetTable
from domain.rules.sheets.workbook_check import SheetMarks
from domain.rules.vocabulary import Basis, Education, Grade, Sex
from domain.rules.year.parameters import Parameters
from domain.services.workbooks import read_table
from tests.sheet_tables import table
from tests.sheet_units import lookup

DATA = Path(__file__).parents[2] / 'data'
TRADES = {
    '0101': '汽车驾驶员', '0102': '办公设备维修工', '0103': '保管工', '0104': '图书资料员', '0105': '档案管理员',
    '0106': '计算机文字录入员', '0301': '中式烹调师', '0401': '护理员', '0501': '保育员', '0502': '实验工',
    '0901': '公路养护工', '1101': '电工',
}  # fmt: skip
FRAME = Frame(lookup(), TRADES, Parameters(), 2026, date(2026, 3, 2), date(2026, 3, 10))
GOOD: dict[str, object] = {
    '姓名': '杨淼', '身份证号': '34052419800101001X', '手机号': '13812345678', '单位编码': '410327001001',
    '民族': '汉族', '文化程度': '高中', '参加工作时间': '200007', '现工种': '电工', '现等级': '四级',
    '取得时间': '2015.11', '申报等级': '三级', '申报工种': '电工', '申报依据': '逐级晋升', '备注': '',
}  # fmt: skip


@cache
def workbook() -> SheetTable:
    return read_table((DATA / 'registrations-yiyang.xlsx').read_bytes(), HEADINGS)


def expected() -> dict[int, str]:
    with (DATA / 'registrations-yiyang.expected.csv').open(encoding='utf-8', newline='') as file:
        return {int(row['row']): row['verdict'] for row in csv.DictReader(file)}


def verdicts_of(*rows: dict[str, object]) -> list[RegistrationRow]:
    cells = [[{**GOOD, **row}[column] for column in COLUMNS] for row in rows]
    return read_rows(table([COLUMNS, *cells], HEADINGS), FRAME)


def form_of(**cells: object) -> Form:
    (verdict,) = verdicts_of(cells)
    assert verdict.registration, verdict.message
    return verdict.registration.form


@pytest.mark.parametrize('day', [date(2026, 1, 1), date(2026, 3, 2), date(2026, 12, 31)])
def test_every_row_of_the_county_gets_the_expected_verdict(day: date) -> None:
    frame = Frame(lookup(), TRADES, Parameters(), 2026, day, day)
    assert {verdict.row: verdict.verdict for verdict in read_rows(workbook(), frame)} == expected()


def test_every_refusal_is_a_chinese_sentence_and_every_good_row_a_clean_registration() -> None:
    verdicts = read_rows(workbook(), FRAME)
    assert Counter(verdict.verdict for verdict in verdicts)[RegistrationVerdict.OK] == 421
    for verdict in verdicts:
        assert re.search('[一-鿿]', verdict.message)
        assert (verdict.registration is not None) == (verdict.verdict == 'ok')
        if verdict.registration is not None:
            assert verdict.message == '已接收', 'everything in a good row could be read'
            assert re.fullmatch(r'1\d{10}', verdict.registration.mobile)
            assert verdict.registration.form.joined_on
            assert verdict.registration.form.nation
            assert verdict.registration.form.basis


def test_the_workbook_names_these_units() -> None:
    assert unit_codes_in(workbook()) - set(lookup()) == {'410327009999'}


def test_a_row_becomes_the_draft_of_a_new_applicant() -> None:
    (verdict,) = verdicts_of({})
    registration = verdict.registration
    assert registration is not None
    assert (registration.id_number.sex, registration.id_number.born_on) == (Sex.MALE, date(1980, 1, 1))
    assert registration.unit_id == lookup()['410327001001'].id
    assert registration.form == Form(
        name='杨淼', nation='汉族', education=Education.SENIOR, mobile='13812345678', joined_on=date(2000, 7, 1),
        held_trade='1101', held_grade=Grade.FOUR, obtained_on=date(2015, 11, 1), grade=Grade.THREE, trade='1101',
        basis=Basis.PROMOTION,
    )  # fmt: skip


@pytest.mark.parametrize(
    'cell',
    ['2015-11-01', '2015/11/1', '2015.11', '2015年11月', '201511', '20151101', 201511.0, '２０１５．１１',
     ' 2015年11月1日 ', '2015-11-01 00:00:00', date(2015, 11, 1), datetime(2015, 11, 1)],  # noqa: DTZ001 - as the workbook reader returns it
)  # fmt: skip
def test_dates_are_read_in_every_form_people_use(cell: object) -> None:
    assert form_of(取得时间=cell).obtained_on == date(2015, 11, 1)


@pytest.mark.parametrize('cell', ['三级', 3.0, '3', ' 高级工 ', '３级', '三级（高级工）', '三'])
def test_grades_are_read_in_every_form_people_use(cell: object) -> None:
    assert form_of(申报等级=cell).grade is Grade.THREE


@pytest.mark.parametrize('cell', ['电工', ' 电 工', '1101', '1101电工', '电工(1101)', '1101 - 电工'])
def test_a_trade_is_its_name_or_its_code(cell: object) -> None:
    assert form_of(申报工种=cell).trade == '1101'


def test_a_mobile_number_and_a_unit_code_stored_as_numbers_are_read_completely() -> None:
    (verdict,) = verdicts_of({'手机号': 13812345678.0, '单位编码': 410327001001.0})
    assert verdict.verdict == 'ok'


@pytest.mark.parametrize('cell', [4.103271980010199e17, '4.10327198001E+17', 410327800101991.0])
def test_an_id_number_stored_as_a_number_is_refused_with_advice(cell: object) -> None:
    (verdict,) = verdicts_of({'身份证号': cell})
    assert verdict.verdict == 'id_precision'
    assert '“文本”格式' in verdict.message


def test_the_second_row_of_a_person_is_refused_and_names_the_first() -> None:
    first, second = verdicts_of({}, {'姓名': '王霞', '身份证号': '34052419800101001x '})
    assert (first.verdict, second.verdict) == ('ok', 'duplicate_in_file')
    assert second.message == '身份证号与第 2 行重复，同一人每年只能申报一次'


def test_a_refused_row_does_not_block_its_correction() -> None:
    wrong, right = verdicts_of({'手机号': '1'}, {})
    assert (wrong.verdict, right.verdict) == ('mobile', 'ok')


def test_unreadable_optional_values_are_left_empty_and_reported() -> None:
    (verdict,) = verdicts_of({'参加工作时间': '很久以前', '文化程度': '博学', '现等级': '特级'})
    assert verdict.verdict == 'ok'
    assert verdict.message == (
        '已接收；文化程度“博学”无法识别，已留空，请本人补填；参加工作时间“很久以前”无法识别，已留空，请本人补填；'
        '现等级“特级”无法识别，已留空，请本人补填'
    )


def test_ages_beyond_the_limits_have_a_verdict_too() -> None:
    child = '11010520191231002'
    old, young = verdicts_of({'身份证号': '11010519491231002X'}, {'身份证号': child + check_character(child)})
    assert (old.verdict, young.verdict) == ('retired', 'id_date')


def test_the_header_may_be_below_a_title_and_in_another_order() -> None:
    columns = list(reversed(COLUMNS))
    rows: list[list[object]] = [
        ['2026 年报名表'],
        [],
        [*(f' {column} ' for column in columns)],
        [GOOD[column] for column in columns],
    ]
    (verdict,) = read_rows(table(rows, HEADINGS), FRAME)
    assert (verdict.row, verdict.verdict) == (4, 'ok')


@pytest.mark.parametrize('rows', [[], [['姓名']], [['姓名', '身份证号', '手机号']]])
def test_a_file_that_is_not_such_a_workbook_is_refused_completely(rows: list[list[object]]) -> None:
    with pytest.raises(Invalid, match='模板'):
        table(rows, HEADINGS)


def test_rows_that_are_short_or_long_or_blank_are_read() -> None:
    rows: list[list[object]] = [
        list(COLUMNS),
        ['杨淼'],
        ['\u3000', None],
        [*(GOOD[column] for column in COLUMNS), 'x', 'y'],
    ]
    short, blank, long = read_rows(table(rows, HEADINGS), FRAME)
    assert (short.verdict, blank.verdict, long.verdict) == ('id_length', 'blank', 'ok')


CELL = st.one_of(st.none(), st.text(max_size=30), st.floats(), st.booleans(), st.dates(), st.datetimes())


@given(st.lists(CELL, min_size=14, max_size=14))
def test_no_row_makes_the_reader_fail(row: list[object]) -> None:
    assert len(read_rows(table([COLUMNS, row], HEADINGS), FRAME)) <= 1


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.sampled_from(['%Y-%m-%d', '%Y/%m/%d', '%Y.%m.%d', '%Y%m%d']))
def test_a_written_date_is_read_back(day: date, form: str) -> None:
    assert read_date(day.strftime(form)) == day


def test_a_remark_is_kept_on_one_line_and_up_to_its_length() -> None:
    short, long = verdicts_of(
        {'备注': ' 本人因病，\n请联系其妻 '}, {'备注': '长' * 501, '身份证号': '410327197806151014'}
    )
    assert short.registration
    assert (short.registration.remark, short.notes) == ('本人因病， 请联系其妻', ())
    assert long.registration
    assert (long.registration.remark, long.notes) == ('长' * 500, ('备注超过 500 字，只保存了前 500 字',))


def test_an_error_in_the_remark_is_noted() -> None:
    cells = [GOOD[column] for column in COLUMNS]
    (verdict,) = read_rows(table([COLUMNS, cells], HEADINGS, SheetMarks(faults={(2, 14): '#N/A'})), FRAME)
    assert verdict.message == '已接收；N2（备注）的值为 #N/A，备注未保存'
    assert verdict.is_noted
