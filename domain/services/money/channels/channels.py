"""The ways to pay that this installation offers: each is one class that knows where its QR code leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from domain.rules.money.receipts import PaymentNotification
from domain.rules.vocabulary import PayChannel


@dataclass(frozen=True, slots=True)
class Owed:
    """What is to be paid by one code."""

    pay_code: str
    amount_fen: int
    subject: str  # a few words for the payer
    base: str  # the address of this server, as the payer's phone reaches it


class Channel(Protocol):
    """One way to pay. What it hears about payments it tells to ``receipts.settle``."""

    @property
    def kind(self) -> PayChannel: ...

    async def address(self, owed: Owed) -> str:
        """What the QR code says. Raises Refusal with a sentence when it cannot be had now."""
        ...


class Forged(Exception):
    """A message that is not the gateway's, or not for us; ``str()`` says what is wrong with it, for the books."""


@runtime_checkable
class Gateway(Channel, Protocol):
    """A channel of somebody else's server: it tells of payments in signed messages, and can be asked about them."""

    def heard(self, headers: Mapping[str, str], body: bytes) -> PaymentNotification | None:
        """The payment a message tells of; None for other news. Raises Forged."""
        ...

    async def paid(self, pay_code: str) -> PaymentNotification | None:
        """The payment of this code by the gateway's word, None while there is none. Raises Refusal."""
        ...

    async def close(self, pay_code: str) -> None:
        """Let this code be paid no more. Raises Refusal."""
        ...

    def open_codes(self) -> Sequence[str]:
        """The codes that somebody could pay there now, as far as this process knows."""
        ...


_offered: tuple[Channel, ...] = ()


def offer(channels: Sequence[Channel]) -> None:
    """Offer these from now on, the preferred one first; called once at the start."""
    global _offered
    _offered = tuple(channels)


def offered() -> tuple[Channel, ...]:
    """The ways to pay, the preferred one first; none where payments are told by bank statements alone."""
    return _offered


def gateways() -> tuple[Gateway, ...]:
    """Those ways to pay that are somebody else's server."""
    return tuple(channel for channel in _offered if isinstance(channel, Gateway))


async def address_of(owed: Owed, kind: PayChannel | None = None) -> str:
    """What the QR code says: the channel's address, of the preferred channel unless a kind is named.

    Where no channel is offered it is the pay code itself, to be given with the transfer. Raises the channel's Refusal.
    """
    for channel in _offered:
        if kind in (None, channel.kind):
            return await channel.address(owed)
    return owed.pay_code
