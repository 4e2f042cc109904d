"""The dialog that finds one of many words finds it as it is typed or pasted."""

from __future__ import annotations

import pytest
from nicegui import ui
from nicegui.testing import User

from components.forms.picker import Picker
from tests.pages.settled import settled

pytestmark = pytest.mark.nicegui_main_file('')

TRADES = {'0101': '汽车驾驶员（大型）', '0102': '车工', '1101': '电工'}


@pytest.mark.parametrize(('typed', 'name'), [
    ('驾驶员(大', '汽车驾驶员（大型）'), (' 驾驶员（大\u200b', '汽车驾驶员（大型）'), ('\u2ecb\u2f2f', '车工'),
    ('电 工', '电工'),
])  # fmt: skip
async def test_a_word_is_found_in_any_form(user: User, typed: str, name: str) -> None:
    @ui.page('/picker')
    def page() -> None:
        Picker('工种', TRADES, '', lambda _value: None)

    await user.open('/picker')
    user.find(ui.button).click()
    await user.should_see('车工')
    user.find(ui.input).elements.pop().set_value(typed)
    await settled()
    await user.should_see(name)
    for other in set(TRADES.values()) - {name}:
        await user.should_not_see(other)
