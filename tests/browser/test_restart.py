"""R12: the server is killed while people type: soon after its start they go on, and what they typed is there."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PASSWORD, settle
from tests.browser.server import Demonstration

USABLE = 5  # seconds after the start, of the list of figures
SAVED = 20.0  # seconds for every text to reach the database, which each page does every second
AT_WORK = (
    'SELECT account.login, min(application.id), max(application.id) FROM application '
    "JOIN account ON account.organisation_id = application.holder_id AND account.role = 'admin' "
    "WHERE application.status = 'in_review' AND NOT application.senior AND account.password_hash <> '' "
    'GROUP BY account.login ORDER BY count(*) DESC'
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Demonstration]:
    one = Demonstration(tmp_path)
    one.start()
    yield one
    one.stop()


def test_a_typed_reason_outlives_the_server(
    chromium: Browser, server: Demonstration, figure: Callable[[str], None]
) -> None:
    started, took = kill_under(chromium, server, 1)
    figure(f'R12 1 page: usable {took:.1f} s after the server answered, which took {started:.1f} s; its text kept')
    assert took <= USABLE


def kill_under(chromium: Browser, server: Demonstration, count: int) -> tuple[float, float]:
    """Let ``count`` people type, kill the server, start it again and look for what they typed.

    Seconds until the server answered, and from then on until the last page could be used.
    """
    pages = [_typing(chromium, server, login, number) for login, number in _at_work(server)[:count]]
    assert len(pages) == count
    until = time.monotonic() + SAVED
    while _drafts(server) < count and time.monotonic() < until:
        pages[0].wait_for_timeout(200)
    assert _drafts(server) == count
    for page in pages:
        page.evaluate('window.of_the_killed_server = true')
    server.kill()
    pages[0].wait_for_timeout(1000)
    began = time.monotonic()
    server.start()
    started = time.monotonic() - began
    for page in pages:
        page.wait_for_function('!window.of_the_killed_server && window.did_handshake === true', timeout=30_000)
    took = time.monotonic() - began
    for page in pages:
        page.keyboard.press('r')
        dialog = page.get_by_role('dialog')
        expect(dialog.get_by_label('原因')).to_have_value(_text(page))
        expect(dialog).to_contain_text('已恢复您上次填写的内容')
        page.context.close()
    return started, took - started


def _at_work(server: Demonstration) -> list[tuple[str, int]]:
    """Pairs of an official and an application on the desk, nobody and nothing twice."""
    with contextlib.closing(sqlite3.connect(server.data / 'kaohe.db')) as database:
        found = database.execute(AT_WORK).fetchall()
    return [(login, first) for login, first, _ in found] + [
        (login, last) for login, first, last in found if first != last
    ]


def _typing(chromium: Browser, server: Demonstration, login: str, number: int) -> Page:
    page = chromium.new_context(viewport={'width': 1366, 'height': 768}, locale='zh-CN').new_page()
    page.set_default_timeout(20_000)
    page.goto(f'{server.address}/sign-in')
    settle(page)
    page.get_by_label('账号').fill(login)
    page.get_by_label('密码', exact=True).fill(PASSWORD)
    page.get_by_role('button', name='登录', exact=True).click()
    page.wait_for_url(lambda url: '/sign-in' not in url)
    page.goto(f'{server.address}/review/manual/{number}')
    settle(page)
    page.keyboard.press('r')
    page.get_by_role('dialog').get_by_label('原因').fill(_text(page))
    return page


def _text(page: Page) -> str:
    return f'证书照片不清晰，请重新上传（{page.url.rpartition("/")[2]}）'


def _drafts(server: Demonstration) -> int:
    with contextlib.closing(sqlite3.connect(server.data / 'kaohe.db')) as database:
        return int(database.execute('SELECT count(*) FROM draft_text').fetchone()[0])
