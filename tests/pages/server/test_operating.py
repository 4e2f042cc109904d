"""What the operator sees: readiness, the figures and who may read them, and logs without personal data."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
from nicegui import ui
from nicegui.testing import User

from domain.errors import Forbidden, Refusal
from domain.rules.vocabulary import Act, Level
from domain.services.access import sign_in as signing
from domain.services.review.decisions import Opinion, decide
from pages import installed
from pages.server import logs, serving
from pages.server.health import healthz
from storage.connection.database import close_database
from storage.settings.config import Settings
from tests.pages.conftest import SignIn
from tests.town import COUNTY, Town

NUMBER, MOBILE = '410327198501010017', '13812345678'
PAGE = '2f1c7d0e-55aa-4c3b-9d7e-0123456789ab'


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """The log lines from now on, as JSON."""
    stream, root = io.StringIO(), logging.getLogger()
    before, level = root.handlers[:], root.level
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonFormatter())
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)


async def _figures(user: User, **headers: str) -> dict[str, float]:
    answer = await user.http_client.get('/metrics', headers=headers)
    assert answer.status_code == 200, answer.text
    pairs = (line.rsplit(' ', 1) for line in answer.text.splitlines() if not line.startswith('#'))
    return {name: float(value) for name, value in pairs}


async def test_the_figures_count_what_is_done(served: Town, user: User, sign_in: SignIn) -> None:
    application = await served.application(at=Level.COUNTY)
    before = await _figures(user)
    await decide(served.actor(COUNTY), application.id, Act.APPROVE, Opinion(), seen=application.version)
    with pytest.raises(Forbidden):
        await signing.sign_in(COUNTY, 'wrong', address='10.0.0.1')
    await sign_in(user, COUNTY)
    await user.open('/review/manual')
    await user.should_see('人工审核')
    after = await _figures(user)

    def risen(name: str) -> float:
        return after[name] - before.get(name, 0)

    assert risen('kaohe_acts_total{act="approve"}') == 1
    assert risen('kaohe_decision_seconds_count') == 1
    assert risen('kaohe_sign_in_failures_total') == 1
    assert risen('kaohe_sessions') == 1
    assert risen('kaohe_live_listeners') >= 1
    assert after['kaohe_backup_age_seconds'] == float('inf')
    assert after['kaohe_jobs_running'] == 0
    assert 'kaohe_database_errors_total' in after
    assert 'kaohe_open_pages' in after
    assert not [name for name in after if application.name in name or application.id_number in name]


@pytest.mark.parametrize('header', ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'])
async def test_a_request_forwarded_by_a_proxy_is_not_from_this_machine(served: Town, user: User, header: str) -> None:
    assert (await user.http_client.get('/metrics', headers={header: '127.0.0.1'})).status_code == 404


async def test_with_a_token_configured_only_its_holder_reads_the_figures(
    served: Town, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed, 'now', installed.Installed(metrics_token='a word'))
    for given in ('', 'Bearer another', 'a word'):
        assert (await user.http_client.get('/metrics', headers={'authorization': given})).status_code == 404
    assert await _figures(user, authorization='Bearer a word')


async def test_pages_have_more_time_when_all_reconnect_at_once(served: Town, user: User) -> None:
    assert ui.page('/any').response_timeout == serving.LATEST_PAGE


async def test_readiness_is_public(served: Town, user: User) -> None:
    assert (await user.http_client.get('/healthz')).json() == {'status': 'ok'}


async def test_readiness_follows_the_database(database: Settings) -> None:
    assert (await healthz()).status_code == 200
    await close_database()
    answer = await healthz()
    assert (answer.status_code, json.loads(answer.body)) == (503, {'status': 'unavailable'})


async def test_the_log_has_acts_and_requests_but_no_personal_data(
    served: Town, user: User, sign_in: SignIn, lines: io.StringIO
) -> None:
    application = await served.application(at=Level.COUNTY)
    await sign_in(user, COUNTY)
    cookie = user.http_client.cookies['kaohe']
    await user.http_client.get(f'/healthz?id={application.id_number}')
    await user.http_client.get(f'/review/manual?keyword={application.id_number}&mobile={MOBILE}')
    await user.http_client.get(f'/nowhere/{application.id_number}')
    await user.http_client.post(f'/_nicegui/client/{PAGE}/upload/1')
    await decide(served.actor(COUNTY), application.id, Act.APPROVE, Opinion(), seen=application.version)
    try:
        int(f'{application.id_number} {MOBILE} kaohe={cookie} {PAGE}')
    except ValueError:
        logging.getLogger('a library').warning('it broke on %s', {'cookie': f'kaohe={cookie}'}, exc_info=True)
    text = lines.getvalue()
    for secret in (application.id_number, MOBILE, cookie, PAGE, application.name):
        assert secret not in text
    entries = [json.loads(line) for line in text.splitlines()]
    assert all({'time', 'level', 'logger', 'message'} <= set(line) for line in entries)
    acts = [line for line in entries if line['message'] == 'act']
    assert {'act': 'approve', 'application': application.id}.items() <= acts[-1].items()
    requests = {(line['address'], line['status']) for line in entries if line['message'] == 'request'}
    assert {('/review/manual', 200), ('upload', 403)} <= requests
    assert ('unknown', 303) in requests or ('unknown', 404) in requests or ('unknown', 200) in requests
    assert '/healthz' not in {address for address, _ in requests}
    assert 'ValueError' in entries[-1]['trace']


async def test_a_refused_act_is_neither_counted_nor_logged(served: Town, user: User, lines: io.StringIO) -> None:
    application = await served.application(at=Level.UNIT)
    before = await _figures(user)
    with pytest.raises(Refusal):
        await decide(served.actor(COUNTY), application.id, Act.APPROVE, Opinion(), seen=application.version)
    after = await _figures(user)
    name = 'kaohe_acts_total{act="approve"}'
    assert after.get(name, 0) == before.get(name, 0)
    assert '"act"' not in lines.getvalue()


@pytest.mark.parametrize(
    'text',
    [
        f'身份证{NUMBER}已存在',
        f'sms to {MOBILE}',
        'Cookie: kaohe=Zk3_secret-token; dark=1',
        "{'cookie': '__Host-kaohe=Zk3_secret-token'}",
        'GET /ticket?ticket=Zk3_secret-token HTTP/1.1',
        f'client {PAGE} is gone',
        '[(b"cookie", b"kaohe=Zk3_secret-token")]',
        '/_nicegui_ws?client_id=Zk3_secret-token&x=1',
        'Authorization: Bearer Zk3_secret-token',
    ],
)
def test_a_line_is_masked_in_both_forms(text: str) -> None:
    record = logging.LogRecord('x', logging.INFO, __file__, 1, text, None, None)
    record.facts = {'note': text}
    for formatter in (logs.MaskingFormatter('%(message)s'), logs.JsonFormatter()):
        line = formatter.format(record)
        assert not any(secret in line for secret in (NUMBER, MOBILE, 'Zk3_secret-token', PAGE))


def test_facts_follow_a_readable_line() -> None:
    record = logging.LogRecord('x', logging.INFO, __file__, 1, 'act', None, None)
    record.facts = {'act': 'approve', 'application': 7}
    assert logs.MaskingFormatter('%(levelname)s %(message)s').format(record) == 'INFO act act=approve application=7'
