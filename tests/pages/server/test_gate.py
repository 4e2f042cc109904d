"""The gate in front of pages, uploads and sockets."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from httpx import AsyncClient
from nicegui import Client, core, ui
from nicegui.testing import User

from domain import clock, events
from domain.errors import NotFound
from domain.events import SessionsEnded
from domain.rules.actor import Actor
from domain.services.access import sessions
from domain.services.access import sign_in as service
from domain.services.limits import RateLimit
from pages import access
from pages.access import ADDRESSES, AddressKind, Anyone, County, screen
from pages.server import gate, logs, session_guard
from tests import town as cast
from tests.pages.conftest import SignIn
from tests.pages.settled import settled
from tests.town import Town


@pytest.fixture
def web(served: Town, user: User) -> AsyncClient:
    """Plain requests to the running application."""
    return user.http_client


async def test_nothing_but_public_addresses_opens_without_a_session(web: AsyncClient) -> None:
    for path in (
        '/',
        '/profile',
        '/search',
        '/nothing/at/all',
        '/password',
        '/review/manual/1',
        '/docs',
        '/openapi.json',
    ):
        answer = await web.get(path)
        assert (answer.status_code, answer.headers['location'].split('?')[0]) == (303, '/sign-in'), path
    assert (await web.get('/healthz')).json() == {'status': 'ok'}
    assert (await web.get('/sign-in')).status_code == 200
    assert {path for path, address in ADDRESSES.items() if address.audience is Anyone} >= {'/healthz', '/sign-in'}


async def test_foreign_hosts_origins_and_methods_are_refused(web: AsyncClient) -> None:
    assert (await web.get('/sign-in', headers={'host': 'evil.example'})).status_code == 403
    assert (await web.get('/sign-in', headers={'origin': 'http://evil.example'})).status_code == 403
    assert (await web.get('/sign-in', headers={'origin': 'http://test'})).status_code == 200
    assert (await web.post('/', content=b'x')).status_code == 405
    assert (await web.get('/_nicegui_ws/socket.io/?EIO=4&transport=polling')).status_code == 403


async def test_a_prefix_chosen_by_the_client_reaches_no_page(web: AsyncClient) -> None:
    answer = await web.get('/sign-in', headers={'x-forwarded-prefix': '//evil.example'})
    assert 'evil.example' not in answer.text


async def test_every_script_of_a_page_has_the_nonce_of_its_policy(web: AsyncClient) -> None:
    answer = await web.get('/sign-in')
    policy = answer.headers['content-security-policy']
    nonce = policy.split("'nonce-")[1].split("'")[0]
    own = re.findall(r'<script src="/[^"]+"></script>', answer.text)  # a file of ours needs no nonce: 'self'
    assert answer.text.count('<script') - len(own) == answer.text.count(f'<script nonce="{nonce}"') > 3
    assert "'unsafe-inline'" not in policy.split('script-src')[1].split(';')[0]
    assert nonce not in (await web.get('/sign-in')).text
    assert (answer.headers['cache-control'], answer.headers['x-content-type-options']) == ('no-store', 'nosniff')


async def test_a_page_in_a_loop_is_rationed(web: AsyncClient, stopped_clock: None) -> None:
    codes = [(await web.get('/sign-in')).status_code for _ in range(70)]
    assert codes == [200] * 60 + [429] * 10


async def test_uploads_need_the_session_of_their_page_and_have_a_size_limit(
    served: Town, user: User, sign_in: SignIn
) -> None:
    screen('/test-upload', title='上传', audience=County)(lambda actor: ui.upload().classes(actor.role))
    await sign_in(user, cast.COUNTY)
    try:
        client = await user.open('/test-upload')
    finally:
        del ADDRESSES['/test-upload']
    upload = next(element for element in client.elements.values() if isinstance(element, ui.upload))
    url, web = str(upload.props['url']), user.http_client
    small = {'file': ('a.txt', b'x' * 100)}
    assert (await web.post(url, files=small)).status_code == 200
    assert (await web.post(url, files={'file': ('a.txt', b'x' * (gate.UPLOAD + 1))})).status_code == 413
    assert (await web.post(url, files=small, headers={'origin': 'http://evil.example'})).status_code == 403
    web.cookies.clear()
    assert (await web.post(url, files=small)).status_code == 403


async def test_a_forbidden_page_is_answered_403_and_an_unknown_one_404(
    served: Town, user: User, sign_in: SignIn
) -> None:
    def missing(actor: Actor, number: int) -> None:
        raise NotFound('该申报')

    screen('/test-county', title='县区', audience=County)(lambda actor: ui.label(f'只给县区：{actor.name}'))
    screen('/test-missing/{number}', title='缺', audience=County)(missing)
    try:
        await sign_in(user, cast.SCHOOL)
        refused = await user.http_client.get('/test-county')
        assert refused.status_code == 403
        assert '此页面只对县区及以上管理员开放' in refused.text
        await sign_in(user, cast.COUNTY)
        codes = {path: (await user.http_client.get(path)).status_code for path in (
            '/test-county', '/test-missing/1', '/test-missing/one', '/test-missing/1/2', '/nothing')}  # fmt: skip
    finally:
        for path in ('/test-county', '/test-missing/{number}'):
            del ADDRESSES[path]
    assert list(codes.values()) == [200, 404, 404, 404, 404]


@pytest.fixture
async def pressed(served: Town, user: User, sign_in: SignIn) -> dict[str, Any]:
    """A page with a button, the message that presses it, and the number of presses."""
    counts = {'n': 0}

    def build(actor: Actor) -> None:
        def press() -> None:
            counts['n'] += 1

        with ui.element('div') as hidden:
            ui.button('deep', on_click=press)
        hidden.visible = False
        ui.button('press', on_click=press)

    screen('/test-press', title='按', audience=County)(build)
    key = await sign_in(user, cast.COUNTY)
    try:
        client = await user.open('/test-press')
    finally:
        del ADDRESSES['/test-press']
    client._socket_to_document_id['own'] = 'document'
    button, deep = (_button(client, text) for text in ('press', 'deep'))
    return {
        'counts': counts,
        'client': client,
        'key': key,
        'message': _click(client, button),
        'deep': _click(client, deep),
    }


def _button(client: Client, text: str) -> ui.button:
    return next(one for one in client.elements.values() if isinstance(one, ui.button) and one.text == text)


def _click(client: Client, button: ui.button) -> dict[str, Any]:
    listener = next(iter(button._event_listeners.values()))
    return {'client_id': client.id, 'id': button.id, 'listener_id': listener.id, 'args': ['{}']}


def send(sid: str, message: Any, name: str = 'event') -> None:
    core.sio.handlers['/'][name](sid, dict(message) if isinstance(message, dict) else message)


async def test_a_socket_acts_only_for_its_own_page(pressed: dict[str, Any]) -> None:
    send('own', pressed['message'])
    assert pressed['counts'] == {'n': 1}
    send('stranger', pressed['message'])
    send('own', pressed['deep'])
    assert pressed['counts'] == {'n': 1}


async def test_forged_messages_change_nothing_and_leave_no_traceback(
    pressed: dict[str, Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(session_guard, '_rates', RateLimit(per_second=1e9, burst=10**9))
    dice, good = random.Random(5), pressed['message']
    odd: tuple[Any, ...] = (
        None,
        0,
        -1,
        1.5,
        float('nan'),
        True,
        '',
        'x' * 1_000_000,
        [],
        {},
        [[]],
        {'a': {}},
        b'\xff',
        '{',
        ['{'],
        [1],
        ['1'] * 99,
    )
    for _ in range(10_000):
        forged: Any = dict(good)
        for field in dice.sample(sorted(good), dice.randint(1, 3)):
            forged[field] = dice.choice(odd)
        forged = dice.choice((forged, forged, forged, dice.choice(odd)))
        if isinstance(forged, dict) and {**forged, 'args': 0} == {**good, 'args': 0}:
            continue  # only the arguments differ, and this button has no use for any
        send(dice.choice(('own', 'stranger', '')), forged, dice.choice(('event', 'ack', 'log', 'javascript_response')))
    assert pressed['counts'] == {'n': 0}
    assert not [record for record in caplog.records if record.exc_info or record.levelname in ('WARNING', 'ERROR')]


async def test_more_than_the_rate_is_dropped(pressed: dict[str, Any], stopped_clock: None) -> None:
    session_guard._rates._buckets.clear()
    for _ in range(200):
        send('own', pressed['message'])
    assert pressed['counts']['n'] == 60


async def test_after_the_end_of_the_session_events_are_ignored_and_the_page_is_left(pressed: dict[str, Any]) -> None:
    opened: list[str] = []
    client: Client = pressed['client']
    client.open = opened.append  # type: ignore[assignment,method-assign]
    await service.sign_out(pressed['key'])
    send('own', pressed['message'])
    assert pressed['counts'] == {'n': 0}
    await settled()
    assert opened[0].startswith('/sign-in?next=/test-press')
    assert client.id not in Client.instances


async def test_twenty_times_five_causes_of_revocation_block_the_next_event(pressed: dict[str, Any]) -> None:
    for _ in range(100):
        sessions._known[pressed['key']] = sessions.Known(1, False, *[clock.now()] * 3)
        assert sessions.alive(pressed['key'])
        events.publish(SessionsEnded((pressed['key'],)))
        send('own', pressed['message'])
    assert pressed['counts'] == {'n': 0}


async def test_a_socket_of_another_session_gets_the_answer_of_a_deleted_page(pressed: dict[str, Any]) -> None:
    reached: list[bytes] = []

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        reached.append(scope['query_string'])

    closed: list[Any] = []

    async def nothing() -> dict[str, str]:
        return {'type': 'websocket.connect'}

    async def note(message: Any) -> None:
        closed.append(message)

    guarded = gate.Gate(inner, hosts=['test'], cookie='kaohe')
    query = f'client_id={pressed["client"].id}&EIO=4'.encode()
    scope = {'type': 'websocket', 'path': '/_nicegui_ws/socket.io/', 'query_string': query}
    await guarded({**scope, 'headers': [(b'host', b'test'), (b'cookie', b'kaohe=stolen')]}, nothing, note)
    await guarded({**scope, 'headers': [(b'host', b'test'), (b'origin', b'http://evil.example')]}, nothing, note)
    assert reached == [b'client_id=gone&EIO=4&implicit_handshake=true']
    assert closed == [{'type': 'websocket.close', 'code': 1008}]


def test_logs_name_nobody() -> None:
    line = '41032719780615101X 13812345678 kaohe=abc_-1 ?ticket=xyz 0b5d0c1e-7d2b-4b1a-9c6e-0a1b2c3d4e5f 共 1234567 条'
    assert logs.masked(line) == '410327********101X 138****5678 kaohe=… ?ticket=… … 共 1234567 条'


def test_screens_name_their_kind() -> None:
    assert all(address.kind in AddressKind and address.audience.label for address in ADDRESSES.values())
    assert access.at('/review/manual/17/') is access.at('/review/manual/17')
