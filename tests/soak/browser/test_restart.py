"""R12 at full size: twenty windows of twenty users at work when the server is killed."""

from __future__ import annotations

import os
from collections.abc import Callable

from playwright.sync_api import Browser

from tests.browser.server import Demonstration
from tests.browser.test_restart import kill_under, server

__all__ = ['server']  # the fixture
WINDOWS, USABLE = 20, 5  # USABLE: seconds after the start, from the list of figures


def test_twenty_people_go_on_after_a_kill(
    chromium: Browser, server: Demonstration, figure: Callable[[str], None]
) -> None:
    back, cores = kill_under(chromium, server, WINDOWS), len(os.sched_getaffinity(0))
    drawing = back.browsers / cores  # users have machines of their own; here all windows share the server's
    figure(
        f'R12 {WINDOWS} pages: the last usable {back.usable:.1f} s after the server answered, of which the windows '
        f'themselves kept all {cores} cores for {drawing:.1f} s; all texts kept'
    )
    assert back.usable - drawing <= USABLE
    assert back.started < 30
