"""异常回执, 对账记录 and 导入对账单 as a county sees them: nothing is booked before it was checked."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from nicegui import ui
from nicegui.elements.upload_files import SmallFileUpload
from nicegui.testing import User
from python_calamine import CalamineWorkbook

from domain.rules.vocabulary import Act, OrderStatus, ReceiptOutcome
from domain.services.money import receipts
from domain.services.money.receipts import settle
from domain.services.money.statements.statement_file import table_of
from pages.county.money.statement_import import template
from storage.models import Account, JournalEntry, PaymentOrder, Receipt, Statement
from tests import town as cast
from tests.money import due, payment
from tests.pages.conftest import SignIn
from tests.pages.money.payment_desk import part, press, shown
from tests.pages.settled import settled
from tests.services.money.test_statement_import import ABSENT, file, line
from tests.town import Town

ORDERS, RECEIPTS, STATEMENTS = '/payments/orders', '/payments/receipts', '/payments/statements'


async def hand_in(user: User, content: bytes, name: str = '对账单.csv') -> None:
    """Choose this file in the dialog."""
    press(user, '导入对账单')
    await user.should_see('先逐行核对，确认后才入账')
    upload = user.find(ui.upload).elements.pop()
    await upload.handle_uploads([SmallFileUpload(name, 'text/csv', content)])


def judged(user: User) -> list[tuple[object, str, object]]:
    """Row, verdict and person of the dialog's table."""
    table = next(one for one in user.find(ui.table).elements if any('verdict' in row for row in one.rows))
    return [(row['row'], part(row, 'verdict', 'text'), row['who']) for row in table.rows]


async def test_a_statement_is_checked_and_then_booked(served: Town, user: User, sign_in: SignIn) -> None:
    good, small = await due(served), await due(served)
    name = (await good.application).name
    await sign_in(user, cast.COUNTY)
    await user.open(ORDERS)
    await user.should_see('共 2 条')
    await hand_in(user, file(line('S1', good), line('S2', small, '1.00'), line('S3', ABSENT)))
    await user.should_see('确认后入账 1 笔，共 ￥235.00；2 笔不能入账的收款将登记到“异常回执”')
    assert judged(user)[2] == (2, '匹配', name)
    assert await Receipt.all().count() == 0

    press(user, '入账 1 笔')
    await user.should_see('本次入账 1')
    assert [verdict for _, verdict, _ in judged(user)] == ['金额不符', '未匹配', '本次入账']
    press(user, '完成')
    await settled()
    states = {row['pay_code']: part(row, 'status', 'text') for row in shown(user)}
    assert sorted(states.values()) == ['已缴费', '待缴费']  # the list behind the dialog was updated

    await user.open(STATEMENTS)
    await user.should_see('共 1 条')
    (row,) = shown(user)
    assert (row['label'], row['booked'], row['odd'], row['state']) == (
        '对账单.csv', 1, 2, {'text': '已完成', 'kind': 'green'},
    )  # fmt: skip


async def test_the_same_file_again_has_nothing_to_book(served: Town, user: User, sign_in: SignIn) -> None:
    order = await due(served)
    content = file(line('S1', order))
    await sign_in(user, cast.COUNTY)
    await user.open(STATEMENTS)
    await hand_in(user, content)
    await user.should_see('入账 1 笔')
    press(user, '入账 1 笔')
    await user.should_see('本次入账 1')
    press(user, '继续导入')
    upload = user.find(ui.upload).elements.pop()
    await upload.handle_uploads([SmallFileUpload('again.csv', '', content)])
    await user.should_see('导入过')
    await user.should_see('没有可以入账的收款')
    await user.should_not_see('入账 1 笔')
    assert await Receipt.all().count() == 1


async def test_a_wrong_file_is_refused_in_the_dialog(served: Town, user: User, sign_in: SignIn) -> None:
    await sign_in(user, cast.COUNTY)
    await user.open(RECEIPTS)
    await hand_in(user, b'\x89PNG', '对账单.png')
    await user.should_see('仅允许导入 xlsx、csv 格式')
    upload = user.find(ui.upload).elements.pop()
    await upload.handle_uploads([SmallFileUpload('对账单.csv', '', b'a,b,c\n1,2,3\n')])
    await user.should_see('没有找到表头')
    assert await Statement.all().count() == 0


def test_the_template_is_a_statement() -> None:
    assert table_of(template()).rows == ()


async def test_every_row_of_the_result_can_be_downloaded(served: Town, user: User, sign_in: SignIn) -> None:
    order = await due(served)
    await sign_in(user, cast.COUNTY)
    await user.open(RECEIPTS)
    await hand_in(user, file(line('S1', order), line('S2', 'x')))
    await user.should_see('入账 1 笔')
    press(user, '下载逐行结果')
    text = (await user.download.next()).content.decode('utf-8-sig').splitlines()
    assert text[0] == '行号,结果,交易流水号,缴款码,报考人员,到账（元）,应缴（元）,处理办法'
    assert text[1].startswith(f'2,匹配,S1\t,{order.pay_code}\t,')
    assert text[2].startswith('3,无法识别,,x\t,')
    assert len(text) == 3


async def test_an_exception_is_handled_and_can_still_be_found(served: Town, user: User, sign_in: SignIn) -> None:
    order = await due(served)
    receipt = await settle(replace(payment(order), amount_fen=1))
    await sign_in(user, cast.COUNTY)
    await user.open(RECEIPTS)
    await user.should_see('共 1 条')
    (row,) = shown(user)
    assert (part(row, 'outcome', 'text'), row['amount_fen'], row['due']) == ('金额不符', '￥0.01', '￥235.00')
    user.find(ui.table).trigger('act', ['handle', receipt.id])
    await user.should_see('请退回原款后按应缴金额重新缴费')
    press(user, '确认处理')
    await user.should_see('请填写处理情况（2–500 字）')
    user.find(ui.textarea).elements.pop().set_value('已退款')
    press(user, '确认处理')
    await user.should_see('已登记处理情况')
    await user.should_see('共 0 条')
    stored = await Receipt.get()
    assert (stored.handling, stored.handled_by) == ('已退款', (await Account.get(login=cast.COUNTY)).id)
    assert (await JournalEntry.filter(act=Act.HANDLE_RECEIPT).get()).reason == '已退款'

    await user.open(f'{RECEIPTS}?handled=done')
    await user.should_see('共 1 条')
    (row,) = shown(user)
    assert (part(row, 'state', 'text'), row['_hide']) == ('已处理', 'handle')
    user.find(ui.table).trigger('act', ['handle', receipt.id])  # forged: the row no longer has this button
    await user.should_see('异常回执详情')
    await user.should_not_see('确认处理')


async def test_the_second_to_handle_a_receipt_sees_who_was_first(served: Town, user: User, sign_in: SignIn) -> None:
    order = await due(served)
    receipt = await settle(replace(payment(order), amount_fen=1))
    await sign_in(user, cast.COUNTY)
    await user.open(RECEIPTS)
    await user.should_see('共 1 条')
    user.find(ui.table).trigger('act', ['handle', receipt.id])
    await user.should_see('确认处理')
    await receipts.handle(served.actor(cast.CITY), receipt.id, '市级已退款')
    user.find(ui.textarea).elements.pop().set_value('已补缴')
    press(user, '确认处理')
    await user.should_see('该回执已经处理过')
    assert (await Receipt.get()).handling == '市级已退款'


async def test_the_export_equals_the_list_and_is_journalled(served: Town, user: User, sign_in: SignIn) -> None:
    first, second = await due(served), await due(served)
    await settle(replace(payment(first), amount_fen=1))
    await settle(replace(payment(second), pay_code=ABSENT))  # no order has this code: it belongs to the province
    await sign_in(user, cast.COUNTY)
    await user.open(RECEIPTS)
    await user.should_see('共 1 条')
    press(user, '导出Excel')
    answer = await user.download.next()
    content = answer.content if answer.content.startswith(b'PK') else Path(answer.request.url.path).read_bytes()
    table = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert len(table) == 2
    assert first.pay_code in table[1]
    entry = await JournalEntry.filter(act=Act.EXPORT).get()
    assert (entry.details['list'], entry.details['count']) == ('异常回执', 1)


@pytest.mark.parametrize('path', [RECEIPTS, STATEMENTS])
async def test_another_county_sees_nothing_and_cannot_forge_access(
    served: Town, user: User, sign_in: SignIn, path: str
) -> None:
    order = await due(served)
    receipt = await settle(replace(payment(order), amount_fen=1))
    await Statement.create(
        organisation_id=served.organisations[cast.COUNTY].id, account_id=served.accounts[cast.COUNTY].id,
        label='别人的', sha256='0' * 64, at=receipt.received_at,
    )  # fmt: skip
    await sign_in(user, cast.OTHER_COUNTY)
    for query in ('', '?handled=all', f'?keyword={order.pay_code}'):
        await user.open(path + query)
        await user.should_see('共 0 条')
    user.find(ui.table).trigger('act', ['handle', receipt.id])
    await settled()
    assert (await Receipt.get()).handled_at is None
    await sign_in(user, cast.SCHOOL)
    assert (await user.http_client.get(path)).status_code == 403


async def test_refreshing_the_status_without_a_payment_changes_nothing(
    served: Town, user: User, sign_in: SignIn
) -> None:
    order = await due(served)
    await sign_in(user, cast.COUNTY)
    await user.open(ORDERS)
    await user.should_see('共 1 条')
    press(user, '刷新状态')
    await user.should_see('已是最新状态')
    assert (await PaymentOrder.get(id=order.id)).status is OrderStatus.DUE
    assert await Receipt.filter(outcome=ReceiptOutcome.BOOKED).count() == 0
