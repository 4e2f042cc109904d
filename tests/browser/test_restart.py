"""R12: the server is killed while people type: soon after the restart they continue with their text."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import CHROMIUM, MILLISECONDS, PASSWORD, settle
from tests.browser.server import Demonstration
from tests.waiting import wait_until

AT_WORK = (
    'SELECT account.login, min(application.id), max(application.id) FROM application '
    "JOIN account ON account.organisation_id = application.holder_id AND account.role = 'admin' "
    "WHERE application.status = 'in_review' AND NOT application.senior AND account.password_hash <> '' "
    'GROUP BY account.login ORDER BY count(*) DESC'
)


@pytest.fixture
def server(built: Path, tmp_path: Path) -> Iterator[Demonstration]:
    one = Demonstration(tmp_path)
    shutil.copytree(built, one.data)
    one.start()
    yield one
    one.stop()


def test_a_typed_reason_survives_a_crash_of_the_server(
    chromium: Browser, server: Demonstration, figure: Callable[[str], None]
) -> None:
    back = kill_under(chromium, server, 1)
    figure(
        f'R12 1 page: usable {back.usable:.1f} s after the server answered, after {back.started:.1f} s; its text kept'
    )


@dataclass(frozen=True, slots=True)
class Back:
    """Seconds: until the server answered, then until the last page was usable, and processor time of browsers."""

    started: float
    usable: float
    browsers: float


def kill_under(chromium: Browser, server: Demonstration, count: int) -> Back:
    """Let ``count`` users type, kill the server, start it again and look for the typed texts."""
    pages = [_typing(chromium, server, login, number) for login, number in _at_work(server)[:count]]
    assert len(pages) == count
    wait_until(lambda: _drafts(server) == count, 'saving what was typed')
    for page in pages:
        page.evaluate('window.of_the_killed_server = true')
    server.kill()
    for page in pages:
        page.wait_for_function('!window.socket.connected')
    began = time.monotonic()
    server.start()
    started, computed = time.monotonic() - began, _browsers()
    for page in pages:
        page.wait_for_function('!window.of_the_killed_server && window.did_handshake === true', timeout=MILLISECONDS)
    back = Back(started, time.monotonic() - began - started, _browsers() - computed)
    for page in pages:
        page.keyboard.press('r')
        dialog = page.get_by_role('dialog')
        expect(dialog.get_by_label('原因')).to_have_value(_text(page))
        expect(dialog).to_contain_text('已恢复您上次填写的内容')
        page.context.close()
    return back


def _browsers() -> float:
    """Processor seconds used by all processes of Chromium so far."""
    spent = 0
    for stat in Path('/proc').glob('[0-9]*/stat'):
        with contextlib.suppress(OSError):  # it has ended
            name, _, rest = stat.read_text().rpartition(')')
            spent += sum(map(int, rest.split()[11:13])) if CHROMIUM.name in name else 0
    return spent / os.sysconf('SC_CLK_TCK')


def _at_work(server: Demonstration) -> list[tuple[str, int]]:
    """Pairs of a reviewer and an application in the queue, each only once."""
    with contextlib.closing(sqlite3.connect(server.data / 'kaohe.db')) as database:
        found = database.execute(AT_WORK).fetchall()
    return [(login, first) for login, first, _ in found] + [
        (login, last) for login, first, last in found if first != last
    ]


def _typing(chromium: Browser, server: Demonstration, login: str, number: int) -> Page:
    page = chromium.new_context(viewport={'width': 1366, 'height': 768}, locale='zh-CN').new_page()
    page.set_default_timeout(MILLISECONDS)
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
