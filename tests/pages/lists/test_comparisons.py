"""去年同期 on 信息统计 and 首页: beside the numbers, in the workbook, live, and nowhere without a last year."""

from __future__ import annotations

import io

from nicegui.testing import User
from python_calamine import CalamineWorkbook

from domain.demo.applications.forms import YEAR
from domain.rules.vocabulary import Act, Level, Status
from domain.services.review.decisions import Opinion, decide
from tests import town as cast
from tests.pages.conftest import SignIn
from tests.pages.settled import settled
from tests.services.lists.test_comparisons import last_year, lived
from tests.town import Town

PATH = '/statistics'


async def two_years(town: Town) -> None:
    """That day of last year two had submitted, one of them approved; today three have, one of them approved."""
    await last_year()
    await lived(town, -4, at=Status.APPROVED)
    await lived(town, -4)
    await lived(town, 2, at=Status.APPROVED)
    for at in (Status.APPROVED, Level.COUNTY, Level.UNIT, Status.DRAFT):
        await town.application(at=at)


async def test_the_statistics_say_how_it_stood_a_year_ago(served: Town, user: User, sign_in: SignIn) -> None:
    await two_years(served)
    await sign_in(user, cast.COUNTY)
    await user.open(PATH)
    await user.should_see('已提交 3 人（去年同期 2，+50%） · 终审通过 1 人（去年同期 1，持平）')
    await user.open(f'{PATH}?statuses=approved')
    await user.should_see('1 人')
    await user.should_not_see('去年同期')


async def test_they_follow_a_decision_elsewhere(served: Town, user: User, sign_in: SignIn) -> None:
    await two_years(served)
    waiting = await served.application(at=Level.CITY)
    await sign_in(user, cast.COUNTY)
    await user.open(PATH)
    await user.should_see('终审通过 1 人（去年同期 1，持平）')
    await decide(served.actor(cast.CITY), waiting.id, Act.APPROVE, Opinion(), seen=waiting.version)
    await settled()
    await user.should_see('终审通过 2 人（去年同期 1，+100%）')


async def test_the_workbook_has_them_on_a_sheet_of_its_own(served: Town, user: User, sign_in: SignIn) -> None:
    await two_years(served)
    await sign_in(user, cast.COUNTY)
    await user.open(PATH)
    user.find('导出Excel').click()
    book = CalamineWorkbook.from_filelike(io.BytesIO((await user.download.next()).content))
    assert book.sheet_names[-1] == f'{YEAR}年与去年同期比较'
    assert book.get_sheet_by_index(len(book.sheet_names) - 1).to_python() == [
        ['项目', '人数', '去年同期', '增减'],
        ['已提交', 3, 2, '+50%'],
        ['终审通过', 1, 1, '持平'],
    ]


async def test_the_home_page_says_it_below_the_approved(served: Town, user: User, sign_in: SignIn) -> None:
    await two_years(served)
    waiting = await served.application(at=Level.CITY)
    await sign_in(user, cast.COUNTY)
    await user.open('/')
    await user.should_see('去年同期 1，持平')
    await decide(served.actor(cast.CITY), waiting.id, Act.APPROVE, Opinion(), seen=waiting.version)
    await settled()
    await user.should_see('去年同期 1，+100%')


async def test_nothing_is_said_without_a_last_year(served: Town, user: User, sign_in: SignIn) -> None:
    await served.application(at=Status.APPROVED)
    await sign_in(user, cast.COUNTY)
    for path, there in ((PATH, '1 人'), ('/', '年度累计')):
        await user.open(path)
        await user.should_see(there)
        await user.should_not_see('去年同期')
