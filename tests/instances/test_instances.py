"""Events of one process reach the screens of the other at once, and none is lost when the connection is cut."""

from __future__ import annotations

import json
import time
from urllib.parse import quote

import aiohttp
import asyncpg

from domain.services.access import sessions, sign_in
from pages.reviewer.review.desk_news import TAKEN
from storage.models import Account, Application, Session
from tests import town as cast
from tests.bench.figures import percentile
from tests.bench.live_bench import rows_of
from tests.instances.pair import COOKIE, PASSWORD, Pair, opened
from tests.waiting import until

QUEUE = '/review/manual'
AGENT = 'a browser of the tests'
DECISIONS, REVOCATIONS = 10, 3


def figures(what: str, values: list[float]) -> None:
    middle, most = percentile(values, 0.5), percentile(values, 0.95)
    print(f'\n{what}: p50 {middle * 1000:.0f} ms, p95 {most * 1000:.0f} ms, max {max(values) * 1000:.0f} ms')


async def test_a_decision_in_one_is_on_the_screens_of_the_other(pair: Pair, http: aiohttp.ClientSession) -> None:
    bases = [server.base for server in pair.servers]
    watching = [await opened(base, http, pair.cookie(cast.COUNTY_REVIEWER), QUEUE) for base in bases]
    cookies = [pair.cookie(cast.COUNTY) for _ in bases]
    here, there = [], []
    for turn in range(DECISIONS):
        row, own, other = pair.waiting.pop(0), watching[turn % 2], watching[1 - turn % 2]
        deciding = await opened(bases[turn % 2], http, cookies[turn % 2], f'{QUEUE}/{row}')
        for window in watching:
            window.expect([f'待审核 {window.waiting - 1} 人', '已通过'])
        began = time.monotonic()
        await deciding.press('通过')
        await until(lambda: all(window.is_told() for window in watching), 'the decision on both screens')
        here.append(own.came_at - began)
        there.append(other.came_at - began)
        await deciding.close()
    for window in watching:
        await window.close()
    figures('one decision, from the click to a page of the same process', here)
    figures('one decision, from the click to a page of the other process', there)


async def test_both_instances_show_who_is_looking_at_an_application(pair: Pair, http: aiohttp.ClientSession) -> None:
    first, second = (server.base for server in pair.servers)
    watching = await opened(second, http, pair.cookie(cast.COUNTY_REVIEWER), QUEUE)
    row = rows_of(watching)[-1]  # no earlier decision opened this row for anybody
    watching.expect(['正在审核'])
    looking = await opened(first, http, pair.cookie(cast.COUNTY), f'{QUEUE}/{row}')
    await until(watching.is_told, 'that somebody looks at it')
    for window in (watching, looking):
        await window.close()


async def test_a_sign_in_at_one_instance_can_be_used_once_at_the_other(pair: Pair, http: aiohttp.ClientSession) -> None:
    first, second = (server.base for server in pair.servers)
    entrance = await opened(first, http, '', '/sign-in')
    number, form = next((n, one) for n, one in entrance.elements.items() if one['tag'] == 'form')
    listener = next(event['listener_id'] for event in form['events'] if event['type'].startswith('submit'))
    typed = [json.dumps(cast.COUNTY), json.dumps(PASSWORD)]
    await entrance._emit('event', id=int(number), listener_id=listener, args=typed)
    await until(lambda: entrance.said('ticket='), 'the sign-in')
    said = next(data for data in entrance.heard if 'ticket=' in data)
    address = said[said.index('/sign-in/finish') :].split('"', 1)[0]
    answers = [await http.get(base + address, allow_redirects=False) for base in (second, first)]
    assert [answer.headers['location'] for answer in answers] == ['/', '/sign-in']
    given = answers[0].headers['set-cookie']
    assert given.startswith(f'{COOKIE}=')
    assert 'Secure' in given
    for base in (first, second):
        async with http.get(f'{base}/', headers={'Cookie': given.split(';')[0]}, allow_redirects=False) as page:
            assert page.status == 200
    await entrance.close()


async def test_a_session_that_ends_in_one_instance_is_over_in_the_other(
    pair: Pair, http: aiohttp.ClientSession, inside: None
) -> None:
    first, second = (server.base for server in pair.servers)
    account, left = await Account.get(login=cast.COUNTY_SECOND), list[float]()
    for _ in range(REVOCATIONS):
        row, cookie = pair.waiting[0], pair.cookie(cast.COUNTY_SECOND)
        page = await opened(second, http, cookie, f'{QUEUE}/{row}')
        before = (await Application.get(id=row)).version
        ticket = await sign_in.ticket_for(account, restricted=False, address='127.0.0.1', agent=AGENT)
        page.expect(['/sign-in?next='])
        ending = http.get(
            f'{first}/sign-in/finish?ticket={quote(ticket)}', headers={'Cookie': cookie, 'User-Agent': AGENT},
            allow_redirects=False,
        )  # fmt: skip
        began = time.monotonic()
        async with ending as answer:
            assert answer.headers['location'] == '/'
        await page.press('通过')  # at once: too late
        await until(page.is_told, 'leaving the page')
        left.append(page.came_at - began)
        assert (await Application.get(id=row)).version == before
        await page.close()
    figures('one revocation, from the request to the page of the other process', left)


async def test_events_missed_while_disconnected_are_read_again(
    pair: Pair, http: aiohttp.ClientSession, inside: None, administrator: asyncpg.Connection
) -> None:
    first, second = (server.base for server in pair.servers)
    row, name = pair.waiting.pop(0), str(pair.settings.database).rpartition('/')[2]
    watching = await opened(second, http, pair.cookie(cast.COUNTY_REVIEWER), QUEUE)
    reading = await opened(second, http, pair.cookie(cast.COUNTY_REVIEWER), f'{QUEUE}/{row}')
    ending = pair.cookie(cast.COUNTY_SECOND)
    leaving = await opened(second, http, ending, '/')
    deciding = await opened(first, http, pair.cookie(cast.COUNTY), f'{QUEUE}/{row}')
    await until(lambda: _ears(administrator, name), 'the ears of both')
    watching.expect([f'待审核 {watching.waiting - 1} 人', TAKEN])
    reading.expect(['本页内容已不是最新'])
    leaving.expect(['/sign-in'])
    # No new connections are accepted now, so listening stays cut; the pools' connections still work.
    await administrator.execute(f'ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false')
    cut = await administrator.fetch(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity '
        "WHERE datname = $1 AND application_name = 'kaohe listens'",
        name,
    )
    await deciding.press('通过')
    await until(lambda: deciding.said('：通过'), 'the decision')
    await Session.filter(key=sessions.digest(ending.split('=', 1)[1])).delete()
    async with http.get(f'{second}/healthz') as answer:  # it is well, and has heard nothing
        assert answer.status == 200
    assert (watching.is_told(), reading.is_told()) == (False, False)
    await administrator.execute(f'ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true')
    began = time.monotonic()
    await until(lambda: watching.is_told() and reading.is_told() and leaving.is_told(), 'catching up')
    print(f'\nall pages caught up {time.monotonic() - began:.2f} s after the line was there again')
    assert len(cut) == 2
    for window in (watching, reading, deciding):
        await window.close()


async def _ears(administrator: asyncpg.Connection, name: str) -> bool:
    """Whether both servers listen."""
    listening = await administrator.fetchval(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = $1 AND application_name = 'kaohe listens'", name
    )
    return bool(listening == 2)
