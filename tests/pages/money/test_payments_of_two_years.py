"""缴费管理 of last year while the next one registers: every page, link, file and update stays in the year it shows."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from nicegui import ui
from nicegui.testing import User
from python_calamine import CalamineWorkbook

from domain.rules.vocabulary import Act, OrderStatus
from domain.services.money import orders
from domain.services.money.receipts import settle
from storage.models import JournalEntry, PaymentOrder
from tests import town as cast
from tests.money import due, payment
from tests.pages import noting
from tests.pages.conftest import SignIn
from tests.pages.money.payment_desk import (
    CODE,
    DUES,
    ORDERS,
    STATISTICS,
    downloaded,
    part,
    press,
    shown,
    status,
)
from tests.pages.settled import settled
from tests.town import Town
from tests.years import NOW, THEN, move, turn_the_year

RECEIPTS, STATEMENTS = '/payments/receipts', '/payments/statements'


async def two_years(town: Town) -> tuple[PaymentOrder, PaymentOrder]:
    """One due order of last year and one of this year."""
    older, newer = await due(town), await due(town)
    await move(await turn_the_year(), newer.application_id)
    return older, newer


def year_of(address: str) -> str:
    """The exam year in an address."""
    return parse_qs(urlsplit(address).query)['year'][0]


def codes(user: User) -> set[str]:
    return {str(row['pay_code']).replace(' ', '') for row in shown(user)}


@pytest.mark.parametrize('path', [DUES, ORDERS, CODE, RECEIPTS])
async def test_a_list_shows_the_year_in_its_address_and_keeps_it_when_searched(
    served: Town, user: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    older, newer = await two_years(served)
    for order in (older, newer):
        await settle(payment(order, amount_fen=1))  # stays due; for the list of exceptions
    written = noting.addresses(monkeypatch)
    await sign_in(user, cast.COUNTY)
    for query, year, order in ((f'?year={THEN}', THEN, older), (f'?year={NOW}', NOW, newer), ('', NOW, newer)):
        await user.open(path + query)
        await user.should_see('共 1 条')
        for button in ('查询', '重置'):
            written.clear()
            press(user, button)
            await settled()
            assert codes(user) == {order.pay_code}
            assert {year_of(address) for address in written} == {str(year)}


@pytest.mark.parametrize('path', [DUES, ORDERS, CODE, STATISTICS, RECEIPTS, STATEMENTS])
async def test_a_year_that_does_not_exist_is_no_page(served: Town, user: User, sign_in: SignIn, path: str) -> None:
    await sign_in(user, cast.COUNTY)
    assert (await user.http_client.get(f'{path}?year=1999')).status_code == 404
    assert (await user.http_client.get(f'{path}?year={THEN}')).status_code == 200


async def test_the_statistics_of_last_year_lead_to_its_orders(served: Town, user: User, sign_in: SignIn) -> None:
    older, _ = await two_years(served)
    await settle(payment(older))
    await sign_in(user, cast.COUNTY)
    await user.open(f'{STATISTICS}?year={THEN}')
    await user.should_see('应缴 1 人')
    line, total = shown(user)
    assert {year_of(part(row, 'paid_n', 'href')) for row in (line, total)} == {str(THEN)}
    assert year_of(part(line, 'line', 'href')) == str(THEN)
    await user.open(part(total, 'paid_n', 'href'))
    await user.should_see('合计 ￥235.00')
    assert [row['id'] for row in shown(user)] == [older.id]


async def test_files_carry_the_year_of_their_rows(
    served: Town, user: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    older, newer = await two_years(served)
    for order in (older, newer):
        await settle(payment(order, amount_fen=1))
    names = noting.file_names(monkeypatch)
    await sign_in(user, cast.COUNTY)
    for path, title in (
        (DUES, '应缴报考人员列表'), (ORDERS, '网上缴费状态查询'), (STATISTICS, '缴费统计'), (RECEIPTS, '异常回执'),
    ):  # fmt: skip
        for year, order in ((THEN, older), (NOW, newer)):
            await user.open(f'{path}?year={year}')
            await user.should_see('共 1 条')
            names.clear()
            press(user, '导出Excel')
            sheet = CalamineWorkbook.from_filelike(await downloaded(user))
            head, *lines = sheet.get_sheet_by_index(0).to_python()
            if path != STATISTICS:
                assert [dict(zip(head, line, strict=True))['缴款码'] for line in lines] == [order.pay_code]
            assert all(name.startswith(f'{year}年') for name in (*names, *sheet.sheet_names))
            assert names[0].startswith(f'{year}年{title}_')
            entry = await JournalEntry.filter(act=Act.EXPORT).order_by('-id').first()
            assert entry
            assert (entry.details['list'], entry.details['filters']['year']) == (title, str(year))


async def test_a_refund_of_last_year_is_made_and_seen_by_others(served: Town, user: User, sign_in: SignIn) -> None:
    older, newer = await two_years(served)
    await settle(payment(older))
    await sign_in(user, cast.COUNTY)
    await user.open(f'{DUES}?year={THEN}')
    await user.should_see('已缴 1 人 ￥235.00')
    user.find(ui.table).trigger('act', ['refund', older.application_id])
    await user.should_see('确认退费')
    user.find(ui.textarea).type('本人因病不能参加')
    press(user, '确认退费')
    await settled()
    assert [status(row) for row in shown(user)] == ['已退费']
    assert (await PaymentOrder.get(id=newer.id)).status is OrderStatus.DUE


@pytest.mark.parametrize('path', [DUES, ORDERS])
async def test_an_open_page_of_last_year_follows_its_own_year(
    served: Town, user: User, sign_in: SignIn, path: str
) -> None:
    older, newer = await two_years(served)
    await sign_in(user, cast.COUNTY)
    await user.open(f'{path}?year={THEN}')
    await user.should_see('共 1 条')
    await settle(payment(older))
    await orders.exempt(served.actor(cast.COUNTY), newer.id, '烈属免缴')
    await settled()
    assert [status(row) for row in shown(user)] == ['已缴费']
    await user.should_see('共 1 条')
    await user.should_not_see('新到')


async def test_the_tabs_of_the_orders_stay_in_the_year(served: Town, user: User, sign_in: SignIn) -> None:
    older, newer = await two_years(served)
    for order in (older, newer):
        await settle(payment(order, amount_fen=1))
    await sign_in(user, cast.COUNTY)
    await user.open(f'{STATEMENTS}?year={THEN}')
    await user.should_see('共 0 条')
    for tab, path in (('异常回执', RECEIPTS), ('缴费订单', ORDERS)):
        toggle = next(one for one in user.find(ui.toggle).elements if path in one.options)
        toggle.set_value(path)
        await user.should_see('共 1 条')
        assert codes(user) == {older.pay_code}, tab
