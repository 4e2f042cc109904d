"""The pages say how long a window is open that ends at 23:59 or at 24:00, through its last minute."""

from __future__ import annotations

from datetime import timedelta

import pytest
from nicegui.testing import User

from domain import clock
from domain.services.year import years
from storage.models import Window
from tests import town as cast
from tests.pages.conftest import SignIn
from tests.town import Town


@pytest.mark.parametrize('minutes', [0, 1], ids=['until 23:59', 'until 24:00'])
async def test_the_last_day_and_the_last_minute_are_shown(
    served: Town, user: User, sign_in: SignIn, time_stands: None, minutes: int
) -> None:
    first, last = clock.today(), clock.today() + timedelta(days=2)
    end = clock.at(last.year, last.month, last.day, 23, 59)
    opens_at = clock.at(first.year, first.month, first.day)
    await Window.all().update(opens_at=opens_at, closes_at=end + timedelta(minutes=minutes))
    years.forget()
    clock.move_to(end + timedelta(seconds=1))
    await sign_in(user, cast.COUNTY)
    await user.open('/')
    await user.should_see(f'{first.month}.{first.day} – {last.month}.{last.day}')
    await user.should_see('还有 1 分钟')
    await user.open('/review/manual')
    await user.should_see('，还有 1 分钟')
    await user.open('/payments/dues')
    await user.should_see('，还有 1 分钟')
