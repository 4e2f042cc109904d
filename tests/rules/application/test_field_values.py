"""What is typed into a field becomes its value or one sentence beside it, and no field stops another."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.errors import Problem
from domain.rules.application.field_values import LENGTHS, entered, unfit
from domain.rules.application.form import Form
from domain.rules.vocabulary import Assessment, Basis, Channel, Education, Grade, Honour, HonourLevel, StaffKind

TODAY = date(2026, 3, 2)
TRADES = {'0101': '汽车驾驶员', '1101': '电工'}
DATE_WANTED = '参加工作时间应为真实日期，如 2008-07-01'
MEDAL = {'kind': 'labour_medal', 'level': 'provincial', 'title': '河南省五一劳动奖章'}


def one(key: str, value: object, form: Form | None = None) -> tuple[Any, list[str]]:
    """The value of the field after this was typed, and the sentences beside it."""
    entry = entered(form or Form(), {key: value}, TRADES, TODAY)
    assert {problem.key for problem in entry.problems} <= {key}
    return getattr(entry.form, key), [problem.text for problem in entry.problems]


@pytest.mark.parametrize(
    ('key', 'typed', 'value'),
    [
        ('post', '  水电工 ', '水电工'),
        ('post', '水\x00电\n\ud800工', '水电工'),  # half a character is none
        ('address', '中州路 1 号', '中州路 1 号'),
        ('address', '中州路\u3000１号\u200b（\u2f2f厂）', '中州路 1号（工厂）'),
        ('name', '\u2fbc\u202a测·· 试', '高测·试'),
        ('name', ' 张 三 ', '张三'),
        ('mobile', '+86 138-0013-8000', '13800138000'),
        ('nation', '汉族', '汉族'),
        ('politics', '群众', '群众'),
        ('education', 'bachelor', Education.BACHELOR),
        ('staff_kind', 'contract', StaffKind.CONTRACT),
        ('grade', '3', Grade.THREE),
        ('grade', 3, Grade.THREE),
        ('post_grade', '2', Grade.TWO),
        ('held_grade', '4', Grade.FOUR),
        ('channel', 'frontline', Channel.FRONTLINE),
        ('basis', 'seniority', Basis.SENIORITY),
        ('trade', '1101', '1101'),
        ('vehicle_reform', True, True),
        ('vehicle_reform', False, False),
        ('assessments', {'2025': 'excellent'}, {2025: Assessment.EXCELLENT}),
        ('outstanding_member_years', [2024], [2024]),
    ],
)
def test_each_kind_of_field_is_read(key: str, typed: object, value: object) -> None:
    assert one(key, typed) == (value, [])


@pytest.mark.parametrize(
    'typed',
    ['2008-07-01', '2008/7/1', '2008.07.01', '2008年7月1日', '20080701', ' ２００８－０７－０１ ', date(2008, 7, 1)],
)
def test_a_date_is_read_in_every_form_people_use(typed: object) -> None:
    assert one('joined_on', typed) == (date(2008, 7, 1), [])


@pytest.mark.parametrize('typed', ['2008-12', '2008.12', '200812', '2008年12月', '2008112', '2005-13-01', '很久', 2008])
def test_a_date_without_a_day_is_asked_for_again_and_never_guessed(typed: object) -> None:
    assert one('joined_on', typed) == (None, [DATE_WANTED])


@pytest.mark.parametrize(
    ('typed', 'value'),
    [
        ('1944-12-31', None),
        ('1945-01-01', date(1945, 1, 1)),
        ('2026-03-02', TODAY),
        ('2026-03-03', None),
    ],
)
def test_a_date_lies_within_a_working_life_and_not_in_the_future(typed: str, value: date | None) -> None:
    told = [] if value else ['参加工作时间应在 1945 年之后、今天之前']
    assert one('joined_on', typed) == (value, told)


@pytest.mark.parametrize(
    ('key', 'typed'),
    [
        ('nation', '火星族'), ('politics', '其他'), ('education', '本科'), ('grade', '6'), ('grade', True),
        ('grade', 3.7), ('grade', float('inf')), ('channel', 'express'), ('basis', ['seniority']), ('trade', '9999'),
        ('trade', {'a': 1}), ('vehicle_reform', 'yes'), ('vehicle_reform', None),
    ],
)  # fmt: skip
def test_what_is_not_in_the_list_is_refused(key: str, typed: object) -> None:
    value, (told,) = one(key, typed)
    assert value == getattr(Form(), key)
    assert told.startswith('请从列表中选择')


@pytest.mark.parametrize('empty', ['', None])
def test_an_emptied_field_goes_back_to_its_beginning(empty: object) -> None:
    full = Form(post='电工', grade=Grade.THREE, joined_on=TODAY, trade='1101', channel=Channel.FRONTLINE, nation='汉族')
    entry = entered(full, dict.fromkeys(('post', 'grade', 'joined_on', 'trade', 'channel', 'nation'), empty), {}, TODAY)
    assert (entry.form, entry.problems) == (Form(), [])


def test_a_text_has_the_length_that_the_form_sets() -> None:
    assert (LENGTHS['post'], LENGTHS['address'], 'joined_on' in LENGTHS) == (40, 120, False)
    assert one('post', '工' * 40 + ' ') == ('工' * 40, [])
    assert one('post', '工' * 41, Form(post='电工')) == ('电工', ['现岗位最多 40 个字，现为 41 个字'])
    assert one('post', {'a': 1}, Form(post='电工')) == ('电工', ['现岗位应为文字'])


def test_a_name_or_number_is_kept_as_typed_but_reported_while_it_is_invalid() -> None:
    assert one('mobile', '1380') == ('1380', ['手机号应为 11 位数字，以 13 至 19 开头，请核对'])
    assert one('name', '李') == ('李', ['姓名应为 2 至 30 个字'])
    assert unfit(Form(name='李', mobile='1380')) == [
        Problem('name', '姓名应为 2 至 30 个字'), Problem('mobile', '手机号应为 11 位数字，以 13 至 19 开头，请核对'),
    ]  # fmt: skip
    assert unfit(Form()) == []


def test_a_wrong_field_stops_no_other_and_only_what_was_typed_is_reported() -> None:
    before = Form(mobile='1380', joined_on=date(2000, 7, 1))
    entry = entered(before, {'joined_on': '很久', 'unknown': 'x', 'post': '电工'}, TRADES, TODAY)
    assert entry.problems == [Problem('joined_on', DATE_WANTED)]
    assert entry.form == before.model_copy(update={'post': '电工'})
    assert before.post == ''


def test_a_list_is_taken_whole_or_not_at_all() -> None:
    value, told = one('honours', [MEDAL])
    assert ([(entry.kind, entry.level) for entry in value], told) == (
        [(Honour.LABOUR_MEDAL, HonourLevel.PROVINCIAL)], [],
    )  # fmt: skip
    long_title = MEDAL | {'title': '奖' * 101}
    assert one('honours', [MEDAL, long_title]) == ([], ['业绩的标题不完整或超出长度，请检查'])
    for wrong in ([MEDAL] * 21, [{'kind': 'x'} | MEDAL | {'level': 'village'}], None, 'x'):
        assert one('honours', wrong) == ([], ['业绩的内容不完整或超出长度，请检查'])
    assert one('assessments', {'2025': 'good'}) == ({}, ['年度考核结果的内容不完整或超出长度，请检查'])
