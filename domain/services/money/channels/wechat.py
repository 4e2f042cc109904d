"""微信支付 (Native, API v3): a channel whose QR code WeChat makes, and whose payment notifications are signed."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from pydantic import AwareDatetime, BaseModel, ValidationError
from wechatpayv3 import WeChatPay, WeChatPayType

from domain.errors import Refusal
from domain.private_names import NeededFor, PrivateUse, require
from domain.rules.money.receipts import PaymentNotification
from domain.rules.vocabulary import PayChannel
from domain.services.money.channels.channels import Forged, Owed
from storage.errors import CannotOpen
from storage.settings.wechat_config import Merchant

log = logging.getLogger(__name__)
SKEW = 300  # seconds a notification may be old or early (WeChat's own advice)
TIMES = 3  # how often the same message is accepted: sent once and repeated twice
GOOD, LASTS = 110 * 60, 120 * 60  # seconds: how long a QR code is shown again, and how long WeChat accepts it
TIMEOUT = (5, 10)  # seconds: to connect, to answer
SIGNED = ('timestamp', 'nonce', 'signature', 'serial', 'signature-type')
GATEWAY_ADDRESS = PrivateUse(
    'wechatpayv3', "the address of WeChat's server: it has a second one", NeededFor.SAFETY,
    {'wechatpayv3:WeChatPay': '_core', 'wechatpayv3.core:Core': '_gate_way'},
)  # fmt: skip
AWAY = '微信支付暂时无法使用，请稍后重试，或改用其他缴费方式'
PAID_ALREADY = '微信支付显示该缴款码已经支付，请在“网上缴费状态查询”中刷新状态'


class _Amount(BaseModel):
    total: int
    currency: str = 'CNY'


class _Transaction(BaseModel):
    """What WeChat reports of a payment; strict, so that nothing else is accepted."""

    mchid: str
    appid: str
    out_trade_no: str
    transaction_id: str
    trade_state: str
    success_time: AwareDatetime
    amount: _Amount


@dataclass(frozen=True, slots=True)
class _Issued:
    url: str
    amount_fen: int
    at: float


class Wechat:
    """The channel of one merchant. All requests to WeChat's server run in threads.

    Raises CannotOpen when a key cannot be read, and Moved when the library is another.
    """

    kind = PayChannel.WECHAT

    def __init__(self, merchant: Merchant) -> None:
        self._merchant = merchant
        self._heard: dict[tuple[str, str], int] = {}  # timestamp and nonce of a message to how often it arrived
        self._issued: dict[str, _Issued] = {}  # pay code to the QR code that WeChat made for it
        require([GATEWAY_ADDRESS])
        try:
            self._library = WeChatPay(
                wechatpay_type=WeChatPayType.NATIVE,
                mchid=merchant.number,
                private_key=merchant.private_key,
                cert_serial_no=merchant.certificate_serial,
                appid=merchant.app_id,
                apiv3_key=merchant.apiv3_key,
                notify_url=merchant.notify_url,
                public_key=merchant.platform_key,
                public_key_id=merchant.platform_serial,
                timeout=TIMEOUT,
            )
        except Exception as error:  # the library has no exception class of its own for a key it cannot read
            raise CannotOpen('微信支付的商户私钥或微信支付公钥无法读取，请检查配置的文件。') from error
        self._library._core._gate_way = merchant.gateway  # noqa: SLF001 - GATEWAY_ADDRESS; tests have a server of their own

    async def address(self, owed: Owed) -> str:
        """The text of WeChat's QR code for this pay code, made once and valid for two hours. Raises Refusal."""
        known = self._issued.get(owed.pay_code)
        if known and known.amount_fen == owed.amount_fen and time.monotonic() - known.at < GOOD:
            return known.url
        amount = {'total': owed.amount_fen, 'currency': 'CNY'}
        status, answer = await self._called(
            self._library.pay, description=owed.subject, out_trade_no=owed.pay_code, amount=amount
        )
        url = answer.get('code_url')
        if status != 200 or not isinstance(url, str):
            raise Refusal(PAID_ALREADY if answer.get('code') == 'ORDERPAID' else AWAY)
        self._issued[owed.pay_code] = _Issued(url, owed.amount_fen, time.monotonic())
        return url

    async def paid(self, pay_code: str) -> PaymentNotification | None:
        """WeChat's answer to a query for this code: the payment, or None while there is none. Raises Refusal."""
        status, answer = await self._called(self._library.query, out_trade_no=pay_code)
        if status == 404 or (status == 200 and answer.get('trade_state') != 'SUCCESS'):
            return None
        if status != 200:
            raise Refusal(AWAY)
        try:
            return self._payment_of(answer)
        except Forged as wrong:
            log.warning('answer of the gateway not understood', extra={'facts': {'why': str(wrong)}})
            raise Refusal(AWAY) from wrong

    async def close(self, pay_code: str) -> None:
        """Stop payments of this code; a paid one stays paid. Raises Refusal when WeChat cannot be reached."""
        status, answer = await self._called(self._library.close, out_trade_no=pay_code)
        if status not in (200, 204, 404) and answer.get('code') != 'ORDERPAID':
            raise Refusal(AWAY)
        self._issued.pop(pay_code, None)

    def open_codes(self) -> Sequence[str]:
        """The codes whose QR code was made within ``LASTS``."""
        oldest = time.monotonic() - LASTS
        self._issued = {code: one for code, one in self._issued.items() if one.at >= oldest}
        return tuple(self._issued)

    def read_notification(self, headers: Mapping[str, str], body: bytes) -> PaymentNotification | None:
        """The payment that a notification reports; None for other messages, and for a message repeated too often.

        Raises Forged unless it was signed by WeChat Pay for this merchant less than five minutes ago.
        """
        given = {f'wechatpay-{name}': headers.get(f'wechatpay-{name}', '') for name in SIGNED}
        stamp, nonce = given['wechatpay-timestamp'], given['wechatpay-nonce']
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
            raise Forged('没有时间戳')
        if abs(time.time() - int(stamp)) > SKEW:
            raise Forged('时间戳超出五分钟')
        # The library would fetch certificates for another serial: no sender may make this server send requests.
        if given['wechatpay-serial'] != self._merchant.platform_serial:
            raise Forged('公钥或证书序号不符')
        try:
            message = self._library.callback(given, body)
        except Exception as error:  # any failure of the library over a message that anybody can send
            raise Forged('签名或密文有误') from error
        if not isinstance(message, dict):
            raise Forged('签名或密文有误')
        resource = message.get('resource')
        if message.get('event_type') != 'TRANSACTION.SUCCESS' or not isinstance(resource, dict):
            return None
        payment = self._payment_of(resource)
        return payment if self._counted(stamp, nonce) <= TIMES else None

    def _payment_of(self, resource: Mapping[str, Any]) -> PaymentNotification:
        """Raises Forged for a payment of another merchant, or one that is not in WeChat's form."""
        try:
            found = _Transaction.model_validate(resource)
        except ValidationError as error:
            raise Forged('内容不完整') from error
        if (found.mchid, found.appid) != (self._merchant.number, self._merchant.app_id):
            raise Forged('商户号或应用不符')
        if found.trade_state != 'SUCCESS' or found.amount.currency != 'CNY':
            raise Forged('不是一笔成功的人民币支付')
        try:
            at = found.success_time.astimezone(UTC)
            return PaymentNotification(
                PayChannel.WECHAT, found.transaction_id, found.out_trade_no, found.amount.total, at
            )
        except ValueError as error:
            raise Forged(str(error)) from error

    def _counted(self, stamp: str, nonce: str) -> int:
        """How often this same message arrived; each one is kept as a receipt, so replays must not fill the table."""
        oldest = time.time() - 2 * SKEW
        self._heard = {key: times for key, times in self._heard.items() if int(key[0]) >= oldest}
        self._heard[stamp, nonce] = self._heard.get((stamp, nonce), 0) + 1
        return self._heard[stamp, nonce]

    async def _called(self, call: Callable[..., Any], **given: Any) -> tuple[int, dict[str, Any]]:
        """Status and answer of WeChat's server, whose signature the library has verified. Raises Refusal."""
        try:
            status, text = await asyncio.to_thread(call, **given)
            answer = json.loads(text) if text else {}
        except (OSError, ValueError) as error:  # not reached, too slow, or not JSON
            log.warning('gateway not reached', extra={'facts': {'error': type(error).__name__}})
            raise Refusal(AWAY) from error
        except Exception as error:  # the library's own error for an answer with a wrong signature
            log.exception('answer of the gateway with a wrong signature')
            raise Refusal(AWAY) from error
        if status >= 400:
            log.warning('gateway refused', extra={'facts': {'status': status, 'code': str(answer.get('code', ''))}})
        return status, answer if isinstance(answer, dict) else {}
