"""操作日志 as the province sees it: filtered, read, verified, updated live."""

from __future__ import annotations

from nicegui.testing import User

from domain.rules.vocabulary import Act
from domain.services.access import sessions
from domain.services.year import year_settings
from storage.models import ExamYear, JournalEntry
from tests import town as cast
from tests.pages.conftest import SignIn
from tests.pages.settled import settled
from tests.pages.year.settings_desk import act, press, rows
from tests.town import Town


async def test_the_journal_is_filtered_read_and_verified(served: Town, user: User, sign_in: SignIn) -> None:
    key = await sign_in(user, cast.PROVINCE)
    application = await served.application()
    await user.open(f'/year/audit?number={application.number}')
    (registered, *_) = [row for row in rows(user) if row['act'] == Act.REGISTER.label]
    assert {row['number'] for row in rows(user)} == {application.number}
    act(user, 'open', registered['id'])
    await user.should_see(f'application:{application.id}，第 1 条')
    user.find('关闭').click()
    press(user, '校验日志')
    await user.should_see('全部完整')
    assert await JournalEntry.filter(act=Act.CHECK_JOURNAL).count() == 1
    await user.open('/year/audit')
    await year_settings.add_year(await sessions.actor_of(key, ''), str((await ExamYear.get()).year + 1))
    await user.should_see('新到 1 条')
    press(user, '新到 1 条')
    await settled()
    newest = rows(user)[0]
    assert (newest['act'], '新增' in str(newest['said'])) == ('修改考核年度', True)
