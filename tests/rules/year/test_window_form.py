"""A typed window: read in Henan time, and each mistake reported at its field."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain import clock
from domain.errors import Invalid
from domain.rules.vocabulary import Level, WindowKind
from domain.rules.year.window_form import WindowForm, moment_text, read_window

GOOD = WindowForm('省级终审', 'review', 'province', '2026-03-01T09:00', '2026-04-01T18:00')


def test_it_is_read_as_henan_time() -> None:
    plan = read_window(GOOD, 2026, {})
    assert (plan.kind, plan.level, plan.name) == (WindowKind.REVIEW, Level.PROVINCE, '省级终审')
    assert (plan.opens_at, plan.closes_at) == (clock.at(2026, 3, 1, 9), clock.at(2026, 4, 1, 18))
    assert moment_text(plan.opens_at) == GOOD.opens
    assert read_window(replace(GOOD, opens='2026-03-01 09:00', level=''), 2026, {}).level is None
    assert read_window(replace(GOOD, name=' 省级\u3000终审\u200b２'), 2026, {}).name == '省级 终审2'


def test_24_00_is_the_end_of_its_day() -> None:
    plan = read_window(replace(GOOD, opens='2026-03-31 24:00', closes='2026-04-01 24:00'), 2026, {})
    assert (plan.opens_at, plan.closes_at) == (clock.at(2026, 4, 1), clock.at(2026, 4, 2))
    assert moment_text(plan.closes_at) == '2026-04-02T00:00'


@pytest.mark.parametrize(
    ('changed', 'where'),
    [
        ({'name': ' '}, 'name'),
        ({'name': '字' * 41}, 'name'),
        ({'kind': 'party', 'level': ''}, 'kind'),
        ({'level': 'village'}, 'level'),
        ({'kind': 'registration'}, 'level'),  # only a review window may have a level
        ({'closes': '2026-03-01T09:00'}, 'closes'),
        ({'opens': '2026-05-01T09:00'}, 'closes'),
        ({'opens': '2026-03-01'}, 'opens'),
        ({'opens': ''}, 'opens'),
        ({'closes': '2026-04-01T24:01'}, 'closes'),
        ({'opens': '2026-03-01T09:00+08:00'}, 'opens'),
        ({'closes': '2062-04-01T18:00'}, 'closes'),
    ],
)
def test_a_mistake_is_reported_at_its_field(changed: dict[str, str], where: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_window(replace(GOOD, **changed), 2026, {})
    assert [problem.key for problem in refused.value.problems] == [where]
