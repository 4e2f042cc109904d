"""Every search box finds a person, an office or a payment as people type them, and as older rows hold them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from domain.rules.exam.ticket_filters import TicketFilters
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.lists.audit_filters import AuditFilters
from domain.rules.money.pay_codes import grouped
from domain.rules.money.payment_filters import PaymentFilters
from domain.rules.money.receipt_filters import ReceiptFilters
from domain.rules.offices.office_filters import AccountFilters, UnitFilters
from domain.rules.results.prior_pass_filters import PriorPassFilters
from domain.rules.vocabulary import Grade, Status
from domain.rules.year.trade_filters import TradeFilters
from domain.services.exam import ticket_lists
from domain.services.lists import application_lists, audit
from domain.services.money import due_lists, order_lists, receipt_lists
from domain.services.money.receipts import settle
from domain.services.offices import office_lists, organisations
from domain.services.results.prior_passes import passes
from domain.services.year import trade_catalogue
from storage.models import Account, AdmissionTicket, Application, Organisation, PriorPass, Trade
from tests import town as cast
from tests.money import due, payment
from tests.seats import seated
from tests.town import Town

PAGE = Paging()
FULL_WIDTH = str.maketrans('0123456789X-', '０１２３４５６７８９Ｘ－')
NAME = '高马提·金李'
NAMES = (
    NAME, '高马',
    '\u2fbc马', '高\u2ee2', ' 高 马 提 ', '提•金', '高马提··金', '高\u200b马\ufeff', '\uf90a\uf9e1', '金李\U000e0100',
)  # fmt: skip
STORED = (NAME, '\u2fbc\u2ee2提·\uf90a\uf9e1', '高马提•金李', '高马提．金\uf9e1')
Found = Callable[[str], Awaitable[set[int]]]


def ways(number: str) -> list[str]:
    """One number as people type and paste it."""
    parts = [number[:6], number[6:14], number[14:]]
    return [
        number, ' '.join(parts), '-'.join(parts), number.translate(FULL_WIDTH), '－'.join(parts).translate(FULL_WIDTH),
        f'\u202a{number.lower()}\u202c ', '\u3000'.join(parts), f'{number}\n',
    ]  # fmt: skip


async def everywhere(town: Town, person: Application) -> dict[str, Found]:
    """The search boxes that find people, each with what it finds of this person."""
    county, province = town.actor(cast.COUNTY), town.actor(cast.PROVINCE)

    async def applications(text: str) -> set[int]:
        filters = ApplicationFilters.read({'keyword': text})
        return {row.id for row in (await application_lists.search(county, filters=filters, paging=PAGE)).rows}

    async def tickets(text: str) -> set[int]:
        filters = TicketFilters.read({'keyword': text})
        return {row.id for row in (await ticket_lists.listed(county, filters=filters, paging=PAGE)).rows}

    async def dues(text: str) -> set[int]:
        filters = PaymentFilters.read({'keyword': text})
        return {row.application_id for row in (await due_lists.listed(county, filters=filters, paging=PAGE)).rows}

    async def accounts(text: str) -> set[int]:
        found = await office_lists.managed_accounts(county, AccountFilters.read({'keyword': text}), PAGE)
        return {person.id for row in found.rows if row.id == person.applicant_id}

    async def prior_passes(text: str) -> set[int]:
        return {
            person.id
            for row in (await passes(province, PriorPassFilters.read({'keyword': text}), PAGE)).rows
            if row.name == person.name
        }

    return {one.__name__: one for one in (applications, tickets, dues, accounts, prior_passes)}


async def somebody(town: Town, name: str = NAME) -> Application:
    """A person who is on every list, under this stored name, beside another one."""
    person, other = [await town.application(at=Status.APPROVED) for _ in range(2)]
    await seated(town, person, other)
    await Application.filter(id=person.id).update(name=name)
    await Account.filter(id=person.applicant_id).update(name=name)
    await Application.filter(id=other.id).update(name='赵测试')
    await Account.filter(id=other.applicant_id).update(name='赵测试')
    await PriorPass.create(
        id_number=person.id_number, name=name, year=2020, grade=Grade.FOUR, trade='', unit='', certificate_number='A-1',
        result='合格',
    )  # fmt: skip
    return await Application.get(id=person.id)


async def test_a_name_is_found_however_it_is_typed(town: Town) -> None:
    person = await somebody(town)
    for box, found in (await everywhere(town, person)).items():
        for typed in NAMES:
            assert await found(typed) == {person.id}, (box, typed)
        assert await found('高提') == set()


@pytest.mark.parametrize('stored', STORED)
async def test_a_name_stored_in_an_older_form_is_found(town: Town, stored: str) -> None:
    person = await somebody(town, stored)
    for box, found in (await everywhere(town, person)).items():
        for typed in (NAME, stored, '马提·金', '金李', '高马'):
            assert await found(typed) == {person.id}, (box, typed)


async def test_the_name_of_an_account_that_holds_blanks_is_found(town: Town) -> None:
    await Account.filter(login=cast.PRIMARY).update(name='端木 赵 钱')
    for typed in ('端木', '端木赵', '端木 赵', '赵钱', '端木赵钱', '木\u3000赵\u200b'):
        found = await office_lists.managed_accounts(
            town.actor(cast.COUNTY), AccountFilters.read({'keyword': typed}), PAGE
        )
        assert [row.login for row in found.rows] == [cast.PRIMARY], typed


async def test_an_id_number_is_found_however_it_is_typed(town: Town) -> None:
    person = await somebody(town)
    for box, found in (await everywhere(town, person)).items():
        for typed in ways(person.id_number):
            assert await found(typed) == {person.id}, (box, typed)


async def test_registration_ticket_and_mobile_numbers_are_found_however_they_are_typed(town: Town) -> None:
    person = await somebody(town)
    ticket = await AdmissionTicket.get(application_id=person.id)
    boxes = await everywhere(town, person)
    for typed in (*ways(person.number), *ways(person.mobile), f'+86 {person.mobile}'):
        assert await boxes['applications'](typed) == {person.id}, typed
    for typed in ways(ticket.number):
        assert await boxes['tickets'](typed) == {person.id}, typed
    await Account.filter(id=person.applicant_id).update(mobile=person.mobile)
    for typed in (*ways(person.mobile), f'+86-{person.mobile}'):
        assert await boxes['accounts'](typed) == {person.id}, typed
    assert await boxes['accounts']('4' * 40) == set()


async def test_a_login_is_found_in_full_width_and_the_journal_by_it(town: Town) -> None:
    county = town.actor(cast.COUNTY)
    for typed in ('410327001000-sh01', '４１０３２７００１０００－ＳＨ０１', ' 410327001000—sh01'):
        found = await office_lists.managed_accounts(county, AccountFilters.read({'keyword': typed}), PAGE)
        assert [row.login for row in found.rows] == ['410327001000-sh01'], typed
    person = await somebody(town)
    for typed in ways(person.number):
        filters = AuditFilters.read({'number': typed})
        assert (await audit.entries(town.actor(cast.PROVINCE), filters, PAGE)).total > 0, typed


async def test_a_pay_code_is_found_as_it_is_pasted(town: Town) -> None:
    county, order = town.actor(cast.COUNTY), await due(town)
    await due(town)
    code = order.pay_code
    pasted = (
        *ways(code),
        grouped(code),
        f'缴款码：{grouped(code)}',
        f'{code}张三',
        grouped(code).translate(FULL_WIDTH),
    )
    for typed in pasted:
        filters = PaymentFilters.read({'keyword': typed})
        assert [row.id for row in (await order_lists.listed(county, filters=filters, paging=PAGE)).rows] == [order.id]
    wrong = await settle(payment(order, amount_fen=order.amount_fen + 1))
    for typed in pasted:
        found = await receipt_lists.listed(county, filters=ReceiptFilters.read({'keyword': typed}), paging=PAGE)
        assert [row.id for row in found.rows] == [wrong.id], typed


@pytest.mark.parametrize('stored', ['宜阳县第1中学（西校区）', '宜阳县第１中学（西校区）', '宜阳县第1中学(西校区)'])
async def test_an_office_and_a_trade_are_found_in_either_width(town: Town, stored: str) -> None:
    county, school = town.actor(cast.COUNTY), town.organisations[cast.SCHOOL]
    await Organisation.filter(id=school.id).update(name=stored)
    trade = await Trade.filter().first()
    await Trade.filter(code=trade.code if trade else '').update(name=stored)
    for typed in ('第1中学(西', '第１中学（西', '中学（西校区)', '\u200b第1 '):
        units = await office_lists.units(county, UnitFilters.read({'keyword': typed}), PAGE)
        assert [row.id for row in units.rows] == [school.id], typed
        assert [node.id for node in await organisations.find(county, typed)] == [school.id], typed
        trades = await trade_catalogue.trades(town.actor(cast.PROVINCE), TradeFilters.read({'keyword': typed}), PAGE)
        assert [row.name for row in trades.rows] == [stored], typed
    by_code = await office_lists.units(county, UnitFilters.read({'keyword': ' ４１０３２７ 001001'}), PAGE)
    assert [row.id for row in by_code.rows] == [school.id]
