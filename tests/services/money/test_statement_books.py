"""What is known of the payments on a statement: the bills in the office's reach, and what was kept of them before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import clock
from domain.rules.money.reconciliation import Bill
from domain.rules.money.statement_cells import Moment
from domain.rules.money.statement_sheet import Payment
from domain.rules.vocabulary import OrderStatus, PayChannel, ReceiptOutcome, WindowKind
from domain.services.money import bundles, receipts
from domain.services.money.statements import statement_books
from domain.services.money.statements.statement_books import books_for, unmatched_key
from storage.models import Application, PaymentBundle, PaymentOrder, Receipt
from tests import town as cast
from tests.money import due, payment
from tests.town import Town

DUE, PAID = OrderStatus.DUE, OrderStatus.PAID
ABSENT = '1' * 20


def line(trade_no: str, bill: PaymentOrder | PaymentBundle | str) -> Payment:
    code = bill if isinstance(bill, str) else bill.pay_code
    return Payment(trade_no, code, 235_00, Moment(clock.now() - timedelta(hours=1)))


async def name_of(order: PaymentOrder) -> str:
    return (await Application.get(id=order.application_id)).name


async def kept(channel: PayChannel, key: str, outcome: ReceiptOutcome) -> None:
    """A receipt of an earlier statement."""
    await Receipt.create(channel=channel, key=key, outcome=outcome, received_at=clock.now())


async def test_an_order_in_reach_is_a_bill_with_the_payments_booked_for_it(town: Town) -> None:
    open_, paid = await due(town), await due(town, cast.HOSPITAL, 2)
    await receipts.settle(payment(paid, trade_no='T1'))
    await receipts.settle(payment(paid, trade_no='T2'))  # a second one is not booked
    books = await books_for(town.actor(cast.COUNTY), [line('S1', open_), line('S2', paid), line('S3', ABSENT)])
    assert books.bills == {
        open_.pay_code: Bill(await name_of(open_), 235_00, DUE, frozenset()),
        paid.pay_code: Bill(await name_of(paid), 300_00, PAID, frozenset({'T1'})),
    }
    assert set(books.windows) == {open_.pay_code, paid.pay_code}
    assert {window.kind for windows in books.windows.values() for window in windows} == {WindowKind.PAYMENT}


async def test_a_bundle_in_reach_is_a_bill_of_all_of_it(town: Town) -> None:
    first, second, third = [await due(town) for _ in range(3)]
    county = town.actor(cast.COUNTY)
    pair, single = await bundles.bundle(county, [first.id, second.id]), await bundles.bundle(county, [third.id])
    await receipts.settle(payment(single, trade_no='T1'))
    books = await books_for(county, [line('S1', pair), line('S2', single)])
    assert books.bills == {
        pair.pay_code: Bill('合并缴款（2 人）', 470_00, DUE, frozenset()),
        single.pay_code: Bill('合并缴款（1 人）', 235_00, PAID, frozenset({'T1'})),
    }
    assert list((await books_for(county, [line('S1', pair)])).bills) == [pair.pay_code]


async def test_what_is_out_of_reach_is_like_a_code_that_does_not_exist(town: Town) -> None:
    theirs = await due(town, cast.OTHER_SCHOOL)
    bundled = await bundles.bundle(town.actor(cast.OTHER_COUNTY), [theirs.id])
    asked = [line('S1', theirs), line('S2', bundled)]
    mine = await books_for(town.actor(cast.COUNTY), asked)
    assert (mine.bills, mine.kept, mine.windows) == ({}, {}, {})
    for login in (cast.OTHER_COUNTY, cast.CITY):
        assert set((await books_for(town.actor(login), asked)).bills) == {theirs.pay_code, bundled.pay_code}


async def test_a_payment_that_an_office_could_not_match_is_known_to_that_office_alone(town: Town) -> None:
    county, other = town.actor(cast.COUNTY), town.actor(cast.OTHER_COUNTY)
    lost = line('S1', ABSENT)
    assert unmatched_key(county, lost) == f'unmatched:{county.organisation_id}:S1:{ABSENT}'
    await kept(PayChannel.STATEMENT, unmatched_key(county, lost), ReceiptOutcome.UNMATCHED)
    assert (await books_for(county, [lost])).kept == {f'statement:S1:{ABSENT}': ReceiptOutcome.UNMATCHED}
    assert (await books_for(other, [lost])).kept == {}


async def test_once_the_code_is_in_reach_the_unmatched_payment_is_judged_anew(town: Town) -> None:
    county, order = town.actor(cast.COUNTY), await due(town)
    found = line('S1', order)
    await kept(PayChannel.STATEMENT, unmatched_key(county, found), ReceiptOutcome.UNMATCHED)
    assert (await books_for(county, [found])).kept == {}
    await kept(PayChannel.STATEMENT, f'statement:S1:{order.pay_code}', ReceiptOutcome.WRONG_AMOUNT)
    assert (await books_for(county, [found])).kept == {f'statement:S1:{order.pay_code}': ReceiptOutcome.WRONG_AMOUNT}


async def test_a_long_statement_is_read_in_pieces_with_the_same_result(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    county, owed = town.actor(cast.COUNTY), [await due(town) for _ in range(3)]
    asked = [line(f'S{at}', order) for at, order in enumerate((*owed, owed[0]))]
    await kept(PayChannel.STATEMENT, f'statement:S3:{owed[0].pay_code}', ReceiptOutcome.DOUBLE)
    whole = await books_for(county, asked)
    monkeypatch.setattr(statement_books, 'CHUNK', 2)
    pieces = await books_for(county, asked)
    assert len(whole.bills) == 3
    assert (pieces.bills, pieces.kept) == (whole.bills, whole.kept)
    assert pieces.kept == {f'statement:S3:{owed[0].pay_code}': ReceiptOutcome.DOUBLE}
