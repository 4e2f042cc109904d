"""Which achievement exempts from education and assessments: only for grade 1, and only a high enough one."""

from __future__ import annotations

from typing import Any

import pytest

from domain.rules.application.achievements import exempting_achievement
from domain.rules.application.form import Form, HonourEntry
from domain.rules.vocabulary import Grade, Honour, HonourLevel
from domain.rules.year.parameters import Parameters

CITY, COUNTY = HonourLevel.MUNICIPAL, HonourLevel.COUNTY


def won(kind: Honour, level: HonourLevel = CITY, rank: int | None = None) -> HonourEntry:
    return HonourEntry(kind=kind, level=level, title='洛阳市', rank=rank)


def exempts(*honours: HonourEntry, grade: Grade | None = Grade.ONE, **parameters: Any) -> str | None:
    return exempting_achievement(Form(grade=grade, honours=list(honours)), Parameters(**parameters))


@pytest.mark.parametrize(
    ('entry', 'named'),
    [
        (won(Honour.COMMENDATION), '表彰奖励 · 市级 · 洛阳市'),
        (won(Honour.COMMENDATION, HonourLevel.NATIONAL), '表彰奖励 · 国家级 · 洛阳市'),
        (won(Honour.COMMENDATION, COUNTY), None),
        (won(Honour.LABOUR_MEDAL, COUNTY), '五一劳动奖章 · 县级 · 洛阳市'),
        (won(Honour.EXPERT, COUNTY), '技术能手 · 县级 · 洛阳市'),
        (won(Honour.CONTEST, rank=3), '技能竞赛 · 市级 · 第 3 名 · 洛阳市'),
        (won(Honour.CONTEST, rank=4), None),
        (won(Honour.CONTEST, COUNTY, rank=1), None),
        (won(Honour.CONTEST), None),  # a contest without a place
        (won(Honour.INVENTION), '发明专利 1 项'),
        (won(Honour.UTILITY_MODEL), None),
    ],
)
def test_one_entry_exempts_when_it_is_high_enough(entry: HonourEntry, named: str | None) -> None:
    assert exempts(entry) == named


def test_two_utility_models_exempt_together_and_a_patent_of_each_kind_by_the_invention() -> None:
    model = won(Honour.UTILITY_MODEL)
    assert exempts(model, model) == '实用新型专利 2 项'
    assert exempts(model, won(Honour.INVENTION)) == '发明专利 1 项'
    assert exempts(model, won(Honour.INVENTION), inventions=2) is None


def test_the_first_entry_that_exempts_alone_is_named_before_all_patents() -> None:
    patents = [won(Honour.INVENTION), won(Honour.CONTEST, rank=9)]
    assert exempts(*patents, won(Honour.EXPERT), won(Honour.LABOUR_MEDAL)) == '技术能手 · 市级 · 洛阳市'


@pytest.mark.parametrize('grade', [None, *(grade for grade in Grade if grade is not Grade.ONE)])
def test_no_other_grade_is_exempt(grade: Grade | None) -> None:
    assert exempts(won(Honour.LABOUR_MEDAL), grade=grade) is None


def test_the_year_sets_level_place_and_number() -> None:
    assert exempts(won(Honour.COMMENDATION), commendation_level=HonourLevel.PROVINCIAL) is None
    assert exempts(won(Honour.CONTEST, rank=1), contest_level=HonourLevel.PROVINCIAL) is None
    assert exempts(won(Honour.CONTEST, rank=3), contest_rank=2) is None
    assert exempts(won(Honour.UTILITY_MODEL), utility_models=1) == '实用新型专利 1 项'
