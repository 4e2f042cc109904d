"""Applications are counted in groups, by columns and by the day of submission in Henan."""

from __future__ import annotations

from datetime import UTC, datetime

from domain.rules.vocabulary import Level, Status
from storage.models import Application
from storage.queries.lists.statistics import DAY, counted_by
from tests import town as cast
from tests.town import Town


async def test_every_existing_combination_is_counted_once(town: Town) -> None:
    for unit, grade in ((cast.SCHOOL, 3), (cast.SCHOOL, 3), (cast.SCHOOL, 1), (cast.HOSPITAL, 3)):
        await town.application(unit, grade, at=Level.UNIT)
    blank = await town.application(cast.HOSPITAL, 3, at=Status.DRAFT)
    await Application.filter(id=blank.id).update(grade=None)
    school, hospital = (town.organisations[unit].id for unit in (cast.SCHOOL, cast.HOSPITAL))
    assert set(await counted_by(Application.all(), 'unit_id', 'grade')) == {
        (school, 3, 2), (school, 1, 1), (hospital, 3, 1), (hospital, None, 1),
    }  # fmt: skip
    assert await counted_by(Application.filter(unit_id=school, grade=3), 'grade', 'unit_id') == [(3, school, 2)]
    assert await counted_by(Application.filter(id__in=[]), 'grade') == []


async def test_a_day_begins_at_midnight_in_henan(town: Town) -> None:
    moments = (
        datetime(2026, 2, 28, 15, 59, 59, tzinfo=UTC),  # one second before midnight
        datetime(2026, 2, 28, 16, 0, tzinfo=UTC),
        datetime(2026, 3, 1, 15, 59, 59, tzinfo=UTC),
        datetime(2025, 12, 31, 16, 0, 0, 1, tzinfo=UTC),
        None,
    )
    for moment in moments:
        application = await town.application(at=Level.UNIT)
        await Application.filter(id=application.id).update(submitted_at=moment)
    assert set(await counted_by(Application.all(), DAY)) == {
        ('2026-02-28', 1), ('2026-03-01', 2), ('2026-01-01', 1), (None, 1),
    }  # fmt: skip
    assert ('2026-03-01', 3, 2) in await counted_by(Application.all(), DAY, 'grade')
