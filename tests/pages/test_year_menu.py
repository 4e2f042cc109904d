"""The header's menu of years leads to the same page of another year, or to 首页 where the page is about no year."""

from __future__ import annotations

import pytest
from nicegui import ui
from nicegui.testing import User

from components.frame.year_menu import YearMenu

pytestmark = pytest.mark.nicegui_main_file('')


@pytest.mark.parametrize(
    ('path', 'leads_to'),
    [
        ('/search?page=3&grades=2', '/search?year=2026'),
        ('/review/manual', '/review/manual?year=2026'),
        ('/payments/receipts?year=2026', '/payments/receipts?year=2026'),
        ('/applications/5', '/?year=2026'),
        ('/admin/units', '/?year=2026'),
    ],
)
async def test_another_year_is_chosen_for_the_same_page(user: User, path: str, leads_to: str) -> None:
    chosen: list[YearMenu] = []

    @ui.page('/')
    def page() -> None:
        chosen.append(YearMenu(2027, [2026, 2027]))

    await user.open('/')
    chosen[0].follow(path)
    assert chosen[0].leading_to(2026) == leads_to
    assert chosen[0].leading_to(2027) == leads_to.split('?', maxsplit=1)[0]
