"""The documented nginx: TLS, sockets, one instance per session, and client addresses that browsers cannot forge."""

from __future__ import annotations

import secrets

import aiohttp

from storage.models import Session
from tests import town as cast
from tests.instances.pair import COOKIE, Pair, opened
from tests.instances.proxy import Front
from tests.waiting import until

QUEUE = '/review/manual'


async def test_every_session_stays_at_one_instance_and_all_are_used(
    pair: Pair, front: Front, http: aiohttp.ClientSession
) -> None:
    cookies = [f'dark=1; {COOKIE}={secrets.token_urlsafe(32)}' for _ in range(16)]
    for cookie in cookies * 3:
        async with http.get(f'{front.base}/healthz', headers={'Cookie': cookie}) as answer:
            assert answer.status == 200
    places: dict[str, set[str]] = {}
    for instance, cookie in front.passed():
        if cookie in cookies:
            places.setdefault(cookie, set()).add(instance)
    assert [len(places[cookie]) for cookie in cookies] == [1] * len(cookies)
    assert len(set.union(*places.values())) == len(pair.servers)


async def test_pages_and_their_sockets_work_and_receive_each_others_events(
    pair: Pair, front: Front, http: aiohttp.ClientSession
) -> None:
    windows = [await opened(front.base, http, pair.cookie(cast.COUNTY_REVIEWER), QUEUE) for _ in range(3)]
    row = pair.waiting.pop(0)
    deciding = await opened(front.base, http, pair.cookie(cast.COUNTY), f'{QUEUE}/{row}')
    for window in windows:
        window.expect([f'待审核 {window.waiting - 1} 人', '已通过'])
    await deciding.press('通过')
    await until(lambda: all(window.is_told() for window in windows), 'the decision on all screens')
    for window in (*windows, deciding):
        await window.close()


async def test_outside_addresses_are_https_and_the_clients_are_the_browsers(
    pair: Pair, front: Front, http: aiohttp.ClientSession, inside: None
) -> None:
    forged = {'X-Forwarded-For': '10.9.9.9', 'X-Forwarded-Host': 'elsewhere', 'Cookie': pair.cookie(cast.COUNTY)}
    async with http.get(f'{front.base}/', headers=forged) as page:
        assert page.status == 200
        assert page.headers['strict-transport-security'].startswith('max-age=')
    async with http.get(f'{front.base}/metrics') as answer:
        assert answer.status == 404
    foreign = {'Origin': 'https://elsewhere.example', 'Cookie': forged['Cookie']}
    async with http.get(f'{front.base}/', headers=foreign) as answer:
        assert answer.status == 403
    assert not await Session.filter(address='10.9.9.9').exists()
