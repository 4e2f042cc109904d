"""The form of the parameters: every parameter once, read back unchanged, and each mistake reported at its field."""

from __future__ import annotations

from datetime import date

import pytest

from domain.errors import Invalid
from domain.rules.vocabulary import Education, Level
from domain.rules.year.parameter_form import FIELDS, YES, ParameterKind, differences, read, texts_of
from domain.rules.year.parameters import CountedIn, Counting, Parameters, RetirementDay


def problems_of(**typed: str) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        read(texts_of(Parameters()) | {key.replace('__', '.'): text for key, text in typed.items()})
    return {problem.key: problem.text for problem in refused.value.problems}


def test_every_parameter_is_in_the_form_and_is_read_back() -> None:
    assert {asked.key.split('.')[0] for asked in FIELDS} == set(Parameters.model_fields)
    assert len({asked.key for asked in FIELDS}) == len(FIELDS)
    assert all(asked.label and asked.section for asked in FIELDS)
    unusual = Parameters(
        counted_until={5: '06-30', 4: '07-31', 3: '08-31', 2: '12-31', 1: '01-01'},
        counted_in={5: CountedIn.THIS_YEAR, **dict.fromkeys((4, 3, 2, 1), CountedIn.YEAR_BEFORE)},
        notice_day=date(2026, 2, 10),
        retired_by=dict(zip((5, 4, 3, 2, 1), (*RetirementDay, RetirementDay.NOTICE), strict=True)),
        working_years_counting=Counting.FULL_YEARS,
        education=Education.TECHNICAL,
        held_years={4: 1, 3: 2, 2: 3, 1: 4},
        final_level={5: Level.COUNTY, 4: Level.CITY, 3: Level.CITY, 2: Level.PROVINCE, 1: Level.PROVINCE},
        other_grades_may_defer=True,
        units_frozen=False,
    )
    assert read(texts_of(unusual)) == unusual
    assert read(texts_of(Parameters())) == Parameters()


@pytest.mark.parametrize('text', ['', '0', '51', '-1', '1.5', '１２', '十', '1e1', '99999', '５'])
def test_a_number_out_of_bounds_is_refused_at_its_field(text: str) -> None:
    assert list(problems_of(beginner_years=text)) == ['beginner_years']


@pytest.mark.parametrize('text', ['', '02-29', '13-01', '9-30', '2026-09-30'])
def test_a_day_that_some_years_lack_is_refused(text: str) -> None:
    assert '12-31' in problems_of(confirmed_by=text)['confirmed_by']


def test_unknown_words_and_contradictions_are_refused_in_chinese() -> None:
    assert problems_of(education='doctor') == {'education': '请选择一项'}
    assert problems_of(final_level__3='unit') == {'final_level.3': '请选择一项'}
    assert problems_of(men__last_age='59') == {'men.last_age': '不能小于原退休年龄'}
    assert problems_of(assessment_excellent='6') == {'assessment_excellent': '不能多于年度考核年数'}
    assert set(problems_of(men__first_age='x', inventions='10', counted_until__3='x')) == {
        'men.first_age',
        'inventions',
        'counted_until.3',
    }


@pytest.mark.parametrize('text', ['2026-2-1', '2026-02-30', '20260210', '10.2.2026', '２０２６-02-10', 'x'])
def test_a_date_is_a_day_of_the_calendar(text: str) -> None:
    assert problems_of(notice_day=text) == {'notice_day': '请选择日期'}


def test_differences_are_described_in_words() -> None:
    texts = texts_of(Parameters()) | {'held_years.4': '3', 'units_frozen': '', 'final_level.5': 'county'}
    assert [str(one) for one in differences(Parameters(), read(texts))] == [
        '持下一等级证书年限（年）：四级：5 → 3',
        '终审级别：五级：市级 → 县区',
        '报名开始后单位只增不改：是 → 否',
    ]
    assert differences(Parameters(), Parameters()) == []
    dated = read(texts_of(Parameters()) | {'notice_day': '2026-02-10', 'retired_by.1': 'year_before'})
    assert [str(one) for one in differences(Parameters(), dated)] == [
        '退休年龄：通知印发日：未填写 → 2026-02-10',
        '未到退休年龄的截止日：一级：通知印发日（未填写时为报名首日） → 上年 12-31',
    ]
    assert {asked.shown(YES) for asked in FIELDS if asked.kind is ParameterKind.SWITCH} == {'是'}
