"""After a gap in the events the open pages load their content again, without moving rows."""

from __future__ import annotations

import pytest
from nicegui import ui
from nicegui.testing import User

from components.frame import live
from domain import events
from domain.events import Changed, Event, Resync
from domain.rules.vocabulary import Act, Level
from domain.services import instances
from domain.services.access import sessions
from domain.services.review.decisions import Opinion, decide
from pages.reviewer.review.desk_news import TAKEN
from storage.models import Session
from tests import town as cast
from tests.pages.conftest import SignIn
from tests.pages.settled import settled
from tests.town import Town


@pytest.fixture(autouse=True)
def deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Listen to no other process: where that begins a Resync comes, at a moment of its own."""

    async def nothing() -> None: ...

    monkeypatch.setattr(instances, 'keep_listening', nothing)


async def unheard(town: Town, login: str, application_id: int, seen: int) -> None:
    """A decision without its event: as if made by another process while the connection was lost."""
    quiet, events._subscribers[:] = list(events._subscribers), []
    try:
        await decide(town.actor(login), application_id, Act.APPROVE, Opinion(), seen=seen)
    finally:
        events._subscribers[:] = quiet


async def test_a_queue_greys_out_departures_and_announces_arrivals(served: Town, user: User, sign_in: SignIn) -> None:
    left, stays = await served.application(at=Level.COUNTY), await served.application(at=Level.COUNTY)
    below = [await served.application(at=Level.DEPARTMENT) for _ in range(2)]
    await sign_in(user, cast.COUNTY)
    await user.open('/review/manual')
    await user.should_see('待审核 2 人')
    await unheard(served, cast.COUNTY_REVIEWER, left.id, left.version)
    for one in below:
        await unheard(served, cast.DEPARTMENT, one.id, one.version)
    await settled()
    await user.should_see('待审核 2 人')
    events.publish(Resync())
    await user.should_see('待审核 3 人')
    await user.should_see('新到 2 条')
    rows = {row['id']: row for row in user.find(ui.table).elements.pop().rows}
    assert list(rows) == [left.id, stays.id]  # nothing moved
    assert (rows[left.id]['_class'], rows[left.id]['status']) == ('gone', TAKEN)
    assert rows[stays.id]['_class'] == ''
    events.publish(Resync())  # a second gap without news changes nothing
    await settled()
    await user.should_see('新到 2 条')
    user.find(kind=ui.button, content='新到 2 条').click()
    await user.should_not_see('新到 2 条')


async def test_a_review_page_shows_that_it_is_outdated(served: Town, user: User, sign_in: SignIn) -> None:
    application = await served.application(at=Level.COUNTY)
    await sign_in(user, cast.COUNTY)
    await user.open(f'/review/manual/{application.id}')
    await user.should_see('通过后提交至')
    events.publish(Resync())
    await settled()
    await user.should_not_see('本页内容已不是最新')
    await unheard(served, cast.COUNTY_REVIEWER, application.id, application.version)
    events.publish(Resync())
    await user.should_see('本页内容已不是最新')


async def test_a_session_that_ended_during_the_gap_is_noticed(served: Town, user: User, sign_in: SignIn) -> None:
    key = await sign_in(user, cast.COUNTY)
    await user.open('/review/manual')
    await Session.filter(key=key).delete()
    assert sessions.alive(key)
    events.publish(Resync())
    await settled()
    assert not sessions.alive(key)


async def test_every_page_is_notified_of_a_gap_and_asks_which_rows_it_affects() -> None:
    change = Changed(7, Act.APPROVE, '0001', 1, 2, None, False, 2, 3, '', '')  # type: ignore[arg-type]
    gap: tuple[Event, ...] = (Resync(), change)
    assert live.News((change,)).touching({7, 8}) == {7}
    assert live.News(gap).touching({7, 8}) == {7, 8}
    assert (live.News(gap).missed, live.News((change,)).missed) == (True, False)
