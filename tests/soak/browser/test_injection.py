"""X1 at full size: every page of every kind of user."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser

import main
from pages.access import ADDRESSES, AddressKind
from tests.browser.injection import COLUMNS, FORM, TEXTS, walk
from tests.browser.server import Demonstration
from tests.browser.test_injection import poisoned, reviews
from tests.security.test_routes import ALLOWED

__all__ = ['poisoned']  # the fixture
PEOPLE = {'unit': '410327001001', 'department': '410327001000', 'county': '410327', 'reviewer': '410327-sh01'}
PEOPLE |= {'city': '410300', 'province': '410000'}


def test_no_page_of_anybody_runs_a_text(
    chromium: Browser, poisoned: Demonstration, figure: Callable[[str], None]
) -> None:
    main.register_pages()
    seen, taken = 0, list[str]()
    for who, login in PEOPLE.items():
        paths = [
            path
            for path, people in ALLOWED.items()
            if who in people.split() and '{' not in path and ADDRESSES[path].kind is AddressKind.SCREEN
        ]
        paths += [path.replace('/review/manual', '/applications') for path in reviews(poisoned)]
        paths += reviews(poisoned) if who in ('county', 'reviewer') else []
        opened, here = walk(chromium, poisoned.address, login, paths)
        seen, taken = seen + opened, taken + here
    assert taken == []
    figure(
        f'X1 {len(TEXTS)} injections in {sum(map(len, COLUMNS.values())) + len(FORM)} free texts, {seen} pages of '
        f'{len(PEOPLE)} kinds of people: 0 executions, 0 elements'
    )
