"""考核结果 on the pages: imported, published, shown at once to all concerned, corrected and withdrawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from nicegui import ui
from nicegui.elements.upload_files import SmallFileUpload
from nicegui.testing import User
from python_calamine import CalamineWorkbook

from domain.rules.vocabulary import Act, Conclusion
from domain.services.results import publication
from domain.services.results.score_import import NOT_FOUND
from domain.services.year import demo_clock
from pages import installed
from pages.installed import Installed
from storage.models import ExamResult, JournalEntry, PriorPass, ScoreImport
from tests import town as cast
from tests.pages.conftest import SignIn
from tests.pages.settled import settled
from tests.scores import GOOD, POOR, approved, book, examined, import_rows, published, row
from tests.town import Town

IMPORT, LIST, OWN = '/exam/results', '/results', '/my/result'


def table(user: User) -> ui.table:
    return next(one for one in user.find(ui.table).elements)


def press(user: User, words: str) -> None:
    user.find(kind=ui.button, content=words).click()


def texts(user: User, column: str) -> list[str]:
    return [str(one[column]['text'] if isinstance(one[column], dict) else one[column]) for one in table(user).rows]


async def fetched(user: User) -> Path:
    """The file the browser was told to fetch."""
    answer = await user.download.next()
    return Path(answer.request.url.path)


async def test_everyone_with_a_seat_is_listed_with_the_missing_scores(
    served: Town, user: User, sign_in: SignIn
) -> None:
    person, poor, missing = [await approved(served) for _ in range(3)]
    tickets = await examined(served, person, poor, missing)
    await import_rows(served, row(tickets[0], person, **GOOD), row(tickets[1], poor, **POOR))
    await sign_in(user, cast.CITY)
    await user.open(IMPORT)
    await user.should_see('共 3 条')
    await user.should_see('已登记成绩 2 人')
    assert texts(user, 'ticket') == [one.number for one in tickets]
    assert texts(user, 'skill') == ['86', '59.5', '—']
    assert texts(user, 'status') == ['未发布', '未发布', '未登记']
    assert [one['_hide'] for one in table(user).rows] == ['', '', 'edit']
    assert [one['conclusion'] for one in table(user).rows] == [
        {'text': '合格', 'kind': 'green'}, {'text': '不合格', 'kind': 'red'}, None,
    ]  # fmt: skip
    await user.open(f'{IMPORT}?stage=missing')
    await user.should_see('共 1 条')


async def test_publishing_shows_the_numbers_first_and_then_updates_every_open_page(
    served: Town, user: User, sign_in: SignIn
) -> None:
    person, missing = await approved(served), await approved(served)
    tickets = await examined(served, person, missing)
    await import_rows(served, row(tickets[0], person, **GOOD))
    await sign_in(user, cast.CITY)
    await user.open(IMPORT)
    press(user, '发布')
    await user.should_see('请先选择报考人员')
    press(user, '选择全部查询结果（2 人）')
    await user.should_see('已选全部查询结果')
    press(user, '发布')
    await user.should_see('确认发布 1 人的考核结果？')
    await user.should_see(f'1 人没有成绩（{missing.name}）')
    press(user, '发布 1 人')
    await user.should_see('已发布 1 人的考核结果')
    await settled()
    assert texts(user, 'status') == ['已发布', '未登记']
    assert (await ExamResult.get()).published_at
    press(user, '选择全部查询结果（2 人）')
    await user.should_see('已选全部查询结果')
    press(user, '撤回')
    await user.should_see('撤回考核结果')
    user.find('form-dialog').trigger('submit.prevent')
    await user.should_see('请填写撤回原因')
    user.find('reason').type('登记有误')
    user.find('form-dialog').trigger('submit.prevent')
    await user.should_see('已撤回 1 人的考核结果')
    assert not await PriorPass.exists()
    assert (await JournalEntry.get(act=Act.WITHDRAW_RESULT)).reason == '登记有误'


async def test_one_result_is_corrected(served: Town, user: User, sign_in: SignIn) -> None:
    person, shown = await approved(served), await approved(served)
    (ticket,) = await examined(served, person)
    await import_rows(served, row(ticket, person, **GOOD))
    await published(served, shown)
    await sign_in(user, cast.CITY)
    await user.open(IMPORT)
    user.find(ui.table).trigger('act', ['edit', shown.id])  # a forged event: the row has no such button
    await user.should_see('成绩已发布')
    user.find(ui.table).trigger('act', ['edit', person.id])
    await user.should_see('改动前后的成绩都记入操作日志')
    user.find('skill').clear().type('200')
    user.find('form-dialog').trigger('submit.prevent')
    await user.should_see('成绩不能超过 100 分')
    user.find('skill').clear().type('20')
    user.find('form-dialog').trigger('submit.prevent')
    await user.should_see('成绩已修改')
    found = await ExamResult.get(application_id=person.id)
    assert (found.scores['skill'], found.conclusion) == (2000, Conclusion.FAILED)


async def test_the_name_list_is_imported_after_it_was_filled_in(served: Town, user: User, sign_in: SignIn) -> None:
    person = await approved(served)
    (ticket,) = await examined(served, person)
    await sign_in(user, cast.CITY)
    await user.open(IMPORT)
    await user.should_not_see('演示成绩')
    press(user, '下载名单模板')
    head, values = CalamineWorkbook.from_path(str(await fetched(user))).get_sheet_by_index(0).to_python()
    assert head == [
        '准考证号', '姓名', '身份证号', '等级', '工种', '岗位技能', '职业道德', '职业能力', '缺考/违纪', '备注',
    ]  # fmt: skip
    assert values[:5] == [ticket.number, person.name, person.id_number, '三级', '汽车驾驶员']
    entry = await JournalEntry.get(act=Act.EXPORT)
    assert entry.details == {'list': '成绩导入名单模板', 'count': 1, 'filters': {'year': '2026'}}
    filled = {**dict(zip(map(str, head), values, strict=False)), **GOOD}
    stranger = {'准考证号': '269999999999', '姓名': '某某', '岗位技能': 1}
    press(user, '导入成绩')
    await user.should_see('仅允许导入 xlsx 格式文件')
    upload = user.find(ui.upload).elements.pop()
    with upload:
        await upload.handle_uploads([SmallFileUpload('八月成绩.xlsx', '', book(filled, stranger))])
    await user.should_see('已导入 1')
    await user.should_see('未导入 1')
    await user.should_see('成绩尚未发布，核对无误后请在列表中发布。')
    assert (await ScoreImport.get()).label == '八月成绩.xlsx'
    assert (await ExamResult.get()).conclusion is Conclusion.PASSED
    press(user, '下载结果')
    report = (await user.download.next()).content.decode('utf-8-sig')
    assert f'{stranger["准考证号"]},未导入,{NOT_FOUND}' in report


async def test_a_demonstration_offers_invented_scores(
    served: Town, user: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await approved(served)
    await examined(served, person)
    await sign_in(user, cast.CITY)
    monkeypatch.setattr(installed, 'now', Installed(demo=True))
    await user.open(IMPORT)
    press(user, '演示成绩')
    rows = CalamineWorkbook.from_path(str(await fetched(user))).get_sheet_by_index(0).to_python()
    head, values = (list(map(str, one)) for one in rows)
    assert '演示成绩' in values
    report = await import_rows(served, dict(zip(head, values, strict=False)))
    assert [one.message for one in report.verdicts] == ['']
    assert await ExamResult.all().count() == 1


async def test_a_county_sees_published_results_and_exports_them(served: Town, user: User, sign_in: SignIn) -> None:
    person, poor, foreign = await approved(served), await approved(served), await approved(served, cast.OTHER_SCHOOL)
    await published(served, foreign)
    (ticket,) = await published(served, person)
    await published(served, poor, cells=POOR)
    await sign_in(user, cast.COUNTY)
    await user.open(LIST)
    await user.should_see('共 2 条')
    assert texts(user, 'conclusion') == ['合格', '不合格']
    assert texts(user, 'ethics') == ['90.5', '90']
    assert texts(user, 'knowledge') == ['', '']
    for words in ('合计', '合格', '不合格'):
        await user.should_see(words)
    press(user, '导出Excel')
    head, first, second = CalamineWorkbook.from_path(str(await fetched(user))).get_sheet_by_index(0).to_python()
    assert head[:7] == ['报名序号', '准考证号', '姓名', '身份证号', '单位', '等级', '工种']
    assert first[:4] == [person.number, ticket.number, person.name, person.id_number]
    assert first[7:13] == ['合格', 86, 90.5, 71, '', '']
    assert second[7] == '不合格'
    assert (await JournalEntry.get(act=Act.EXPORT)).details['count'] == 2
    await user.open(f'{LIST}?conclusions=failed')
    await user.should_see('共 1 条')


async def test_an_open_list_is_updated_by_publishing_and_withdrawing(served: Town, user: User, sign_in: SignIn) -> None:
    person, city = await approved(served), served.actor(cast.CITY)
    (ticket,) = await examined(served, person)
    await import_rows(served, row(ticket, person, **GOOD))
    await sign_in(user, cast.COUNTY)
    await user.open(LIST)
    await user.should_see('共 0 条')
    await publication.publish(city, [person.id])
    await settled()
    await user.should_see('新到 1 条')
    user.find('新到 1 条').click()
    await user.should_see('共 1 条')
    await publication.withdraw(city, [person.id], '登记有误')
    await settled()
    assert texts(user, 'conclusion') == ['已撤回']


async def test_an_applicant_sees_the_next_step_then_the_scores_then_their_withdrawal(
    served: Town, user: User, sign_in: SignIn
) -> None:
    person, city = await approved(served), served.actor(cast.CITY)
    await sign_in(user, person.id_number)
    await user.open(OWN)
    await user.should_see('尚未缴费')
    (ticket,) = await examined(served, person)
    await import_rows(served, row(ticket, person, **POOR))
    await user.open(OWN)
    await user.should_see('成绩尚未发布')
    await user.should_not_see('59.5')
    await publication.publish(city, [person.id])
    await settled()
    for words in ('不合格', '59.5', '低于 60 分', '本年度考核未通过', ticket.number):
        await user.should_see(words)
    await publication.withdraw(city, [person.id], '登记有误')
    await settled()
    await user.should_see('成绩尚未发布')
    await user.should_not_see('59.5')


async def test_grade_one_has_two_steps(served: Town, user: User, sign_in: SignIn) -> None:
    person, province = await approved(served, grade=1), served.actor(cast.PROVINCE)
    (ticket,) = await examined(served, person, office=cast.PROVINCE)
    await import_rows(served, row(ticket, person, 职业道德=81, 专业基础知识=66), login=cast.PROVINCE)
    await publication.publish(province, [person.id])
    await sign_in(user, person.id_number)
    await user.open(OWN)
    await user.should_see('理论合格待评审')
    await user.should_see('请按通知参加综合评审')
    await import_rows(served, row(ticket, person, 综合评审=77), login=cast.PROVINCE)
    await settled()
    await user.should_see('理论合格待评审')
    await user.should_not_see('77')
    await publication.publish(province, [person.id])
    await settled()
    await user.should_see('评审通过')
    await user.should_see('77')


async def test_each_page_opens_only_for_its_audience(served: Town, user: User, sign_in: SignIn) -> None:
    person = await approved(served)
    for login, path, status in (
        (cast.COUNTY, IMPORT, 403), (cast.CITY, IMPORT, 200), (cast.DEPARTMENT, LIST, 403), (cast.COUNTY, LIST, 200),
        (cast.COUNTY_REVIEWER, LIST, 403), (person.id_number, LIST, 403), (cast.COUNTY, OWN, 403),
    ):  # fmt: skip
        await sign_in(user, login)
        assert (await user.http_client.get(path)).status_code == status, (login, path)


async def test_only_a_demonstration_has_a_clock_that_can_be_moved(
    served: Town, user: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sign_in(user, cast.PROVINCE)
    await user.open('/year/windows')
    await user.should_not_see('演示时钟')
    monkeypatch.setattr(demo_clock, '_movable', True)
    await user.open('/year/windows')
    press(user, '演示时钟')
    await user.should_see('当前演示时间')
    user.find('form-dialog').trigger('submit.prevent')
    await user.should_see('请选择要调整到的时间节点')
