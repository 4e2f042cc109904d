"""R12 at its size: twenty windows of twenty people at work when the server is killed."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser

from tests.browser.server import Demonstration
from tests.browser.test_restart import USABLE, kill_under, server

__all__ = ['server']  # the fixture
WINDOWS = 20


def test_twenty_people_go_on_after_a_kill(
    chromium: Browser, server: Demonstration, figure: Callable[[str], None]
) -> None:
    started, took = kill_under(chromium, server, WINDOWS)
    figure(f'R12 {WINDOWS} pages: the last usable {took:.1f} s after the server answered, all texts kept')
    assert took <= USABLE
    assert started < 30
