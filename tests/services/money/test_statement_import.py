"""导入对账单: checked first, booked once however often it is imported, and orders of other offices stay unchanged."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain import clock
from domain.errors import Forbidden, Invalid, Refusal, SignedOut
from domain.long_work import to_the_end
from domain.rules.money.reconciliation import Judged, Verdict
from domain.rules.vocabulary import Act, OrderStatus, PayChannel, ReceiptOutcome, Status, WindowKind
from domain.services.money import bundles, orders, receipts
from domain.services.money.statements import statement_import
from domain.services.money.statements.statement_import import CheckedStatement, StatementReport
from storage.models import Account, JournalEntry, PaymentBundle, PaymentOrder, Receipt, Statement, Window
from tests import town as cast
from tests.money import due, payment
from tests.queries import counted
from tests.town import Town

HEAD = '交易流水号,缴款码,金额,交易时间,付款人,备注'
ABSENT = '10000000000000000001'


def line(trade_no: str, order: PaymentOrder | PaymentBundle | str, yuan: str = '', when: str = '') -> str:
    """One row of a statement that pays this order; ``yuan`` and ``when`` replace the correct amount and time."""
    code = order if isinstance(order, str) else order.pay_code
    amount = yuan or (f'{order.amount_fen / 100:.2f}' if not isinstance(order, str) else '100')
    time = when or clock.local(clock.now() - timedelta(hours=1)).strftime('%Y-%m-%d %H:%M:%S')
    return f'{trade_no},{code},{amount},{time},王建国,'


def file(*lines: str) -> bytes:
    """A statement as it is downloaded from the bank's website."""
    return '\n'.join([HEAD, *lines]).encode('gb18030')


async def look(town: Town, content: bytes, who: str = cast.COUNTY, label: str = '对账单.csv') -> CheckedStatement:
    return await statement_import.check_statement(town.actor(who), label, content)


async def take(town: Town, content: bytes, who: str = cast.COUNTY) -> StatementReport:
    return await statement_import.book(town.actor(who), await look(town, content, who), to_the_end)


def verdicts(of: CheckedStatement | StatementReport) -> list[Verdict]:
    return [row.verdict for row in of.rows]


async def status_of(order: PaymentOrder) -> OrderStatus:
    return (await PaymentOrder.get(id=order.id)).status


async def test_every_kind_of_row_gets_its_verdict_before_anything_is_written(town: Town) -> None:
    good, small, paid, closed, exempt = [await due(town) for _ in range(5)]
    await receipts.settle(payment(paid))
    await PaymentOrder.filter(id=closed.id).update(status=OrderStatus.CLOSED)
    await orders.exempt(town.actor(cast.COUNTY), exempt.id, '特困家庭')
    before = await Receipt.all().count()

    checked = await look(
        town,
        file(
            line('S1', good), line('S2', small, '1.00'), line('S3', paid), line('S4', closed), line('S5', exempt),
            line('S6', ABSENT), line('S7', 'x'), line('S1', good), line('S8', good), ',,,,,',
            line(f'T{paid.pay_code}', paid),
        ),
    )  # fmt: skip

    assert verdicts(checked) == [
        Verdict.MATCHED, Verdict.WRONG_AMOUNT, Verdict.DOUBLE, Verdict.CLOSED, Verdict.CLOSED, Verdict.UNMATCHED,
        Verdict.FAULTY, Verdict.REPEATED, Verdict.DOUBLE, Verdict.SKIPPED, Verdict.REPEATED,
    ]  # fmt: skip
    assert all(row.advice for row in checked.rows)
    assert checked.rows[1].advice.startswith('到账 ￥1.00，应缴 ￥235.00；')
    assert checked.rows[4].advice.startswith('免缴；')
    assert checked.rows[7].advice == '与第 2 行是同一笔收款，只入账一次'
    assert [row.row.row for row in checked.fresh] == [2, 3, 4, 5, 6, 7, 10]
    assert (await Receipt.all().count(), await Statement.all().count()) == (before, 0)
    assert await status_of(good) is OrderStatus.DUE


async def test_matching_payments_are_booked_and_the_others_are_stored_as_exceptions(town: Town) -> None:
    good, small = await due(town), await due(town)
    report = await take(town, file(line('S1', good), line('S2', small, '1.00'), line('S3', ABSENT), line('S4', '12')))

    assert verdicts(report) == [Verdict.BOOKED, Verdict.WRONG_AMOUNT, Verdict.UNMATCHED, Verdict.FAULTY]
    assert (await status_of(good), await status_of(small)) == (OrderStatus.PAID, OrderStatus.DUE)
    paid = await PaymentOrder.get(id=good.id)
    assert paid.channel is PayChannel.STATEMENT
    assert paid.paid_at is not None
    assert paid.paid_at < clock.now() - timedelta(minutes=50)
    kept = {row.trade_no: row for row in await Receipt.all()}
    assert {number: row.outcome for number, row in kept.items()} == {
        'S1': ReceiptOutcome.BOOKED, 'S2': ReceiptOutcome.WRONG_AMOUNT, 'S3': ReceiptOutcome.UNMATCHED,
    }  # fmt: skip
    assert kept['S1'].key == f'statement:S1:{good.pay_code}'
    assert kept['S3'].organisation_id == town.organisations[cast.COUNTY].id
    assert kept['S2'].details == {'payer': '王建国', 'row': 3}
    statement = await Statement.get()
    assert {row.statement_id for row in kept.values()} == {statement.id}
    assert statement.counts == {'booked': 1, 'wrong_amount': 1, 'unmatched': 1, 'faulty': 1}
    entries = await JournalEntry.filter(act=Act.STATEMENT).order_by('id')
    assert [entry.details.get('rows', entry.details.get('counts')) for entry in entries] == [4, statement.counts]


async def test_the_same_file_and_an_overlapping_file_book_no_payment_again(town: Town) -> None:
    first, second = await due(town), await due(town)
    content = file(line('S1', first), line('S2', ABSENT), line('S3', first, '1.00'))
    await take(town, content)
    before = await Receipt.all().count()

    again = await look(town, content)
    assert verdicts(again) == [Verdict.REPEATED, Verdict.UNMATCHED, Verdict.DOUBLE]
    assert (again.fresh, again.before is not None) == ((), True)
    with pytest.raises(Refusal, match='没有需要'):
        await statement_import.book(town.actor(cast.COUNTY), again, to_the_end)
    overlapping = await take(town, file(line('S1', first), line('S4', second)))
    assert verdicts(overlapping) == [Verdict.REPEATED, Verdict.BOOKED]
    assert await Receipt.all().count() == before + 1
    assert await Receipt.filter(order_id=first.id, outcome=ReceiptOutcome.BOOKED).count() == 1


async def test_two_clerks_with_the_same_file_at_the_same_time_book_once(town: Town) -> None:
    rows = [await due(town) for _ in range(6)]
    content = file(*(line(f'S{at}', order) for at, order in enumerate(rows)), line('S9', ABSENT))
    one, other = await look(town, content), await look(town, content, cast.CITY)

    reports = await asyncio.gather(
        statement_import.book(town.actor(cast.COUNTY), one, to_the_end),
        statement_import.book(town.actor(cast.CITY), other, to_the_end),
    )

    for at, order in enumerate(rows):
        assert sorted(report.rows[at].verdict for report in reports) == [Verdict.BOOKED, Verdict.REPEATED]
        assert await Receipt.filter(order_id=order.id, outcome=ReceiptOutcome.BOOKED).count() == 1
        assert await status_of(order) is OrderStatus.PAID
    assert await Receipt.filter(outcome=ReceiptOutcome.UNMATCHED).count() == 2  # one for each office


async def test_an_unmatched_payment_is_stored_once_for_two_clerks_of_one_office(town: Town) -> None:
    content = file(*(line(f'S{at}', ABSENT) for at in range(5)))
    looks = [await look(town, content) for _ in range(2)]

    await asyncio.gather(*(statement_import.book(town.actor(cast.COUNTY), one, to_the_end) for one in looks))

    assert await Receipt.filter(outcome=ReceiptOutcome.UNMATCHED).count() == 5


async def test_the_code_of_another_county_is_unmatched_and_that_county_can_still_book_it(town: Town) -> None:
    theirs = await due(town, cast.OTHER_SCHOOL)
    content = file(line('S1', theirs), line('S2', ABSENT))

    mine = await take(town, content)
    assert verdicts(mine) == [Verdict.UNMATCHED] * 2
    assert mine.rows[0].advice == mine.rows[1].advice
    assert (mine.rows[0].who, mine.rows[0].due_fen) == ('', None)
    assert await status_of(theirs) is OrderStatus.DUE
    assert set(await Receipt.all().values_list('order_id', flat=True)) == {None}

    assert verdicts(await take(town, content, cast.OTHER_COUNTY)) == [Verdict.BOOKED, Verdict.UNMATCHED]
    assert await status_of(theirs) is OrderStatus.PAID


async def test_the_city_books_for_its_counties(town: Town) -> None:
    one, other = await due(town), await due(town, cast.OTHER_SCHOOL)

    report = await take(town, file(line('S1', one), line('S2', other)), cast.CITY)

    assert verdicts(report) == [Verdict.BOOKED] * 2


async def test_a_mistyped_code_is_booked_after_its_correction(town: Town) -> None:
    order = await due(town)
    await take(town, file(line('S1', ABSENT)))

    assert verdicts(await take(town, file(line('S1', order)))) == [Verdict.BOOKED]


async def test_two_banks_may_use_the_same_numbers(town: Town) -> None:
    one, other = await due(town), await due(town)
    await take(town, file(line('0001', one)))

    assert verdicts(await take(town, file(line('0001', other)))) == [Verdict.BOOKED]


async def test_a_payment_of_a_bundle_pays_all_of_its_orders(town: Town) -> None:
    county = town.actor(cast.COUNTY)
    one, other = await due(town), await due(town)
    made = await bundles.bundle(county, [one.id, other.id])

    checked = await look(town, file(line('S1', made)))
    assert (checked.rows[0].who, checked.rows[0].due_fen) == ('合并缴款（2 人）', 470_00)
    assert verdicts(await statement_import.book(county, checked, to_the_end)) == [Verdict.BOOKED]
    assert {await status_of(one), await status_of(other)} == {OrderStatus.PAID}
    assert verdicts(await look(town, file(line('S2', one)), cast.OTHER_COUNTY)) == [Verdict.UNMATCHED]
    assert verdicts(await look(town, file(line('S2', made)), cast.OTHER_COUNTY)) == [Verdict.UNMATCHED]


async def test_a_payment_with_a_date_but_no_time_is_in_time_on_the_first_day(town: Town) -> None:
    order, late = await due(town), await due(town)
    now = clock.now()
    opened = clock.local(now).replace(hour=0, minute=0, second=30, microsecond=0)
    await Window.filter(kind=WindowKind.PAYMENT).update(opens_at=opened, closes_at=now + timedelta(days=2))
    yesterday = clock.local(now - timedelta(days=1)).strftime('%Y-%m-%d')

    report = await take(
        town, file(line('S1', order, when=clock.local(now).strftime('%Y-%m-%d')), line('S2', late, when=yesterday))
    )

    assert verdicts(report) == [Verdict.BOOKED, Verdict.CLOSED]
    assert report.rows[1].advice.startswith('付款时缴费尚未开始；')


async def test_a_stopped_import_keeps_the_booked_rows_and_can_be_continued(town: Town) -> None:
    rows = [await due(town) for _ in range(3)]
    content = file(*(line(f'S{at}', order) for at, order in enumerate(rows)))

    stopped = await statement_import.book(
        town.actor(cast.COUNTY), await look(town, content), lambda done, _total: done < 2
    )
    assert (verdicts(stopped), stopped.stopped) == ([Verdict.BOOKED, Verdict.BOOKED, Verdict.MATCHED], True)
    assert (await Statement.get()).counts == {'booked': 2, 'left': 1}
    assert verdicts(await take(town, content)) == [Verdict.REPEATED, Verdict.REPEATED, Verdict.BOOKED]


async def test_a_clerk_disabled_during_the_import_books_no_more(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statement_import, 'CHUNK', 1)
    rows = [await due(town) for _ in range(3)]
    checked = await look(town, file(*(line(f'S{at}', order) for at, order in enumerate(rows))))
    booked = statement_import._booked

    async def then_disabled(*given: Any) -> Judged:
        done = await booked(*given)
        await Account.filter(id=town.accounts[cast.COUNTY].id).update(enabled=False)
        return done

    monkeypatch.setattr(statement_import, '_booked', then_disabled)
    with pytest.raises(SignedOut):
        await statement_import.book(town.actor(cast.COUNTY), checked, to_the_end)
    assert [await status_of(order) for order in rows].count(OrderStatus.PAID) == 1
    assert (await Statement.get()).counts == {'booked': 1, 'left': 2}


@pytest.fixture(params=[cast.COUNTY_REVIEWER, cast.DEPARTMENT, cast.SCHOOL])
def below(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def test_only_counties_and_above_import_statements(town: Town, below: str) -> None:
    order = await due(town)
    content = file(line('S1', order))
    with pytest.raises(Forbidden):
        await look(town, content, below)
    with pytest.raises(Forbidden):
        await statement_import.book(town.actor(below), await look(town, content), to_the_end)
    person = town.applicant(await town.application(at=Status.APPROVED))
    with pytest.raises(Forbidden):
        await statement_import.check_statement(person, '对账单', content)
    assert (await Statement.all().count(), await Receipt.all().count()) == (0, 0)


async def test_a_file_that_is_no_statement_is_refused_and_writes_nothing(town: Town) -> None:
    with pytest.raises(Invalid):
        await look(town, b'hello')
    assert await Statement.all().count() == 0


async def test_the_name_of_the_file_is_a_label_only(town: Town) -> None:
    order = await due(town)
    checked = await look(town, file(line('S1', order)), label='../\x00' + 'x' * 300)
    await statement_import.book(town.actor(cast.COUNTY), checked, to_the_end)

    assert (await Statement.get()).label == ('../' + 'x' * 300)[:120]


async def test_many_rows_are_checked_with_as_many_queries_as_one(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [await due(town) for _ in range(3)]
    sent: list[int] = []
    for some in (rows[:1], rows[:1], rows):  # the first run also reads the year
        content = file(*(line(f'S{at}', order) for at, order in enumerate(some)))
        with counted(monkeypatch) as statements:
            await look(town, content)
        sent.append(len(statements))

    assert sent[1] == sent[2]


async def test_checked_rows_are_checked_again_when_they_are_booked(town: Town) -> None:
    order = await due(town)
    checked = await look(town, file(line('S1', order)))
    await receipts.settle(replace(payment(order), trade_no='elsewhere'))

    report = await statement_import.book(town.actor(cast.COUNTY), checked, to_the_end)

    assert verdicts(report) == [Verdict.DOUBLE]
    assert await Receipt.filter(outcome=ReceiptOutcome.DOUBLE).count() == 1
