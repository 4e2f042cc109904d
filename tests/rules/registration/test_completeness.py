"""On submission all missing values are reported at once, each at its field or material."""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.rules.application.form import FIELD, Form, HonourEntry
from domain.rules.application.id_number import IdNumber
from domain.rules.registration.completeness import problems_of
from domain.rules.vocabulary import Assessment, Channel, Honour, HonourLevel, MaterialKind, Sex
from domain.rules.year.parameters import Parameters

PERSON = IdNumber('41032719800101991X', Sex.MALE, date(1980, 1, 1))
COMPLETE: dict[str, Any] = {
    'name': '杨淼', 'nation': '汉族', 'politics': '群众', 'education': 'senior', 'mobile': '13812345678',
    'address': '宜阳县红旗路 1 号', 'staff_kind': 'established', 'joined_on': '2000-07-01', 'post': '电工',
    'grade': 3, 'trade': '1101', 'basis': 'promotion', 'held_trade': '1101', 'held_grade': 4,
    'certificate_number': '豫 20150001', 'obtained_on': '2015-11-01',
}  # fmt: skip
MASTER = {**COMPLETE, 'grade': 1, 'held_grade': 2, 'post_grade': 2, 'appointed_on': '2020-01-01'}
YEARS = dict.fromkeys(range(2021, 2026), Assessment.QUALIFIED)
ALL = tuple(MaterialKind)


def problems(uploaded: tuple[MaterialKind, ...] = ALL, **fields: Any) -> dict[str, str]:
    found = problems_of(Form(**fields), PERSON, uploaded, year=2026, today=date(2026, 4, 1), parameters=Parameters())
    return {problem.key: problem.text for problem in found}


def test_a_complete_form_has_no_problems() -> None:
    assert problems(**COMPLETE) == {}
    assert problems(**MASTER, assessments=YEARS) == {}


def test_problems_of_an_empty_form_are_in_the_order_of_the_form() -> None:
    found = problems(uploaded=())
    assert found['name'] == '请填写姓名'
    assert found['trade'] == '请选择申报工种'
    assert found['photo'] == '请上传证件照'
    fields = [key for key in found if key in FIELD]
    assert fields == [key for key in FIELD if key in fields]


def test_a_wrong_value_is_reported_once() -> None:
    assert problems(**{**COMPLETE, 'mobile': '12800001111'}) == {
        'mobile': '手机号应为 11 位数字，以 13 至 19 开头，请核对'
    }
    assert set(problems(**{**COMPLETE, 'name': '张3'})) == {'name'}


def test_promotion_needs_the_held_grade_and_seniority_does_not() -> None:
    bare = {key: value for key, value in COMPLETE.items() if key not in ('held_trade', 'held_grade', 'obtained_on')}
    assert set(problems(**bare)) == {'held_trade', 'held_grade', 'obtained_on'}
    assert problems(**{**bare, 'basis': 'seniority'}) == {}


def test_grade_five_needs_the_confirmation_in_post() -> None:
    assert problems(**{**COMPLETE, 'grade': 5, 'basis': 'seniority'}) == {'confirmed_on': '请填写转正定级时间'}


def test_grade_one_needs_every_year_of_assessment_unless_an_achievement_exempts() -> None:
    assert problems(**MASTER) == {'assessments': '请填写年度考核结果'}
    some = {2021: Assessment.EXCELLENT, 2025: Assessment.EXCELLENT}
    assert problems(**MASTER, assessments=some) == {'assessments': '请填写 2022、2023、2024 年的年度考核结果'}
    medal = HonourEntry(kind=Honour.LABOUR_MEDAL, level=HonourLevel.PROVINCIAL, title='五一劳动奖章')
    assert problems(**MASTER, honours=[medal]) == {}


def test_the_relaxed_channels_need_category_and_document() -> None:
    relaxed = {**COMPLETE, 'channel': Channel.EXCEPTIONAL}
    assert set(problems(**relaxed)) == {'exception_category', 'exception_document'}


def test_only_the_applicants_own_materials_are_required() -> None:
    own = tuple(kind for kind in ALL if kind not in (MaterialKind.SALARY, MaterialKind.EXCELLENCE))
    assert problems(own, **{**MASTER, 'basis': 'excellence'}, assessments=YEARS) == {}
    assert problems((MaterialKind.PHOTO, MaterialKind.ID_CARD), **COMPLETE) == {
        'form': '请上传报名表（盖章）',
        'certificate': '请上传现等级证书',
    }


def test_impossible_dates_are_reported_at_their_field() -> None:
    wrong = {**COMPLETE, 'joined_on': '1985-07-01', 'obtained_on': '2026-04-02', 'confirmed_on': '1984-01-01'}
    assert problems(**wrong) == {
        'joined_on': '参加工作时间早于本人 14 周岁，请核对',
        'confirmed_on': '转正定级时间早于本人 14 周岁，请核对',
        'obtained_on': '取得时间不能晚于今天',
    }
    early = {**COMPLETE, 'confirmed_on': '2000-06-30'}
    assert problems(**early) == {'confirmed_on': '转正定级时间不能早于参加工作时间'}
