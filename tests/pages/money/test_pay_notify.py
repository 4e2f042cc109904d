"""WeChat Pay's notifications, through the gate: without a session, with a signature, a size limit and a rate limit."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from httpx import AsyncClient
from nicegui.testing import User

from domain.rules.vocabulary import OrderStatus, ReceiptOutcome, Status
from domain.services.money.channels import channels
from pages.server import gate
from storage.models import PaymentOrder, Receipt
from tests import town as cast
from tests.town import Town
from tests.wechat_stand_in import StandIn, notification, payment_report

PATH = '/pay/notify/wechat'


@pytest_asyncio.fixture
async def configured(served: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """An installation whose environment configures a merchant; request it before ``user``."""
    for name, value in StandIn(address='http://127.0.0.1:9').settings(tmp_path).items():
        monkeypatch.setenv(name, value)
    yield served
    channels.offer([])


@pytest.fixture
def web(configured: Town, user: User) -> AsyncClient:
    return user.http_client


async def order_of(town: Town) -> PaymentOrder:
    application = await town.application(unit=cast.SCHOOL, at=Status.APPROVED)
    return await PaymentOrder.get(application_id=application.id)


async def test_a_signed_notification_needs_no_session(configured: Town, web: AsyncClient) -> None:
    order = await order_of(configured)
    headers, body = notification(payment_report(order.pay_code, order.amount_fen))

    answers = [await web.post(PATH, headers=headers, content=body) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [204, 204]
    assert (await PaymentOrder.get(id=order.id)).status is OrderStatus.PAID
    assert [row.outcome for row in await Receipt.all().order_by('id')] == [
        ReceiptOutcome.BOOKED, ReceiptOutcome.REPEATED,
    ]  # fmt: skip


async def test_a_forged_notification_is_refused_and_recorded(configured: Town, web: AsyncClient) -> None:
    order = await order_of(configured)
    headers, body = notification(payment_report(order.pay_code, order.amount_fen), stranger=True)

    answer = await web.post(PATH, headers=headers, content=body)

    assert (answer.status_code, answer.json()['code']) == (401, 'FAIL')
    assert (await PaymentOrder.get(id=order.id)).status is OrderStatus.DUE
    assert (await Receipt.get()).outcome is ReceiptOutcome.FORGED


async def test_the_gate_keeps_it_small_rare_and_to_posts(web: AsyncClient, stopped_clock: None) -> None:
    assert (await web.get(PATH)).status_code == 405
    assert (await web.put(PATH, content=b'x')).status_code == 405
    assert (await web.post(PATH, content=b'x' * (gate.MESSAGE + 1))).status_code == 413
    assert (await web.post(PATH, content=b'x', headers={'origin': 'http://evil.example'})).status_code == 403
    assert (await web.post(PATH, content=b'x', headers={'host': 'evil.example'})).status_code == 403
    codes = [(await web.post(PATH, content=b'x')).status_code for _ in range(101)]
    assert set(codes) == {401, 429}
    assert codes.index(429) >= 95  # what came before counts


async def test_an_installation_without_a_merchant_has_no_such_address(served: Town, user: User) -> None:
    answer = await user.http_client.post(PATH, content=b'{}')

    assert answer.status_code == 404
    assert await Receipt.all().count() == 0
