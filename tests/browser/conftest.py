"""A demonstration server in a separate process, and Chromium windows of its users."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.server import Demonstration, demonstration
from tests.browser.signed_in import Sessions, signed_in
from tests.once import made_once
from tests.waiting import PATIENCE

CHROMIUM = Path(os.environ.get('CHROMIUM', '/usr/bin/chromium'))
PASSWORD = 'Demo@2026'
MILLISECONDS = PATIENCE * 1000  # whatever a page is to show or do may take so long
Window = Callable[..., Page]
expect.set_options(timeout=MILLISECONDS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope='session')
def chromium() -> Iterator[Browser]:
    """Debian's Chromium. Where all tools are required, a missing one is a failure."""
    if not CHROMIUM.exists():
        if os.environ.get('REQUIRE_ALL'):
            pytest.fail(f'{CHROMIUM} is missing')
        pytest.skip('Chromium is not installed')
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=[
                *('--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-sync'),
                *('--disable-gpu', '--js-flags=--max-lazy'),  # a twelfth less work: nobody looks, few scripts run twice
            ],
        )
        yield browser
        browser.close()


@pytest.fixture(scope='session')
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a demonstration that was built and stopped. Copy it before use."""

    def build(folder: Path) -> None:
        server = Demonstration(folder)
        server.start()
        server.stop()

    return made_once(tmp_path_factory, 'built', build) / 'data'


@pytest.fixture(scope='module')
def copied(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a fresh demonstration that is not running yet."""
    folder = tmp_path_factory.mktemp('demo')
    shutil.copytree(built, folder / 'data')
    return folder


@pytest.fixture(scope='module')
def waiting_sessions(copied: Path) -> Sessions:
    """Sessions of the offered accounts for which no window has been opened yet."""
    return signed_in(copied / 'data', PASSWORD)


@pytest.fixture(scope='module')
def demo(copied: Path, waiting_sessions: Sessions) -> Iterator[str]:
    """The address of the running demonstration."""
    with demonstration(copied) as address:
        yield address


@pytest.fixture
def window(chromium: Browser, demo: str, waiting_sessions: Sessions) -> Iterator[Window]:
    """Opens a window of an account of the demonstration: ``window('410327')``. Each has its own session.

    Without a login the window stays at the sign-in page; with a password it signs in there.
    """
    contexts = []

    def opened(
        login: str | None, path: str = '/', *, password: str | None = None, width: int = 1366, height: int = 768
    ) -> Page:
        context = chromium.new_context(
            viewport={'width': width, 'height': height}, locale='zh-CN', reduced_motion='reduce'
        )
        contexts.append(context)
        context.set_default_timeout(MILLISECONDS)
        page = context.new_page()
        if login and not password and waiting_sessions.get(login):
            context.add_cookies([{'name': 'kaohe', 'value': waiting_sessions[login].pop(), 'url': demo}])
            page.goto(demo + path)
            settle(page)
            return page
        page.goto(f'{demo}/sign-in')
        settle(page)
        if login is None:
            return page
        page.get_by_label('账号').fill(login)
        page.get_by_label('密码', exact=True).fill(password or PASSWORD)
        page.get_by_role('button', name='登录', exact=True).click()
        page.wait_for_url(lambda url: '/sign-in' not in url)
        settle(page)
        if path != '/':
            page.goto(demo + path)
            settle(page)
        return page

    yield opened
    for context in contexts:
        context.close()


def settle(page: Page) -> None:
    """Wait for the handshake of the page with its server: earlier clicks would be lost."""
    page.wait_for_function('window.did_handshake === true')
