"""人工审核, the review page and the record pages as reviewers see them; each sees the decisions of others live."""

from __future__ import annotations

from nicegui import ui
from nicegui.testing import User

from domain.rules.vocabulary import Act, Level, Status
from domain.services.review.decisions import Opinion, decide
from storage.models import Account, Application, JournalEntry
from tests import town as cast
from tests.pages.conftest import SignIn
from tests.pages.settled import settled
from tests.town import Town


def table(user: User) -> ui.table:
    return user.find(ui.table).elements.pop()


async def test_the_queue_shows_the_offices_applications_and_decisions_of_a_colleague(
    served: Town, user: User, sign_in: SignIn
) -> None:
    first, second = await served.application(at=Level.COUNTY), await served.application(at=Level.COUNTY)
    await served.application(cast.OTHER_SCHOOL, at=Level.COUNTY)
    await sign_in(user, cast.COUNTY)
    await user.open('/review/manual')
    await user.should_see('待审核 2 人')
    assert {row['id'] for row in table(user).rows} == {first.id, second.id}
    colleague = served.actor(cast.COUNTY_REVIEWER)
    await decide(colleague, first.id, Act.APPROVE, Opinion(), seen=first.version)
    await settled()
    await user.should_see('待审核 1 人')
    gone = next(row for row in table(user).rows if row['id'] == first.id)
    assert (gone['_class'], gone['status']) == ('gone', f'{colleague.name} 已通过')


async def test_new_applications_are_announced_and_shown_on_request(served: Town, user: User, sign_in: SignIn) -> None:
    await served.application(at=Level.COUNTY)
    below = await served.application(at=Level.DEPARTMENT)
    await sign_in(user, cast.COUNTY)
    await user.open('/review/manual')
    await user.should_see('待审核 1 人')
    await decide(served.actor(cast.DEPARTMENT), below.id, Act.APPROVE, Opinion(), seen=below.version)
    await settled()
    await user.should_see('新到 1 条')
    await user.should_see('待审核 2 人')
    assert below.id not in {row['id'] for row in table(user).rows}
    user.find(kind=ui.button, content='新到 1 条').click()
    await user.should_not_see('新到 1 条')
    assert below.id in {row['id'] for row in table(user).rows}


async def test_filters_come_from_the_address(served: Town, user: User, sign_in: SignIn) -> None:
    three = await served.application(grade=3, at=Level.COUNTY)
    await served.application(grade=4, at=Level.COUNTY)
    await sign_in(user, cast.COUNTY)
    await user.open('/review/manual?grades=3&size=7&page=x&trades=<script>')
    await user.should_see('待审核 1 人')
    assert [row['id'] for row in table(user).rows] == [three.id]


async def test_forged_rows_are_ignored(served: Town, user: User, sign_in: SignIn) -> None:
    foreign = await served.application(cast.OTHER_SCHOOL, at=Level.COUNTY)
    await served.application(at=Level.COUNTY)
    await sign_in(user, cast.COUNTY)
    await user.open('/review/manual')
    await user.should_see('待审核 1 人')
    shown = user.find(ui.table)
    shown.trigger('act', ['review', foreign.id])
    shown.trigger('act', {'a': 1})
    shown.trigger('selection', {'keys': [foreign.id, 10**9, {'x': 1}], 'rows': [{'id': foreign.id}], 'added': True})
    shown.trigger('request', {'pagination': {'page': float('nan'), 'sortBy': 'password_hash'}})
    user.find(kind=ui.button, content='批量通过').click()
    await user.should_see('请先选择报考人员')
    assert (await Application.get(id=foreign.id)).version == foreign.version


async def test_passing_opens_the_next_and_after_the_last_the_queue(served: Town, user: User, sign_in: SignIn) -> None:
    first, second = await served.application(at=Level.COUNTY), await served.application(at=Level.COUNTY)
    await sign_in(user, cast.COUNTY)
    await user.open(f'/review/manual/{first.id}')
    await user.should_see(first.name)
    await user.should_see('通过后提交至：洛阳市')
    user.find(kind=ui.button, content='通过').click()
    await user.should_see(second.name)
    assert (await Application.get(id=first.id)).stage is Level.CITY
    user.find(kind=ui.button, content='通过').click()
    await user.should_see('待审核 0 人')
    assert (await Application.get(id=second.id)).stage is Level.CITY


async def test_an_application_out_of_scope_is_answered_like_an_unknown_one(
    served: Town, user: User, sign_in: SignIn
) -> None:
    foreign = await served.application(cast.OTHER_SCHOOL, at=Level.COUNTY)
    await sign_in(user, cast.COUNTY)
    for address in (f'/review/manual/{foreign.id}', f'/applications/{foreign.id}', '/applications/99999999'):
        answer = await user.http_client.get(address)
        assert answer.status_code == 404
        assert '不存在，或不在您的管理范围内' in answer.text
        assert foreign.name not in answer.text


async def test_a_colleagues_decision_is_shown_at_once_on_the_open_page(
    served: Town, user: User, sign_in: SignIn
) -> None:
    application = await served.application(at=Level.COUNTY)
    await sign_in(user, cast.COUNTY)
    await user.open(f'/review/manual/{application.id}')
    await user.should_see('通过后提交至')
    colleague = served.actor(cast.COUNTY_REVIEWER)
    await decide(colleague, application.id, Act.RETURN, Opinion('证书照片不清晰'), seen=application.version)
    await settled()
    await user.should_see('刚刚对该申报作出“退回本人”')
    assert await JournalEntry.filter(application_id=application.id, act=Act.APPROVE, office='宜阳县').count() == 0


async def test_the_record_pages_list_the_offices_own_decisions(served: Town, user: User, sign_in: SignIn) -> None:
    passed = await served.application(at=Level.CITY)
    rejected = await served.application(at=Status.REJECTED, by=Level.COUNTY)
    returned = await served.application(at=Status.RETURNED, by=Level.COUNTY)
    await sign_in(user, cast.COUNTY)
    for path, application in (('approved', passed), ('rejected', rejected), ('returned', returned)):
        await user.open(f'/records/{path}')
        await user.should_see('1 人')
        assert [row['id'] for row in table(user).rows] == [application.id]


async def test_a_recent_decision_can_be_undone_on_the_record_page(served: Town, user: User, sign_in: SignIn) -> None:
    application = await served.application(at=Level.COUNTY)
    county = served.actor(cast.COUNTY)
    await decide(county, application.id, Act.APPROVE, Opinion(), seen=application.version)
    await sign_in(user, cast.COUNTY)
    await user.open('/records/approved')
    await user.should_see('1 人')
    user.find(ui.table).trigger('act', ['undo', application.id])
    await user.should_see(f'已撤销对 {application.name} 的审核')
    assert (await Application.get(id=application.id)).holder_id == county.organisation_id


async def test_the_home_page_shows_counts_with_links(served: Town, user: User, sign_in: SignIn) -> None:
    await served.application(at=Level.COUNTY)
    await served.application(at=Status.RETURNED)
    await sign_in(user, cast.COUNTY)
    await user.open('/')
    for words in (
        '待审核 2–5 级',
        '容缺待补',
        '退回未重报',
        '终审通过',
        '未读意见与标记',
        '时间节点',
        '宜阳县教育体育局',
    ):
        await user.should_see(words)


async def test_the_search_finds_all_statuses_of_the_subtree_only(served: Town, user: User, sign_in: SignIn) -> None:
    mine = [await served.application(at=at) for at in (Status.DRAFT, Level.UNIT, Status.APPROVED)]
    await served.application(cast.OTHER_SCHOOL)
    await sign_in(user, cast.COUNTY)
    await user.open('/search')
    await user.should_see('共 3 条')
    assert {row['id'] for row in table(user).rows} == {application.id for application in mine}


async def test_a_disabled_account_can_no_longer_act(served: Town, user: User, sign_in: SignIn) -> None:
    application = await served.application(at=Level.COUNTY)
    await sign_in(user, cast.COUNTY)
    await user.open(f'/review/manual/{application.id}')
    await user.should_see('通过后提交至')
    await Account.filter(login=cast.COUNTY).update(enabled=False)
    user.find(kind=ui.button, content='通过').click()
    await settled()
    assert (await Application.get(id=application.id)).version == application.version
