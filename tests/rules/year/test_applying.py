"""Which windows hold for whom: by grade and area, and narrowed by the person's own city."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

import pytest

from domain.clock import at
from domain.rules.vocabulary import Grade, GradeRange, Level, WindowKind
from domain.rules.year.applying import NARROWED, Cohort, applying, common, groups
from domain.rules.year.windows import is_open, matching, open_now

REVIEW, REGISTRATION, PAYMENT = WindowKind.REVIEW, WindowKind.REGISTRATION, WindowKind.PAYMENT
LUOYANG, KAIFENG, ELSEWHERE = '00010003', '00010002', '00010004'
SCHOOL = LUOYANG + '000100010001'


@dataclass(frozen=True)
class Set:
    """A window as the province or a city has set it."""

    kind: WindowKind
    opens_at: datetime
    closes_at: datetime
    level: Level | None = None
    grades: GradeRange | None = None
    area_path: str = ''
    narrows: bool = False
    id: int = 1
    name: str = '省级'


ORDINARY = Set(REGISTRATION, at(2026, 3, 7), at(2026, 3, 21), grades=GradeRange.ORDINARY)
SENIOR = Set(REGISTRATION, at(2026, 3, 16), at(2026, 3, 31), grades=GradeRange.SENIOR)
ALL_REVIEW = Set(REVIEW, at(2026, 3, 10), at(2026, 4, 20))
OWN_REVIEW = Set(REVIEW, at(2026, 3, 20), at(2026, 4, 1), area_path=LUOYANG, narrows=True, name='洛阳')


def test_grade_one_registers_when_the_others_have_closed() -> None:
    day, windows = at(2026, 3, 25), [ORDINARY, SENIOR]
    assert open_now(applying(windows, Grade.ONE, SCHOOL), REGISTRATION, day)
    assert open_now(applying(windows, Grade.THREE, SCHOOL), REGISTRATION, day) is None
    assert open_now(applying(windows, None, SCHOOL), REGISTRATION, day)  # before a grade is chosen


def test_a_city_shortens_the_time_of_its_own_offices_only() -> None:
    windows, day = [ALL_REVIEW, OWN_REVIEW], at(2026, 4, 5)
    assert open_now(applying(windows, 3, SCHOOL), REVIEW, day, Level.COUNTY) is None
    assert open_now(applying(windows, 3, KAIFENG), REVIEW, day, Level.COUNTY)
    assert open_now(applying(windows, 1, SCHOOL), REVIEW, day, Level.PROVINCE)  # its review is never narrowed


def test_a_city_can_shorten_one_level() -> None:
    windows = [ALL_REVIEW, replace(OWN_REVIEW, level=Level.COUNTY)]
    found = {
        level: len(matching(applying(windows, 3, SCHOOL), REVIEW, level)) and
        matching(applying(windows, 3, SCHOOL), REVIEW, level)[0].closes_at
        for level in Level
    }  # fmt: skip
    assert found.pop(Level.COUNTY) == OWN_REVIEW.closes_at
    assert set(found.values()) == {ALL_REVIEW.closes_at}


def test_a_city_never_extends_the_time_of_the_province() -> None:
    longer = replace(OWN_REVIEW, opens_at=at(2026, 3, 1), closes_at=at(2026, 5, 1))
    (span, *_) = matching(applying([ALL_REVIEW, longer], 3, SCHOOL), REVIEW, Level.COUNTY)
    assert (span.opens_at, span.closes_at) == (ALL_REVIEW.opens_at, ALL_REVIEW.closes_at)


def test_moving_the_time_of_the_province_away_locks_no_city_out() -> None:
    moved = replace(ALL_REVIEW, opens_at=at(2026, 6, 1), closes_at=at(2026, 6, 20))
    assert open_now(applying([moved, OWN_REVIEW], 3, SCHOOL), REVIEW, at(2026, 6, 5), Level.COUNTY)


def test_persons_with_the_same_times_are_one_group() -> None:
    plain = [Set(PAYMENT, at(2026, 6, 1), at(2026, 6, 20))]
    assert [group for group, _ in groups(plain, PAYMENT)] == [Cohort(None, '', ())]
    mixed = [*plain, replace(plain[0], grades=GradeRange.SENIOR, area_path=LUOYANG)]
    wanted = [Cohort(one, area, () if area else (LUOYANG,)) for one in GradeRange for area in ('', LUOYANG)]
    assert [group for group, _ in groups(mixed, PAYMENT)] == wanted


def test_a_group_meets_the_offices_that_have_some_of_its_persons() -> None:
    province, elsewhere = LUOYANG[: len(LUOYANG) // 2], LUOYANG[:-1] + '9'
    of_city, of_others = Cohort(None, LUOYANG, ()), Cohort(None, '', (LUOYANG,))
    assert [of_city.meets(path) for path in (province, LUOYANG, SCHOOL, elsewhere)] == [True, True, True, False]
    assert [of_others.meets(path) for path in (province, LUOYANG, SCHOOL, elsewhere)] == [True, False, False, True]


def test_two_orders_can_be_paid_together_while_both_are_open() -> None:
    first = applying([Set(PAYMENT, at(2026, 6, 1), at(2026, 6, 20))], 3, SCHOOL)
    second = applying([Set(PAYMENT, at(2026, 6, 10), at(2026, 6, 30))], 3, SCHOOL)
    third = applying([Set(PAYMENT, at(2026, 6, 25), at(2026, 6, 30))], 3, SCHOOL)
    assert [(one.opens_at, one.closes_at) for one in common(first, second)] == [(at(2026, 6, 10), at(2026, 6, 20))]
    assert common(first, third) == ()


@pytest.mark.parametrize('seed', range(20))
def test_every_triple_of_grade_area_and_moment_is_as_the_notices_say(seed: int) -> None:
    """20 years of random windows, 500 triples each, against the rule said in another way."""
    random = Random(seed)
    windows = [_random_window(random, number) for number in range(random.randint(1, 14))]
    answers = set()
    for _ in range(500):
        grade, path = random.choice(list(Grade)), random.choice([SCHOOL, LUOYANG, KAIFENG, ELSEWHERE, '0001'])
        kind, level = random.choice(list(WindowKind)), random.choice(list(Level))
        moment = at(2026, 3, 1) + timedelta(hours=random.randint(-48, 24 * 32), minutes=random.randint(0, 59))
        asked = level if kind is REVIEW else None
        found = open_now(applying(windows, grade, path), kind, moment, asked) is not None
        assert found == _allowed(windows, kind, asked, grade, path, moment), (kind, asked, grade, path, moment)
        answers.add(found)
        (span_set,) = [spans for group, spans in groups(windows, kind) if _inside(group, grade, path)]
        assert found == (open_now(span_set, kind, moment, asked) is not None)
    assert answers == {True, False}


def _random_window(random: Random, number: int) -> Set:
    opens = at(2026, 3, 1) + timedelta(hours=random.randint(0, 24 * 20))
    closes = opens + timedelta(hours=random.randint(1, 24 * 12))
    if random.random() < 0.3:
        closes = closes.replace(minute=59)
    kind = random.choice(list(WindowKind))
    narrows = kind in NARROWED and random.random() < 0.4
    area = random.choice([LUOYANG, KAIFENG]) if narrows or random.random() < 0.2 else ''
    level = random.choice([None, *Level]) if kind is REVIEW else None
    grades = random.choice([None, None, *GradeRange])
    return Set(kind, opens, closes, level, grades, area, narrows, number)


def _allowed(
    windows: Sequence[Set], kind: WindowKind, level: Level | None, grade: Grade, path: str, moment: datetime
) -> bool:
    """Some period of the province is open and, if the city has windows in it, one of these as well."""

    def about(window: Set) -> bool:
        senior = window.grades is GradeRange.SENIOR
        for_grade = window.grades is None or (grade == 1) is senior
        here = window.area_path == '' or path[:8] == window.area_path
        return window.kind is kind and window.level in (None, level) and for_grade and here

    for outer in windows:
        if not about(outer) or outer.narrows or not is_open(outer, moment):
            continue
        if level is Level.PROVINCE:
            return True
        inside = [own for own in windows if own.narrows and about(own) and _meet(own, outer)]
        if not inside or any(is_open(own, moment) for own in inside):
            return True
    return False


def _meet(own: Set, outer: Set) -> bool:
    minutes = (own.opens_at + timedelta(minutes=n) for n in range(60 * 24 * 14))
    return any(is_open(own, minute) and is_open(outer, minute) for minute in minutes)


def _inside(group: Cohort, grade: Grade, path: str) -> bool:
    fits = group.grades is None or grade in group.grades.grades
    return fits and path.startswith(group.area) and not path.startswith(group.others or ('none',))
