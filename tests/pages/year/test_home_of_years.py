"""首页 of a past year shows the windows of that year, and that of the current one what is open or ahead anywhere."""

from __future__ import annotations

from nicegui.testing import User

from domain.rules.vocabulary import WindowKind
from storage.models import Window
from tests import town as cast
from tests.pages.conftest import SignIn
from tests.pages.settled import settled
from tests.town import Town
from tests.years import THEN, turn_the_year, window

ADDRESS = f'/?year={THEN}'


async def test_a_past_year_shows_what_is_open_in_it_and_not_in_another(
    served: Town, user: User, sign_in: SignIn
) -> None:
    await turn_the_year()  # the new year registers until 30 days from now
    await Window.filter(year_id=1).delete()
    await window(1, WindowKind.EXAM, 5, 6)
    await sign_in(user, cast.COUNTY)
    await user.open(ADDRESS)
    await user.should_see(f'{THEN}年 考试')
    await user.should_not_see('还有 29 天')
    await user.open('/')
    await user.should_see(f'{THEN}年 考试')
    await user.should_see('还有 29 天')


async def test_a_finished_year_shows_its_windows_as_over(served: Town, user: User, sign_in: SignIn) -> None:
    await turn_the_year()
    await Window.filter(year_id=1).delete()
    await window(1, WindowKind.EXAM, -6, -5)
    await sign_in(user, cast.COUNTY)
    await user.open(ADDRESS)
    await user.should_see(f'{THEN}年 考试')
    await user.should_see('已结束')
    await user.open('/')
    await user.should_not_see('已结束')


async def test_a_past_year_without_windows_says_that_none_were_announced(
    served: Town, user: User, sign_in: SignIn
) -> None:
    await turn_the_year()
    await Window.filter(year_id=1).delete()
    await settled()
    await sign_in(user, cast.COUNTY)
    await user.open(ADDRESS)
    await user.should_see('尚未公布时间节点')
