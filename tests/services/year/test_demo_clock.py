"""演示时钟: it moves the time for all, ends no session, and exists in a demonstration only."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import clock
from domain.errors import Forbidden, Invalid
from domain.events import Event, Resync, subscribe
from domain.services.access import sessions
from domain.services.year import demo_clock
from storage.models import Account, Session
from tests import town as cast
from tests.town import Town

DAY = timedelta(days=1)


@pytest.fixture
def movable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run as a demonstration."""
    monkeypatch.setattr(demo_clock, '_movable', False)
    demo_clock.allow()


async def test_a_real_clock_cannot_be_moved(town: Town) -> None:
    assert not demo_clock.movable()
    before = clock.now()
    with pytest.raises(Forbidden, match='演示系统'):
        await demo_clock.move(town.actor(cast.PROVINCE), before + DAY)
    with pytest.raises(Forbidden):
        await demo_clock.stops(town.actor(cast.PROVINCE))
    assert clock.now() - before < DAY


async def test_the_province_moves_it_on_and_nobody_is_signed_out(town: Town, movable: None) -> None:
    for login in (cast.PROVINCE, cast.SCHOOL):
        account = await Account.get(login=login)
        await sessions.find(await sessions.open_session(account, '', '', restricted=False))
    heard: list[Event] = []
    end = subscribe(heard.append)
    moment = clock.now() + 9 * DAY
    await demo_clock.move(town.actor(cast.PROVINCE), moment)
    end()
    assert moment <= clock.now() < moment + DAY
    assert Resync() in heard
    await sessions.sweep()
    keys = [row.key for row in await Session.all()]
    assert len(keys) == 2
    assert all(sessions.alive(key) for key in keys)


async def test_it_moves_only_forwards_within_a_limit_and_only_for_the_province(town: Town, movable: None) -> None:
    for moment in (clock.now() - DAY, clock.now() + 500 * DAY):
        with pytest.raises(Invalid):
            await demo_clock.move(town.actor(cast.PROVINCE), moment)
    with pytest.raises(Forbidden):
        await demo_clock.move(town.actor(cast.CITY), clock.now() + DAY)


async def test_the_stops_lie_ahead_in_their_order(town: Town, movable: None) -> None:
    stops = await demo_clock.stops(town.actor(cast.PROVINCE))
    assert [stop.at for stop in stops] == sorted(stop.at for stop in stops)
    assert all(stop.at > clock.now() for stop in stops)
    names = [stop.name for stop in stops]
    assert '考试（第一批）' in names
    assert '考试（第一批）结束' in names
    assert '网上报名' not in names
