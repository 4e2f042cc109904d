"""Hashing and comparing passwords: outside the event loop, two at a time, with the installation's pepper."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import bcrypt

from domain.rules.access.passwords import LONGEST_TYPED, normal

T = TypeVar('T')
# Two threads: more would take too much time from the event loop that serves all pages (5-trust §1.9).
_two = ThreadPoolExecutor(max_workers=2, thread_name_prefix='bcrypt')
_pepper = b''
_cost = 11
_dummy = b''


def prepare(pepper: str, cost: int = 11) -> None:
    """Set the installation's pepper (hexadecimal) and the cost; called once before the first sign-in."""
    global _pepper, _cost, _dummy
    _pepper, _cost = bytes.fromhex(pepper), cost
    _dummy = bcrypt.hashpw(secrets.token_hex(32).encode(), bcrypt.gensalt(cost))


async def hash_of(password: str) -> str:
    """The hash to store."""
    return (await _off_loop(bcrypt.hashpw, _digest(password), bcrypt.gensalt(_cost))).decode()


async def matches(password: str, kept: str) -> bool:
    """Whether this is the password; an empty hash costs the same time and never matches."""
    same = await _off_loop(bcrypt.checkpw, _digest(password), kept.encode() if kept else _dummy)
    return bool(kept) and same


def hash_at_once(password: str, cost: int = 4) -> str:
    """A hash computed without a thread, for test data with thousands of accounts that share one known password."""
    return bcrypt.hashpw(_digest(password), bcrypt.gensalt(cost)).decode()


def _digest(password: str) -> bytes:
    """44 characters of any text: bcrypt stops at 72 bytes and at a zero byte."""
    if not _pepper:
        raise RuntimeError('no pepper: call prepare() first')
    mac = hmac.new(_pepper, normal(password[:LONGEST_TYPED]).encode('utf-8', 'surrogatepass'), hashlib.sha256)
    return base64.b64encode(mac.digest())


async def _off_loop(function: Callable[[bytes, bytes], T], password: bytes, salt: bytes) -> T:
    return await asyncio.get_running_loop().run_in_executor(_two, function, password, salt)
