"""异常回执 and 对账记录: only rows of the own subtree, with any filters."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain import clock
from domain.errors import Forbidden, NotFound
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import Paging
from domain.rules.money.receipt_filters import Handled, ReceiptFilters
from domain.rules.vocabulary import OrderStatus, PayChannel, ReceiptOutcome, Status
from domain.services.money import receipt_lists, receipts
from domain.services.money.receipts import forged, settle
from domain.services.money.statements import statement_lists
from storage.models import Receipt
from tests import town as cast
from tests.money import due, payment
from tests.queries import counted
from tests.services.money.test_statement_import import ABSENT, file, line, take
from tests.town import Town

ALL = ReceiptFilters(handled=Handled.ALL)


async def odd(town: Town, unit: str = cast.SCHOOL) -> Receipt:
    """A receipt with a wrong amount for a person of ``unit``."""
    order = await due(town, unit)
    return await settle(replace(payment(order), amount_fen=1))


async def numbers(actor: Actor, filters: ReceiptFilters = ALL) -> list[int]:
    """The ids in the list; its count and its export must agree with them."""
    found = await receipt_lists.listed(actor, filters=filters, paging=Paging())
    ids = [row.id for row in found.rows]
    total, portions = await receipt_lists.rows_to_export(actor, filters)
    assert [row.id async for some in portions for row in some] == ids
    assert found.total == total == await receipt_lists.count(actor, filters) == len(ids)
    return ids


async def test_each_office_sees_the_receipts_of_its_subtree(town: Town) -> None:
    mine, theirs = await odd(town), await odd(town, cast.OTHER_SCHOOL)
    lie = await forged(PayChannel.WECHAT, pay_code=ABSENT)
    assert lie is not None

    assert await numbers(town.actor(cast.COUNTY)) == [mine.id]
    assert await numbers(town.actor(cast.OTHER_COUNTY)) == [theirs.id]
    assert await numbers(town.actor(cast.CITY)) == [theirs.id, mine.id]
    assert await numbers(town.actor(cast.OTHER_CITY)) == []
    assert await numbers(town.actor(cast.PROVINCE)) == [lie.id, theirs.id, mine.id]
    for missing in (theirs.id, lie.id, 999_999):
        with pytest.raises(NotFound):
            await receipt_lists.one(town.actor(cast.COUNTY), missing)
    assert await numbers(town.actor(cast.COUNTY), ReceiptFilters(keyword=theirs.pay_code)) == []


async def test_a_booked_or_repeated_receipt_is_no_exception(town: Town) -> None:
    order = await due(town)
    await settle(payment(order))
    await settle(payment(order))

    assert await numbers(town.actor(cast.PROVINCE)) == []


async def test_a_row_names_the_person_whose_payment_it_may_be(town: Town) -> None:
    county, order = town.actor(cast.COUNTY), await due(town)
    await take(town, file(line('S1', order, '1.00')))
    person = await order.application

    (row,) = (await receipt_lists.listed(county, filters=ALL, paging=Paging())).rows

    assert (row.who, row.due_fen, row.amount_fen, row.status) == (person.name, 235_00, 1_00, OrderStatus.DUE)
    assert (row.office, row.payer, row.statement) == ('宜阳县第一高级中学', '王建国', '对账单.csv')
    assert row == await receipt_lists.one(county, row.id)


async def test_a_handled_receipt_leaves_the_list_and_can_still_be_found(town: Town) -> None:
    county, receipt = town.actor(cast.COUNTY), await odd(town)
    open_, done = ReceiptFilters(), ReceiptFilters(handled=Handled.DONE)
    assert (await numbers(county, open_), await numbers(county, done)) == ([receipt.id], [])

    await receipts.handle(county, receipt.id, '已退款给付款人')

    assert (await numbers(county, open_), await numbers(county, done), await numbers(county)) == (
        [], [receipt.id], [receipt.id],
    )  # fmt: skip
    row = await receipt_lists.one(county, receipt.id)
    assert (row.handling, row.handled_by) == ('已退款给付款人', county.name)


async def test_every_filter_narrows(town: Town) -> None:
    county = town.actor(cast.COUNTY)
    wrong = await odd(town)
    order = await due(town)
    await settle(payment(order))
    double = await settle(replace(payment(order), channel=PayChannel.STATEMENT, trade_no='S9'))
    await Receipt.filter(id=wrong.id).update(received_at=clock.now() - timedelta(days=3))
    today, before = clock.today(), clock.today() - timedelta(days=3)

    async def found(**filters: object) -> list[int]:
        return await numbers(county, ReceiptFilters.read(filters))

    assert await found() == [double.id, wrong.id]
    assert await found(outcomes=[ReceiptOutcome.DOUBLE.value]) == [double.id]
    assert await found(outcomes=[ReceiptOutcome.BOOKED.value]) == [
        double.id,
        wrong.id,
    ]  # not of this list
    assert await found(channels=[PayChannel.WECHAT.value]) == [wrong.id]
    assert await found(keyword='S9') == [double.id]
    assert await found(keyword='-'.join(wrong.pay_code[at : at + 4] for at in range(0, 20, 4))) == [wrong.id]
    assert await found(keyword='x' * 500) == []
    assert await found(received=['', before.isoformat()]) == [wrong.id]
    assert await found(received=[today.isoformat(), '']) == [double.id]


async def test_filters_are_read_back_from_their_address(town: Town) -> None:
    filters = ReceiptFilters.read(
        {'keyword': 'S1', 'outcomes': 'double,closed', 'channels': 'wechat', 'received': ['2026-05-01', ''],
         'handled': 'all', 'year': '2026'}
    )  # fmt: skip

    assert filters.year == 2026
    assert ReceiptFilters.read(filters.typed()) == filters
    assert filters.initial['received'] == ['2026-05-01', '']
    assert ReceiptFilters().typed() == {}


async def test_three_rows_take_as_many_queries_as_one(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    county, sent = town.actor(cast.COUNTY), []
    for more in (1, 2):
        for _ in range(more):
            order = await due(town)
            await take(town, file(line(f'S{order.id}', order, '1.00')))
        with counted(monkeypatch) as statements:
            await receipt_lists.listed(county, filters=ALL, paging=Paging())
        with counted(monkeypatch) as of_files:
            await statement_lists.listed(county, paging=Paging())
        sent.append((len(statements), len(of_files)))

    assert sent[0] == sent[1]


async def test_an_office_sees_only_its_own_imported_statements(town: Town) -> None:
    await take(town, file(line('S1', ABSENT)))
    await take(town, file(line('S2', ABSENT)), cast.OTHER_COUNTY)

    async def offices(who: str) -> list[str]:
        return [row.office for row in (await statement_lists.listed(town.actor(who), paging=Paging())).rows]

    assert await offices(cast.COUNTY) == ['宜阳县']
    assert await offices(cast.CITY) == ['洛宁县', '宜阳县']
    assert await offices(cast.OTHER_CITY) == []
    (row,) = (await statement_lists.listed(town.actor(cast.COUNTY), paging=Paging())).rows
    assert (row.label, row.by, row.counts) == ('对账单.csv', town.actor(cast.COUNTY).name, {'unmatched': 1})


@pytest.mark.parametrize('who', [cast.COUNTY_REVIEWER, cast.DEPARTMENT, cast.SCHOOL])
async def test_only_counties_and_above_see_receipts(town: Town, who: str) -> None:
    receipt = await odd(town)
    person = town.applicant(await town.application(at=Status.APPROVED))
    for actor in (town.actor(who), person):
        for refused in (
            receipt_lists.listed(actor, filters=ALL, paging=Paging()),
            receipt_lists.count(actor, ALL),
            receipt_lists.one(actor, receipt.id),
            receipt_lists.rows_to_export(actor, ALL),
            statement_lists.listed(actor, paging=Paging()),
        ):
            with pytest.raises(Forbidden):
                await refused
