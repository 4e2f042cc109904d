"""导入对账单 without a column of codes: our code is found in the remark as payers and banks write it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from domain import clock
from domain.long_work import to_the_end
from domain.rules.money.reconciliation import Verdict
from domain.rules.vocabulary import OrderStatus, WindowKind
from domain.services.money.statements import statement_import
from domain.services.year import years
from storage.models import PaymentOrder, Window
from tests import town as cast
from tests.money import due
from tests.town import Town

FILE = Path(__file__).parents[2] / 'data' / 'typed' / 'statement_grouped_code.csv'
BILLS = {
    'G1': ('74270973805441433897', 23500), 'G2': ('32758825872760159007', 19000), 'G3': ('49338962305340310537', 45000),
    'G4': ('80330179523623840555', 23500),
}  # fmt: skip
PAID_AT = clock.at(2026, 11, 26, 10)


@pytest.fixture
async def owing(town: Town) -> list[PaymentOrder]:
    """The orders with the codes of the file, open when it says they were paid; also the two codes of its last row."""
    for code, amount in (*BILLS.values(), ('63269198983235481390', 23500), ('37224103015657275603', 23500)):
        order = await due(town)
        await PaymentOrder.filter(id=order.id).update(pay_code=code, amount_fen=amount)
    await Window.filter(kind=WindowKind.PAYMENT).update(
        opens_at=PAID_AT - timedelta(days=5), closes_at=max(clock.now(), PAID_AT) + timedelta(days=5)
    )
    years.forget()
    clock.move_to(max(clock.now(), PAID_AT + timedelta(hours=1)))
    return await PaymentOrder.all().order_by('id')


async def test_a_code_in_the_remark_is_found_and_two_of_them_are_left_to_the_clerk(
    town: Town, owing: list[PaymentOrder]
) -> None:
    county = town.actor(cast.COUNTY)
    checked = await statement_import.check_statement(county, '对账单.csv', FILE.read_bytes())
    found = {
        row.row.payment.trade_no: (row.row.payment.pay_code, row.row.payment.amount_fen)
        for row in checked.rows
        if row.row.payment
    }
    assert found == BILLS
    assert [row.verdict for row in checked.rows] == [Verdict.MATCHED] * 4 + [Verdict.FAULTY]
    assert checked.rows[-1].advice == (
        '第 6 行“缴款码”：没有填写，备注中有不止一个 20 位缴款码，无法确定是哪一个；改正后重新导入，本次不会入账'
    )
    report = await statement_import.book(county, checked, to_the_end)
    assert [row.verdict for row in report.rows] == [Verdict.BOOKED] * 4 + [Verdict.FAULTY]
    paid = [(await PaymentOrder.get(id=order.id)).status is OrderStatus.PAID for order in owing]
    assert paid == [True] * 4 + [False] * 2
