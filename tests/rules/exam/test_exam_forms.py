"""考点, 考场 and 考试场次 as typed: each problem is reported at its field."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import pytest

from domain import clock
from domain.errors import Invalid
from domain.rules.exam.session_form import SessionForm, inside, read_session, span_text
from domain.rules.exam.site_form import RoomForm, RoomsForm, SiteForm, read_room, read_rooms, read_site
from domain.rules.exam.tickets import SubjectTime
from domain.rules.vocabulary import ORDINARY_GRADES, Grade, Level, Subject, WindowKind
from domain.rules.year.subjects import DEFAULT

SITE = SiteForm('07', ' 洛阳市  技工学校 ', '南昌路 36 号')
TIMES = {'skill': '09:00-10:30', 'ethics': '10:40–11:20', 'ability': '11：30 至 12:10'}
SESSION = SessionForm('第一场', frozenset({'3', '4'}), '2026-11-28', TIMES)


@dataclass
class Period:
    kind: WindowKind
    opens_at: datetime
    closes_at: datetime
    level: Level | None = None


def read(form: object) -> None:
    if isinstance(form, SiteForm):
        read_site(form)
    elif isinstance(form, RoomForm):
        read_room(form)
    elif isinstance(form, RoomsForm):
        read_rooms(form)
    else:
        assert isinstance(form, SessionForm)
        read_session(form, 2026, ORDINARY_GRADES, {5}, DEFAULT)


def problems(of: object, **changed: object) -> set[str]:
    """The keys of the problems of this form with these fields changed."""
    form = replace(of, **changed)  # type: ignore[type-var]
    with pytest.raises(Invalid) as caught:
        read(form)
    return {problem.key for problem in caught.value.problems}


def test_a_site_is_read_and_its_problems_are_reported() -> None:
    plan = read_site(SITE)
    assert (plan.number, plan.name, plan.directions, plan.enabled) == (7, '洛阳市 技工学校', '', True)
    assert read_site(replace(SITE, name='洛阳\u200b第１\u2f2f厂')).name == '洛阳第1工厂'
    for number in ('', '0', '100', '1a', '１', '-1'):
        assert problems(SITE, number=number) == {'number'}
    assert problems(SITE, name='校', address='x' * 121, directions='x' * 201) == {'name', 'address', 'directions'}


def test_rooms_are_read_one_by_one_or_many_at_once() -> None:
    assert read_room(RoomForm('3', '30')).name == '第 3 考场'
    assert read_room(RoomForm('3', '30', '东楼 201')).name == '东楼 201'
    assert problems(RoomForm('3', '30'), capacity='100') == {'capacity'}
    plans = read_rooms(RoomsForm('3', '5', '25'))
    assert [(plan.number, plan.capacity, plan.name) for plan in plans] == [
        (3, 25, '第 3 考场'), (4, 25, '第 4 考场'), (5, 25, '第 5 考场'),
    ]  # fmt: skip
    assert problems(RoomsForm('5', '3', '25')) == {'last'}
    assert problems(RoomsForm('', '1000', '0')) == {'first', 'last', 'capacity'}


def test_a_session_has_its_papers_in_order_of_time() -> None:
    plan = read_session(SESSION, 2026, ORDINARY_GRADES, {5}, DEFAULT)
    assert plan.grades == (3, 4)
    assert [(paper.subject, span_text(paper)) for paper in plan.papers] == [
        (Subject.SKILL, '09:00-10:30'), (Subject.ETHICS, '10:40-11:20'), (Subject.ABILITY, '11:30-12:10'),
    ]  # fmt: skip
    assert (plan.starts_at, plan.ends_at) == (clock.at(2026, 11, 28, 9), clock.at(2026, 11, 28, 12, 10))
    late = replace(SESSION, times={**TIMES, 'skill': '14:00-15:30'})
    assert read_session(late, 2026, ORDINARY_GRADES, (), DEFAULT).papers[-1].subject is Subject.SKILL


def test_a_paper_may_end_at_24_00_and_is_shown_so_again() -> None:
    typed = replace(SESSION, times={**TIMES, 'skill': '２２：００－24:00'})
    plan = read_session(typed, 2026, ORDINARY_GRADES, (), DEFAULT)
    assert plan.ends_at == clock.at(2026, 11, 29)
    assert span_text(plan.papers[-1]) == '22:00-24:00'
    assert SubjectTime(Subject.SKILL, plan.papers[-1].starts_at, plan.ends_at).hours == '22:00—24:00'
    assert problems(typed, times={**TIMES, 'skill': '24:00-24:30'}) == {'skill'}


def test_a_session_is_inside_an_exam_window_that_lasts_through_the_day() -> None:
    start, end = clock.at(2026, 11, 28, 22), clock.at(2026, 11, 29)
    for closes_at, fits in (
        (clock.at(2026, 11, 28, 23, 59), True),
        (end, True),
        (clock.at(2026, 11, 28, 23, 58), False),
    ):
        window = Period(WindowKind.EXAM, clock.at(2026, 11, 28), closes_at)
        assert inside([window], start, end) is fits


def test_problems_of_a_session_are_reported_at_their_fields() -> None:
    assert problems(SESSION, name=' ') == {'name'}
    assert problems(SESSION, grades=frozenset()) == {'grades'}
    assert problems(SESSION, day='2026-02-30') == {'day'}
    assert problems(SESSION, day='2028-01-01') == {'day'}
    assert problems(SESSION, printing='6') == {'printing'}
    for hours in ('', '9-10', '10:30-09:00', '25:00-26:00', '09:00-09:60'):
        assert problems(SESSION, times={**TIMES, 'skill': hours}) == {'skill'}
    assert problems(SESSION, times={**TIMES, 'ethics': '10:00-11:00'}) == {'ethics'}


def test_grade_one_has_two_papers_and_its_panel_may_be_announced_later() -> None:
    everybody, times = set(Grade), {'ethics': '09:00-10:00', 'knowledge': '10:30-12:00'}
    form = SessionForm('高级技师', frozenset({'1'}), '2026-12-05', times)
    papers = read_session(form, 2026, everybody, (), DEFAULT).papers
    assert [paper.subject for paper in papers] == [Subject.ETHICS, Subject.KNOWLEDGE]
    with pytest.raises(Invalid, match='科目不同，须分别设置场次'):
        read_session(replace(form, grades=frozenset({'1', '2'})), 2026, everybody, (), DEFAULT)
    with pytest.raises(Invalid, match='请至少选择一个等级'):
        read_session(form, 2026, ORDINARY_GRADES, (), DEFAULT)  # a city has no grade 1
