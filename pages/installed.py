"""The settings of the installation that pages need: set once at start."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from fastapi import Request


@dataclass(frozen=True, slots=True)
class Offer:
    """One account that a demonstration offers for sign-in by one click."""

    label: str
    login: str
    password: str


async def no_offers() -> Sequence[Offer]:
    """A real installation offers no accounts."""
    return ()


@dataclass(frozen=True, slots=True)
class Installed:
    """``secure``: served over TLS, so that cookies may require it."""

    demo: bool = False
    secure: bool = False
    metrics_token: str = ''  # empty: /metrics is for this machine only
    offers: Callable[[], Awaitable[Sequence[Offer]]] = no_offers
    public_address: str = ''  # how phones reach this server; empty: as the current browser did

    @property
    def cookie(self) -> str:
        """The name of the session's cookie; with the prefix a browser refuses a cookie set by another host or path."""
        return '__Host-kaohe' if self.secure else 'kaohe'


now = Installed()


def use(installed: Installed) -> None:
    """Make this the installation of the process."""
    global now
    now = installed


def dark(request: Request) -> bool | None:
    """Whether this browser chose dark or light mode before; None follows the system."""
    return {'1': True, '0': False}.get(request.cookies.get('dark', ''))
