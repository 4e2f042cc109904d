"""A stand-in for WeChat Pay's server on this machine, with test keys: it verifies signatures and signs its answers."""

from __future__ import annotations

import base64
import json
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

MERCHANT, APP, SERIAL = '1900000001', 'wx0123456789abcdef', '5157F09EFDC096DE15EBE81A47057A7232F1B8E1'
PUBLIC_KEY_ID = 'PUB_KEY_ID_0119000000012026'
APIV3_KEY = 'k' * 32
_AUTHORIZATION = re.compile(
    r'WECHATPAY2-SHA256-RSA2048 mchid="(?P<mchid>\d+)",nonce_str="(?P<nonce>\w+)",signature="(?P<signature>[^"]+)",'
    r'timestamp="(?P<timestamp>\d+)",serial_no="(?P<serial>\w+)"'
)
_MERCHANT_KEY, _PLATFORM_KEY, _STRANGER = (generate_private_key(65537, 2048) for _ in range(3))


@dataclass
class StandIn:
    """The received requests and the answers to give. ``orders``: pay code to the order as WeChat stores it."""

    address: str = ''
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    wrongly_signed: list[str] = field(default_factory=list)
    lies: bool = False  # sign answers with a key that is not WeChat's
    fails: bool = False

    def settings(self, folder: Path) -> dict[str, str]:
        """The environment of an installation that uses this server; its keys are written into ``folder``."""
        (folder / 'apiclient_key.pem').write_text(_private(_MERCHANT_KEY))
        (folder / 'wechat_public.pem').write_text(_public(_PLATFORM_KEY))
        return {
            'KAOHE_WECHAT_MERCHANT': MERCHANT,
            'KAOHE_WECHAT_APP_ID': APP,
            'KAOHE_WECHAT_CERTIFICATE_SERIAL': SERIAL,
            'KAOHE_WECHAT_PRIVATE_KEY': str(folder / 'apiclient_key.pem'),
            'KAOHE_WECHAT_APIV3_KEY': APIV3_KEY,
            'KAOHE_WECHAT_PUBLIC_KEY': str(folder / 'wechat_public.pem'),
            'KAOHE_WECHAT_PUBLIC_KEY_ID': PUBLIC_KEY_ID,
            'KAOHE_WECHAT_NOTIFY_URL': 'https://kaohe.example/pay/notify/wechat',
            'KAOHE_WECHAT_GATEWAY': self.address,
        }

    def pay(self, pay_code: str, number: str = '') -> dict[str, Any]:
        """Pay the order as a person with a phone does; returns the order as WeChat then stores it."""
        order = self.orders[pay_code]
        order |= {'trade_state': 'SUCCESS'} | payment_report(pay_code, order['amount']['total'], number)
        return order

    def answer(self, method: str, path: str, headers: Any, body: str) -> tuple[int, dict[str, Any]]:
        """The server's answer to one request."""
        self.calls.append(f'{method} {path}')
        if not _signed_by_merchant(method, path, headers.get('Authorization', ''), body):
            self.wrongly_signed.append(path)
            return 401, {'code': 'SIGN_ERROR', 'message': '签名错误'}
        if self.fails:
            return 500, {'code': 'SYSTEM_ERROR', 'message': '系统异常'}
        if path == '/v3/pay/transactions/native':
            order = json.loads(body)
            if self.orders.get(order['out_trade_no'], {}).get('trade_state') == 'SUCCESS':
                return 400, {'code': 'ORDERPAID', 'message': '订单已支付'}
            self.orders[order['out_trade_no']] = {**order, 'trade_state': 'NOTPAY'}
            return 200, {'code_url': f'weixin://wxpay/bizpayurl?pr={order["out_trade_no"][-7:]}'}
        code = path.rpartition('/out-trade-no/')[2][:20]
        if code not in self.orders:
            return 404, {'code': 'ORDER_NOT_EXIST', 'message': '订单不存在'}
        if path.endswith('/close'):
            if self.orders[code]['trade_state'] == 'SUCCESS':
                return 400, {'code': 'ORDERPAID', 'message': '订单已支付'}
            self.orders[code]['trade_state'] = 'CLOSED'
            return 204, {}
        return 200, self.orders[code]


def payment_report(pay_code: str, fen: int, number: str = '', **other: Any) -> dict[str, Any]:
    """A payment as WeChat reports it."""
    return {
        'mchid': MERCHANT,
        'appid': APP,
        'out_trade_no': pay_code,
        'transaction_id': number or f'4200{pay_code}',
        'trade_type': 'NATIVE',
        'trade_state': 'SUCCESS',
        'success_time': datetime.now(UTC).isoformat(timespec='seconds'),
        'amount': {'total': fen, 'payer_total': fen, 'currency': 'CNY', 'payer_currency': 'CNY'},
    } | other


def notification(
    payment: dict[str, Any], *, age: int = 0, stranger: bool = False, key: str = APIV3_KEY,
    event: str = 'TRANSACTION.SUCCESS', serial: str = PUBLIC_KEY_ID,
) -> tuple[dict[str, str], bytes]:  # fmt: skip
    """Headers and body of a notification, ``age`` seconds old; ``stranger``: signed with somebody else's key."""
    nonce = secrets.token_hex(6)
    sealed = AESGCM(key.encode()).encrypt(nonce.encode(), json.dumps(payment).encode(), b'transaction')
    body = json.dumps(
        {
            'id': secrets.token_hex(16),
            'create_time': datetime.now(UTC).isoformat(timespec='seconds'),
            'resource_type': 'encrypt-resource',
            'event_type': event,
            'summary': '支付成功',
            'resource': {
                'original_type': 'transaction',
                'algorithm': 'AEAD_AES_256_GCM',
                'ciphertext': base64.b64encode(sealed).decode(),
                'associated_data': 'transaction',
                'nonce': nonce,
            },
        }
    )
    headers = signed(body, _STRANGER if stranger else _PLATFORM_KEY, at=int(time.time()) - age, serial=serial)
    return headers | {'Content-Type': 'application/json'}, body.encode()


def signed(body: str, key: RSAPrivateKey, *, at: int, serial: str = PUBLIC_KEY_ID) -> dict[str, str]:
    """The signature headers of WeChat for a body."""
    nonce = secrets.token_hex(16)
    signature = key.sign(f'{at}\n{nonce}\n{body}\n'.encode(), PKCS1v15(), SHA256())
    return {
        'Wechatpay-Timestamp': str(at),
        'Wechatpay-Nonce': nonce,
        'Wechatpay-Serial': serial,
        'Wechatpay-Signature': base64.b64encode(signature).decode(),
        'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
    }


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """The server, on a free port of this machine, until the block ends."""
    place = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer('')

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers.get('Content-Length', 0))).decode())

        def _answer(self, body: str) -> None:
            status, said = place.answer(self.command, self.path, self.headers, body)
            text = json.dumps(said) if said else ''
            self.send_response(status)
            self.send_header('Content-Type', 'application/json')
            for name, value in signed(text, _STRANGER if place.lies else _PLATFORM_KEY, at=int(time.time())).items():
                self.send_header(name, value)
            self.send_header('Content-Length', str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_request(self, *_: object) -> None:
            """Log nothing: the tests print their own messages."""

    server = ThreadingHTTPServer(('127.0.0.1', 0), Handler)
    place.address = f'http://127.0.0.1:{server.server_address[1]}'
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield place
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _signed_by_merchant(method: str, path: str, authorization: str, body: str) -> bool:
    found = _AUTHORIZATION.fullmatch(authorization)
    if found is None or (found['mchid'], found['serial']) != (MERCHANT, SERIAL):
        return False
    text = f'{method}\n{path}\n{found["timestamp"]}\n{found["nonce"]}\n{body}\n'
    try:
        _MERCHANT_KEY.public_key().verify(base64.b64decode(found['signature']), text.encode(), PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return abs(time.time() - int(found['timestamp'])) < 300


def _private(key: RSAPrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _public(key: RSAPrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
