"""One change of an office's exam at a time, by a city or the province, and its pages are told afterwards."""

from __future__ import annotations

import pytest

from domain.errors import Forbidden, SignedOut
from domain.events import Event, TicketsChanged, subscribe
from domain.services.exam.exam_offices import changing
from storage.connection import advisory_locks
from storage.models import Account, Organisation
from tests import town as cast
from tests.town import Town


async def test_only_a_city_or_the_province_changes_an_exam(town: Town) -> None:
    person = await town.application()
    for actor in (town.actor(cast.COUNTY), town.actor(cast.SCHOOL), town.applicant(person)):
        with pytest.raises(Forbidden):
            async with changing(actor):
                raise AssertionError('begun')
    for login in (cast.CITY, cast.PROVINCE):
        async with changing(town.actor(login)):
            pass
    await Account.filter(login=cast.CITY).update(enabled=False)
    with pytest.raises(SignedOut):
        async with changing(town.actor(cast.CITY)):
            raise AssertionError('begun')


async def test_the_pages_below_are_told_after_a_change_and_not_after_a_failed_one(town: Town) -> None:
    heard: list[Event] = []
    leave = subscribe(heard.append)
    city = town.actor(cast.CITY)

    async def fail() -> None:
        async with changing(city):
            await Organisation.filter(code=cast.CITY).update(name='x')
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert heard == []
    assert (await Organisation.get(code=cast.CITY)).name == '洛阳市'
    async with changing(city):
        assert heard == []
    leave()
    assert heard == [TicketsChanged(town.organisations[cast.CITY].path)]


async def test_each_office_has_its_turn_before_anything_is_changed(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[str] = []

    async def noted(name: str) -> None:
        turns.append(name)

    monkeypatch.setattr(advisory_locks, 'in_turn', noted)
    for number, login in enumerate((cast.CITY, cast.OTHER_CITY), start=1):
        async with changing(town.actor(login)):
            assert len(turns) == number
    assert turns == [f'seating:{town.organisations[login].id}' for login in (cast.CITY, cast.OTHER_CITY)]
