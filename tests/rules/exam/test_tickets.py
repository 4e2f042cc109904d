"""When a 准考证 may be printed, and the texts of its times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from domain import clock
from domain.rules.exam.ticket_filters import Printed, TicketFilters
from domain.rules.exam.tickets import Printing, holds, notes_for, sittings_of, times_of
from domain.rules.vocabulary import ExamMode, Grade, Level, OrderStatus, Status, Subject, WindowKind
from domain.rules.year.subjects import DEFAULT, GradeSubjects, SubjectRule

NOON = clock.at(2026, 4, 3, 12)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass
class Period:
    id: int
    opens_at: datetime
    closes_at: datetime
    kind: WindowKind = WindowKind.PRINTING
    level: Level | None = None


EARLY, LATE = Period(1, NOON, NOON + DAY), Period(2, NOON + 3 * DAY, NOON + 4 * DAY)
OTHER = Period(3, NOON - DAY, NOON + 9 * DAY, WindowKind.PAYMENT)


@pytest.mark.parametrize(
    ('printing_id', 'at', 'printing', 'begun', 'window'),
    [
        (None, NOON - HOUR, Printing.SOON, False, EARLY),
        (None, NOON, Printing.OPEN, True, EARLY),
        (None, NOON + DAY - HOUR, Printing.OPEN, True, EARLY),
        (None, NOON + DAY, Printing.SOON, True, LATE),
        (None, NOON + 4 * DAY, Printing.OVER, True, LATE),
        (1, NOON + DAY, Printing.OVER, True, EARLY),
        (1, NOON + 3 * DAY, Printing.OVER, True, EARLY),
        (2, NOON, Printing.SOON, False, LATE),
        (2, NOON + 3 * DAY, Printing.OPEN, True, LATE),
    ],
)
def test_a_session_is_printed_in_its_own_window_or_in_any(
    printing_id: int | None, at: datetime, printing: Printing, begun: bool, window: Period
) -> None:
    times = times_of([OTHER, LATE, EARLY], printing_id, at)
    assert (times.printing, times.begun, times.opens_at) == (printing, begun, window.opens_at)
    moment = window.closes_at if printing is Printing.OVER else window.opens_at
    assert clock.short_text(moment) in times.sentence


@pytest.mark.parametrize('printing_id', [None, 9])
def test_without_a_window_of_its_own_kind_nothing_is_printed(printing_id: int | None) -> None:
    windows = [OTHER] if printing_id is None else [OTHER, EARLY]
    times = times_of(windows, printing_id, NOON)
    assert (times.printing, times.begun) == (Printing.NONE, False)
    assert '尚未安排' in times.sentence


def test_of_two_open_windows_the_one_that_closes_later_counts() -> None:
    longer = Period(4, NOON, NOON + 2 * DAY)
    assert times_of([EARLY, longer], None, NOON).closes_at == longer.closes_at


def test_only_approved_people_who_paid_or_are_exempt_hold_a_valid_ticket() -> None:
    good = {(status, payment) for status in Status for payment in (*OrderStatus, None) if holds(status, payment)}
    assert good == {(Status.APPROVED, OrderStatus.PAID), (Status.APPROVED, OrderStatus.EXEMPT)}


def test_subjects_are_in_order_of_time_in_henan_time() -> None:
    first, second = sittings_of([
        {'subject': 'ethics', 'starts_at': '2026-04-11T02:40:00', 'ends_at': '2026-04-11T03:20:00+00:00'},
        {'subject': 'skill', 'starts_at': '2026-04-11T09:00:00+08:00', 'ends_at': '2026-04-11T10:30:00+08:00'},
    ])  # fmt: skip
    assert (first.subject, first.day, first.hours) == (Subject.SKILL, '2026年4月11日（星期六）', '09:00—10:30')
    assert (second.subject, second.hours) == (Subject.ETHICS, '10:40—11:20')


def test_the_notes_for_grade_one_mention_the_panel() -> None:
    assert any('综合评审' in note for note in notes_for(DEFAULT[Grade.ONE]))
    assert all('综合评审' not in note for note in notes_for(DEFAULT[Grade.TWO]))


def test_the_notes_follow_the_modes_and_the_texts_of_the_table() -> None:
    rules = (
        SubjectRule(Subject.SKILL, mode=ExamMode.PRACTICE, note='自带工装'),
        SubjectRule(Subject.ETHICS, mode=ExamMode.WRITTEN),
        SubjectRule(Subject.ABILITY, mode=ExamMode.WRITTEN),
    )
    assert notes_for(GradeSubjects(rules))[2:5] == (
        '职业道德、职业能力采用纸笔作答，请自带黑色签字笔和 2B 铅笔。',
        '岗位技能在现场操作，请按工种要求着装，服从考评人员指挥。',
        '岗位技能：自带工装',
    )
    assert notes_for(DEFAULT[Grade.TWO])[2].startswith('各科目均采用计算机作答')


def test_filters_read_what_they_wrote_and_leave_out_invalid_values() -> None:
    filters = TicketFilters('王', 7, (Grade.TWO,), ('0101',), (3, 4), (5,), Printed.PRINTED, 2026)
    assert TicketFilters.read(filters.typed()) == filters
    forged = {
        'unit': {'a': 1},
        'grades': '9,x',
        'trades': 'a;b',
        'sessions': ['x', '-1'],
        'sites': None,
        'printed': 'no',
        'year': '二〇二六',
    }
    assert TicketFilters.read(forged) == TicketFilters()
    assert TicketFilters().typed() == {}
