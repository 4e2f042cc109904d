"""Signed addresses that work without a session: only this installation can make one, and each expires."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from itsdangerous import BadSignature, Signer

from domain import clock
from domain.errors import Refusal

LONGEST = 200
_key = b''


class Tampered(Refusal):
    """Not a link of this installation, or changed afterwards."""

    def __init__(self) -> None:
        super().__init__('地址有误或不完整，请重新扫描二维码')


class Expired(Refusal):
    """A link of this installation that is no longer valid."""

    def __init__(self) -> None:
        super().__init__('二维码的有效时间已过，请向单位或县区及以上管理员索取新的二维码')


def prepare(key: str) -> None:
    """Set the installation's key (hexadecimal); called once before anything is signed."""
    global _key
    _key = bytes.fromhex(key)


def signed(purpose: str, text: str, until: datetime) -> str:
    """``text`` as one segment of an address, valid for this purpose until ``until``; ``text`` stays readable."""
    return _signer(purpose).sign(f'{text}.{int(until.timestamp()):x}').decode()


def opened(purpose: str, token: str) -> tuple[str, datetime]:
    """What was signed for this purpose, and until when it is valid. Raises Tampered, Expired."""
    try:
        if len(token) > LONGEST:
            raise Tampered
        text, _, stamp = _signer(purpose).unsign(token).decode().rpartition('.')
    except (BadSignature, UnicodeError) as error:
        raise Tampered from error
    until = datetime.fromtimestamp(int(stamp, 16), UTC)
    if until <= clock.now():
        raise Expired
    return text, until


def _signer(purpose: str) -> Signer:
    if not _key:
        raise RuntimeError('links.prepare was not called')
    return Signer(_key, salt=f'kaohe.{purpose}', digest_method=hashlib.sha256)
