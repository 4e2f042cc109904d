"""The payment channels that this installation offers: each is one class that knows where its QR code leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from domain.rules.money.receipts import PaymentNotification
from domain.rules.vocabulary import PayChannel


@dataclass(frozen=True, slots=True)
class Owed:
    """What is to be paid with one code."""

    pay_code: str
    amount_fen: int
    subject: str  # a few words for the payer
    base: str  # the address of this server, as the payer's phone reaches it


class Channel(Protocol):
    """One payment channel. It reports every payment to ``receipts.settle``."""

    @property
    def kind(self) -> PayChannel: ...

    async def address(self, owed: Owed) -> str:
        """The text of the QR code. Raises Refusal with a sentence when there can be none now."""
        ...


class Forged(Exception):
    """A message that is not from the gateway, or not for us; ``str()`` says what is wrong with it, for the receipt."""


@runtime_checkable
class Gateway(Channel, Protocol):
    """A channel on another company's server: it reports payments in signed messages and answers queries about them."""

    def read_notification(self, headers: Mapping[str, str], body: bytes) -> PaymentNotification | None:
        """The payment that a message reports; None for other messages. Raises Forged."""
        ...

    async def paid(self, pay_code: str) -> PaymentNotification | None:
        """The payment of this code according to the gateway, None while there is none. Raises Refusal."""
        ...

    async def close(self, pay_code: str) -> None:
        """Stop payments of this code. Raises Refusal."""
        ...

    def open_codes(self) -> Sequence[str]:
        """The codes that somebody could pay there now, as far as this process knows."""
        ...


_offered: tuple[Channel, ...] = ()


def offer(channels: Sequence[Channel]) -> None:
    """Offer these from now on, the preferred one first; called once at startup."""
    global _offered
    _offered = tuple(channels)


def offered() -> tuple[Channel, ...]:
    """The payment channels, the preferred one first; none where payments are known from bank statements only."""
    return _offered


def gateways() -> tuple[Gateway, ...]:
    """The payment channels that are another company's server."""
    return tuple(channel for channel in _offered if isinstance(channel, Gateway))


async def address_of(owed: Owed, kind: PayChannel | None = None) -> str:
    """The text of the QR code: the address of the channel of this kind, or of the preferred channel.

    Where no channel is offered it is the pay code itself, to be quoted with the transfer. Raises the channel's Refusal.
    """
    for channel in _offered:
        if kind in (None, channel.kind):
            return await channel.address(owed)
    return owed.pay_code
