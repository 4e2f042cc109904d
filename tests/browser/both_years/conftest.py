"""The running installation, and one lasting Chromium window for each of its people."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.conftest import MILLISECONDS, settle
from tests.browser.server import Demonstration
from tests.waiting import PATIENCE

PROGRAM = ('-m', 'tests.browser.both_years.installation')


@dataclass(frozen=True)
class Printed:
    """A file as a browser got it."""

    name: str
    content: bytes


@dataclass
class Desks:
    """The windows of all people, kept open while the years go by.

    ``people``: whom the journey met, by a short name; ``kept``: what could only be printed at its time, by its title;
    ``subjects``: of the grades that an office examines.
    """

    browser: Browser
    address: str
    database: Path
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    kept: dict[str, Printed] = field(default_factory=dict)
    subjects: dict[str, list[str]] = field(default_factory=dict)
    _pages: dict[str, Page] = field(default_factory=dict)

    def of(self, login: str, path: str | None = None) -> Page:
        """The window of this account, at ``path``; the first time with a session opened for it."""
        page = self._pages.get(login)
        if page is None:
            page = self.blank(login)
            token = self.bulk('session', login=login)['token']
            page.context.add_cookies([{'name': 'kaohe', 'value': token, 'url': self.address}])
            path = path or '/'
        if path is not None:
            page.goto(self.address + path)
            settle(page)
        return page

    def name(self, who: str) -> str:
        """The name of somebody the journey met."""
        return str(self.people[who]['name'])

    def phone(self, who: str, path: str) -> Page:
        """The window of an applicant."""
        return self.of(str(self.people[who]['login']), path)

    def blank(self, login: str) -> Page:
        """A new window of this account, without a session yet."""
        context = self.browser.new_context(
            viewport={'width': 1366, 'height': 768}, locale='zh-CN', reduced_motion='reduce'
        )
        context.set_default_timeout(MILLISECONDS)
        self._pages[login] = context.new_page()
        return self._pages[login]

    def bulk(self, act: str, **given: object) -> dict[str, Any]:
        """What ``tests.browser.both_years.bulk`` offers. Raises HTTPError for a refusal."""
        with urllib.request.urlopen(f'{self.address}/bulk/{act}?{urlencode(given)}', timeout=PATIENCE) as answer:
            return dict(json.load(answer))

    def close(self) -> None:
        """Close every window."""
        for page in self._pages.values():
            page.context.close()


def fetched(page: Page, button: Locator) -> Printed:
    """The file that this button makes."""
    with page.expect_download() as coming:
        button.click()
    return Printed(coming.value.suggested_filename, coming.value.path().read_bytes())


@pytest.fixture(scope='module')
def desks(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    """An installation in the first minute of its life."""
    folder = tmp_path_factory.mktemp('installation')
    server = Demonstration(folder, program=PROGRAM)
    try:
        server.start()
        windows = Desks(chromium, server.address, folder / 'data' / 'kaohe.db')
        yield windows
        windows.close()
    finally:
        server.stop()
