"""准考证 on the pages: found, viewed, printed within a window (its opening time is shown), and checked by anyone."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from nicegui import ui
from nicegui.testing import User
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from domain import clock
from domain.events import TicketsChanged, YearChanged, publish
from domain.rules.vocabulary import Act, MaterialKind, OrderStatus, PlanState, Status, WindowKind
from domain.services.exam import ticket_printing
from domain.services.year import years
from storage.models import AdmissionTicket, Application, JournalEntry, SeatingPlan, Window
from tests import town as cast
from tests.pages.conftest import SignIn
from tests.pages.settled import settled
from tests.seats import print_window, seated
from tests.town import Town

LIST, OWN = '/tickets', '/my/ticket'


def table(user: User) -> ui.table:
    return user.find(ui.table).elements.pop()


def press(user: User, words: str) -> None:
    user.find(kind=ui.button, content=words).click()


def act(user: User, name: str, row_id: int) -> None:
    user.find(ui.table).trigger('act', [name, row_id])


async def fetched(user: User) -> Path:
    """The file the browser was told to fetch."""
    answer = await user.download.next()
    return Path(answer.request.url.path)


def pages_of(path: Path) -> list[str]:
    return [re.sub(r'\s', '', page.extract_text()) for page in PdfReader(path).pages]


async def only_window(opens: timedelta, closes: timedelta) -> Window:
    await Window.filter(kind=WindowKind.PRINTING).delete()
    window = await print_window('打印', clock.now() + opens, clock.now() + closes)
    years.forget()
    publish(YearChanged(Act.EDIT_WINDOW))
    return window


async def test_one_ticket_is_printed_at_once_and_journalled(served: Town, user: User, sign_in: SignIn) -> None:
    row = await served.application(at=Status.APPROVED)
    await Application.filter(id=row.id).update(name='赵𬭎·喆堃㛃䶮')
    foreign = await served.application(cast.OTHER_SCHOOL, at=Status.APPROVED)
    await seated(served, row, foreign)
    await sign_in(user, cast.COUNTY)
    await user.open(LIST)
    await user.should_see('共 1 条')
    act(user, 'print', foreign.id)
    act(user, 'print', row.id)
    (text,) = pages_of(await fetched(user))
    assert '赵𬭎·喆堃㛃䶮' in text
    assert row.id_number in text
    await user.should_see('已生成 1 张准考证')
    entry = await JournalEntry.get(act=Act.PRINT_TICKET)
    assert entry.application_id == row.id
    await settled()
    assert table(user).rows[0]['status'] == {'text': '已打印', 'kind': 'green'}
    assert (await AdmissionTicket.get(application_id=foreign.id)).prints == 0


async def test_several_tickets_become_one_file_ordered_by_unit_and_number(
    served: Town, user: User, sign_in: SignIn
) -> None:
    hospital = await served.application(cast.HOSPITAL, at=Status.APPROVED)
    first, second, owing = [await served.application(at=Status.APPROVED) for _ in range(3)]
    await seated(served, hospital, second, first, owing)
    await Application.filter(id=owing.id).update(payment=OrderStatus.REFUNDED)
    await sign_in(user, cast.COUNTY)
    await user.open(LIST)
    press(user, '批量打印')
    await user.should_see('请先选择报考人员')
    press(user, '选择全部查询结果（4 人）')
    await user.should_see('已选全部查询结果')
    press(user, '批量打印')
    await user.should_see('共 3 张准考证')
    await user.should_see('另有 1 人')
    press(user, '打印 3 张')
    texts = pages_of(await fetched(user))
    for text, person in zip(texts, (second, first, hospital), strict=True):
        assert person.id_number in text
    entry = await JournalEntry.get(act=Act.PRINT_TICKET)
    assert entry.details == {'count': 3, 'applications': [second.id, first.id, hospital.id]}


async def test_the_list_is_exported_as_a_workbook(served: Town, user: User, sign_in: SignIn) -> None:
    row = await served.application(at=Status.APPROVED)
    (ticket,) = await seated(served, row)
    await sign_in(user, cast.COUNTY)
    await user.open(LIST)
    press(user, '导出Excel')
    await user.should_see('请先选择报考人员')
    user.find(ui.table).trigger('selection', {'keys': [row.id], 'rows': [], 'added': True})
    press(user, '导出Excel')
    head, values = CalamineWorkbook.from_path(str(await fetched(user))).get_sheet_by_index(0).to_python()
    assert head == [
        '报名序号', '准考证号', '姓名', '身份证号', '单位', '等级', '工种', '场次', '考点', '考场号', '座位号',
        '打印状态',
    ]  # fmt: skip
    assert values[:4] == [row.number, ticket.number, row.name, row.id_number]
    assert values[-4:] == ['洛阳市第1考点', '012', '01', '未打印']
    entry = await JournalEntry.get(act=Act.EXPORT)
    assert entry.details == {'list': '准考证查询', 'count': 1, 'applications': [row.id]}


async def test_viewing_a_ticket_masks_the_id_number(served: Town, user: User, sign_in: SignIn) -> None:
    row = await served.application(at=Status.APPROVED)
    (ticket,) = await seated(served, row)
    photo = await served.upload(row, MaterialKind.PHOTO)
    await sign_in(user, cast.SCHOOL)
    await user.open(LIST)
    act(user, 'look', row.id)
    await user.should_see(ticket.number)
    await user.should_see('公交 9 路工人文化宫站')
    await user.should_not_see(row.id_number)
    pictures = [one for one in user.client.elements.values() if one.tag == 'img'] if user.client else []
    assert f'/files/{photo.id}' in [one.props.get('src') for one in pictures]


async def test_before_the_window_the_button_says_when_it_opens(served: Town, user: User, sign_in: SignIn) -> None:
    row = await served.application(at=Status.APPROVED)
    (ticket,) = await seated(served, row)
    window = await only_window(timedelta(days=2), timedelta(days=3))
    await sign_in(user, cast.COUNTY)
    await user.open(LIST)
    opens = clock.short_text(window.opens_at)
    await user.should_see(f'未开放打印（{opens} 开放）')
    await user.should_see(f'未开放打印，将于 {opens} 开放')
    (shown,) = table(user).rows
    assert (shown['ticket'], shown['room'], shown['seat']) == ('—', '—', '—')
    assert shown['_off'] == 'look print'
    act(user, 'print', row.id)  # a forged event: the button is disabled
    await user.should_see(f'将于 {opens} 开放')
    act(user, 'look', row.id)
    await user.should_see('不存在')
    await user.should_not_see(ticket.number)
    await only_window(timedelta(days=-1), timedelta(days=1))
    await settled()
    await user.should_see('批量打印')
    assert table(user).rows[0]['ticket'] == ticket.number


async def test_an_open_list_is_updated_by_publishing_and_withdrawing(served: Town, user: User, sign_in: SignIn) -> None:
    row = await served.application(at=Status.APPROVED)
    (ticket,) = await seated(served, row, state=PlanState.DRAWN)
    await sign_in(user, cast.SCHOOL)
    await user.open(LIST)
    await user.should_see('共 0 条')
    for state, total in ((PlanState.PUBLISHED, '共 1 条'), (PlanState.DRAWN, '共 0 条')):
        await SeatingPlan.filter(id=ticket.plan_id).update(state=state)
        publish(TicketsChanged(served.organisations[cast.CITY].path))
        await settled()
        await user.should_see(total)


async def test_accounts_without_tickets_are_not_admitted(served: Town, user: User, sign_in: SignIn) -> None:
    row = await served.application(at=Status.APPROVED)
    for login, path in ((cast.COUNTY_REVIEWER, LIST), (row.id_number, LIST), (cast.COUNTY, OWN)):
        await sign_in(user, login)
        assert (await user.http_client.get(path)).status_code == 403


async def test_an_applicant_sees_the_progress_of_the_ticket(served: Town, user: User, sign_in: SignIn) -> None:
    row = await served.application(at=Status.APPROVED)
    await sign_in(user, row.id_number)
    await user.open(OWN)
    await user.should_see('尚未缴费')
    await user.should_see('去缴费')
    (ticket,) = await seated(served, row, state=PlanState.DRAWN)
    await user.open(OWN)
    await user.should_see('考场尚未编排')
    window = await only_window(timedelta(days=1), timedelta(days=2))
    await SeatingPlan.filter(id=ticket.plan_id).update(state=PlanState.PUBLISHED)
    publish(TicketsChanged(served.organisations[cast.CITY].path))
    await settled()
    await user.should_see(f'未开放打印，将于 {clock.short_text(window.opens_at)} 开放')
    await user.should_not_see(ticket.number)
    await only_window(timedelta(days=-1), timedelta(days=1))
    await settled()
    await user.should_see(ticket.number)
    await user.should_see(row.id_number)
    press(user, '下载准考证')
    (text,) = pages_of(await fetched(user))
    assert ticket.number in text
    await user.should_see('准考证已下载')
    await only_window(timedelta(days=-2), timedelta(days=-1))
    await settled()
    await user.should_see('准考证打印已于')
    await user.should_see(ticket.number)  # the seat is still needed
    await user.should_not_see('下载准考证')
    await SeatingPlan.filter(id=ticket.plan_id).update(state=PlanState.DRAWN)
    publish(TicketsChanged(served.organisations[cast.CITY].path))
    await settled()
    await user.should_see('原准考证已撤回')
    await user.should_not_see(ticket.number)


async def test_an_applicant_never_gets_the_ticket_of_another(served: Town, user: User, sign_in: SignIn) -> None:
    mine, other = [await served.application(at=Status.APPROVED) for _ in range(2)]
    (ticket,) = await seated(served, other)
    await sign_in(user, mine.id_number)
    await user.open(OWN)
    await user.should_see('尚未缴费')
    await user.should_not_see(ticket.number)
    with pytest.raises(Exception, match='不存在'):
        await ticket_printing.record(served.applicant(mine), [other.id])


async def test_anyone_may_check_a_code_and_sees_only_what_is_needed(served: Town, user: User) -> None:
    row = await served.application(at=Status.APPROVED)
    (ticket,) = await seated(served, row)
    await user.open(f'/t/{ticket.token}')
    await user.should_see('有效')
    for words in (ticket.number, f'{row.name[0]}*', '三级（高级工）', '洛阳市第1考点'):
        await user.should_see(words)
    for secret in (row.id_number, row.name, row.mobile, '宜阳县第一高级中学', '座位'):
        await user.should_not_see(secret)
    seen: list[set[str]] = []
    for token, sentence in (('0' * 32, '没有找到'), ('x' * 400, '没有找到'), (ticket.token, '已被撤回')):
        await SeatingPlan.filter(id=ticket.plan_id).update(state=PlanState.DRAWN)
        await user.open(f'/t/{token}')
        await user.should_see(sentence)
        await user.should_not_see(ticket.number)
        await user.should_not_see(f'{row.name[0]}*')
        assert user.client
        seen.append(
            {f'{one.tag}:{"".join(one.classes)}' for one in user.client.elements.values()} - {'div:verdictgrey'}
        )
    assert seen[0] == seen[1]
    assert len(seen[2] ^ seen[0]) <= 1  # the colour


async def test_a_ticket_is_void_after_its_exam_and_after_a_refund(served: Town, user: User) -> None:
    row = await served.application(at=Status.APPROVED)
    (ticket,) = await seated(served, row)
    await Application.filter(id=row.id).update(payment=OrderStatus.REFUNDED)
    await user.open(f'/t/{ticket.token}')
    await user.should_see('已失效')
    await user.should_not_see(ticket.number)
    await Application.filter(id=row.id).update(payment=OrderStatus.PAID)
    clock.move_to(clock.now() + timedelta(days=11))
    await user.open(f'/t/{ticket.token}')
    await user.should_see('本场考试已经结束')
    await user.should_see(ticket.number)


async def test_checking_is_rationed(served: Town, user: User, stopped_clock: None) -> None:
    answers = [(await user.http_client.get(f'/t/{number:032}')).status_code for number in range(70)]
    assert answers[0] == 200
    assert answers[-10:] == [429] * 10
