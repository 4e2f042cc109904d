"""市级复核意见, 省级标记结果 and 抽查 as the offices see them: written above, answered by the unit, closed above."""

from __future__ import annotations

from nicegui import ui
from nicegui.testing import User
from nicegui.testing.user_interaction import UserInteraction

from components.table.listing import Row
from domain.rules.vocabulary import Act, NoteState, Status
from domain.services.review.notes import MARKS, OPINIONS, answer, write
from domain.services.review.sampling import draw
from domain.services.year.years import current_year
from pages.reviewer.review.note_rows import ACTIONS
from storage.models import Application, JournalEntry, Mark, Opinion
from tests import town as cast
from tests.pages.conftest import SignIn
from tests.pages.settled import settled
from tests.town import Town

TEXT = '请核实现聘岗位与申报工种是否一致'


def rows(user: User) -> dict[object, Row]:
    return {row['id']: row for row in user.find(ui.table).elements.pop().rows}


def shown_acts(row: Row) -> list[str]:
    hidden = str(row['_hide']).split(' ')
    return [action.label for action in ACTIONS if action.name not in hidden]


async def noted(town: Town) -> tuple[Application, int]:
    application = await town.application()
    note = await write(town.actor(cast.CITY), OPINIONS, application.id, TEXT, seen=application.version)
    return await Application.get(id=application.id), note.id


async def test_the_city_chooses_a_person_and_writes(served: Town, user: User, sign_in: SignIn) -> None:
    application = await served.application()
    foreign = await served.application('410400001001')
    await sign_in(user, cast.CITY)
    await user.open('/opinions')
    await user.should_see('共 0 条')
    user.find(kind=ui.button, content='填写意见').click()
    user.find(kind=ui.button, content='确定').click()
    await user.should_see('请先选择报考人员')
    search = next(one for one in user.find(ui.input).elements if one.props.get('aria-label') == '查找报考人员')
    search.value = foreign.number
    await user.should_see('没有找到可以选择的人员')
    search.value = application.number
    await user.should_see(application.name)
    (hit,) = {one.parent_slot.parent for one in user.find(application.name).elements if one.parent_slot}
    UserInteraction(user, {hit}, None).click()
    user.find(kind=ui.textarea).type(TEXT)
    user.find(kind=ui.button, content='确定').click()
    await user.should_see('已填写市级复核意见')
    await settled()
    (row,) = rows(user).values()
    assert (row['name'], row['text'], row['state']) == (application.name, TEXT, {'text': '待反馈', 'kind': 'amber'})
    assert (await Opinion.get()).application_id == application.id


async def test_the_unit_answers_and_the_city_sees_it_and_closes(served: Town, user: User, sign_in: SignIn) -> None:
    _, note = await noted(served)
    await sign_in(user, cast.SCHOOL)
    await user.open('/opinions')
    await user.should_see('共 1 条')
    assert shown_acts(rows(user)[note]) == ['详情', '反馈']
    await user.should_not_see('填写意见')
    user.find(ui.table).trigger('act', ['answer', note])
    await user.should_see('市级复核意见详情')
    await user.should_see(TEXT)
    user.find(kind=ui.textarea).type('已核实，一致')
    user.find(kind=ui.button, content='提交反馈').click()
    await user.should_see('已反馈')
    await settled()
    assert rows(user)[note]['state'] == {'text': '已反馈', 'kind': 'blue'}
    await sign_in(user, cast.CITY)
    await user.open('/opinions?states=answered')
    await user.should_see('共 1 条')
    assert shown_acts(rows(user)[note]) == ['详情', '办结']
    user.find(ui.table).trigger('act', ['close', note])
    await user.should_see('已办结')
    assert (await Opinion.get(id=note)).state is NoteState.CLOSED


async def test_a_new_opinion_is_announced_and_counted_in_the_menu(served: Town, user: User, sign_in: SignIn) -> None:
    await sign_in(user, cast.SCHOOL)
    await user.open('/opinions')
    await user.should_see('共 0 条')
    _, note = await noted(served)
    await settled()
    await user.should_see('新到 1 条')
    user.find(kind=ui.button, content='新到 1 条').click()
    await settled()
    assert note in rows(user)


async def test_a_reviewer_can_only_read_and_another_county_finds_nothing(
    served: Town, user: User, sign_in: SignIn
) -> None:
    application, note = await noted(served)
    await sign_in(user, cast.COUNTY_REVIEWER)
    await user.open('/opinions')
    await user.should_see('共 1 条')
    assert shown_acts(rows(user)[note]) == ['详情']
    user.find(ui.table).trigger('act', ['close', note])  # forged
    await settled()
    assert (await Opinion.get(id=note)).state is NoteState.OPEN
    await sign_in(user, cast.OTHER_COUNTY)
    for path in ('/opinions', '/marks'):
        await user.open(path)
        await user.should_see('共 0 条')
        for name in ('open', 'answer', 'close'):
            user.find(ui.table).trigger('act', [name, note])
        await user.should_not_see(application.name)


async def test_the_page_of_marks_has_the_manuals_heading(served: Town, user: User, sign_in: SignIn) -> None:
    application = await served.application(at=Status.APPROVED)
    note = await write(served.actor(cast.PROVINCE), MARKS, application.id, TEXT, '材料存疑', seen=application.version)
    await answer(served.actor(cast.SCHOOL), MARKS, note.id, '已核实', seen=application.version + 1)
    await sign_in(user, cast.PROVINCE)
    await user.open('/marks')
    await user.should_see('省级标记记录')
    assert shown_acts(rows(user)[note.id]) == ['详情', '办结']
    assert rows(user)[note.id]['kind'] == '材料存疑'
    user.find(ui.table).trigger('act', ['open', note.id])
    await user.should_see('单位反馈')


async def test_the_province_draws_a_sample_marks_it_and_repeats_the_draw(
    served: Town, user: User, sign_in: SignIn
) -> None:
    for _ in range(4):
        await served.application(at=Status.APPROVED)
    await sign_in(user, cast.PROVINCE)
    await user.open('/marks/draws')
    await user.should_see('还没有抽查记录')
    user.find(kind=ui.number).elements.pop().value = 2
    user.find(kind=ui.button, content='抽取').click()
    await user.should_see('名单与当时抽出的一致')
    await settled()
    first = set(rows(user))
    assert len(first) == 2
    user.find(kind=ui.button, content='标记全部 2 人').click()
    await user.should_see('对已选的 2 人填写同一内容')
    user.find(kind=ui.textarea).type('抽查：请提供原件的存档编号')
    user.find(kind=ui.button, content='确定').click()
    await user.should_see('成功 2 人')
    assert {mark.application_id for mark in await Mark.all()} == first
    user.find(kind=ui.button, content='知道了').click()
    entry = await JournalEntry.get(act=Act.DRAW)
    await user.open(f'/marks/draws?draw={entry.id}')
    await user.should_see('名单与当时抽出的一致')
    await settled()
    assert set(rows(user)) == first


async def test_only_the_province_opens_the_draws(served: Town, user: User, sign_in: SignIn) -> None:
    application = await served.application(at=Status.APPROVED)
    found = await draw(served.actor(cast.PROVINCE), await current_year(), 1, '7')
    await sign_in(user, cast.CITY)
    refused = await user.http_client.get(f'/marks/draws?draw={found.id}')
    assert refused.status_code == 403
    assert '省级管理员' in refused.text
    assert application.name not in refused.text
