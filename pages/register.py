"""The table of all addresses: path, title, audience, and the function that builds the content."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from domain.rules.permissions import Audience

Builder = Callable[..., Any]


class AddressKind(Enum):
    """How an address is served."""

    SCREEN = auto()  # inside the shell, with the menu; reached without a reload
    SHEET = auto()  # a full page without the shell: print, phone, public
    DOWNLOAD = auto()  # a plain GET answered with a response: files
    MESSAGE = auto()  # a POST from another server, without a session, verified by a signature


@dataclass(frozen=True, slots=True)
class Address:
    """One line of the table of addresses. ``trail`` is the part of the breadcrumb before the title."""

    path: str
    title: str
    audience: Audience
    kind: AddressKind
    build: Builder
    trail: tuple[str, ...] = ()

    def fits(self, path: str) -> bool:
        """Whether this path matches the address: ``{name}`` stands for any one segment."""
        ours, theirs = self.path.split('/'), path.split('/')
        return len(ours) == len(theirs) and all(
            mine == its or (mine.startswith('{') and its) for mine, its in zip(ours, theirs, strict=True)
        )


ADDRESSES: dict[str, Address] = {}


def screen(path: str, *, title: str, audience: Audience, trail: tuple[str, ...] = ()) -> Callable[[Builder], Builder]:
    """Register a page inside the shell: ``async def builder(actor, …)``.

    Further parameters are filled from the path (``/review/{application_id}``, one segment each) and from the query,
    by name, and converted where annotated as int or float; a value that cannot be converted gets the answer for an
    unknown address. A builder may raise NotFound or Forbidden: shown with status 404 or 403 on a direct load.
    """
    return _register(path, title, audience, AddressKind.SCREEN, trail)


def sheet(path: str, *, title: str, audience: Audience) -> Callable[[Builder], Builder]:
    """Register a full page without the shell; the builder gets the actor first, unless the audience is Anyone."""
    return _register(path, title, audience, AddressKind.SHEET)


def download(path: str, *, audience: Audience) -> Callable[[Builder], Builder]:
    """Register a plain GET: ``async def builder(actor, …) -> Response``; refusals become 403 and 404."""
    return _register(path, '', audience, AddressKind.DOWNLOAD)


def message(path: str, *, audience: Audience) -> Callable[[Builder], Builder]:
    """Register a POST of another server: ``async def builder(request) -> Response``; it must verify the request."""
    return _register(path, '', audience, AddressKind.MESSAGE)


def _register(
    path: str, title: str, audience: Audience, kind: AddressKind, trail: tuple[str, ...] = ()
) -> Callable[[Builder], Builder]:
    def keep(build: Builder) -> Builder:
        ADDRESSES[path] = Address(path, title, audience, kind, build, trail)
        return build

    return keep


def signature_without_actor(build: Builder) -> inspect.Signature:
    """What the address has to fill in: the builder's parameters besides the actor, with their types resolved."""
    full = inspect.signature(build, eval_str=True)
    return full.replace(parameters=[p for p in full.parameters.values() if p.name != 'actor'])


def at(path: str) -> Address | None:
    """The line of the table for this path; lines without parameters have priority."""
    plain = path.rstrip('/') or '/'
    if plain in ADDRESSES:
        return ADDRESSES[plain]
    return next((address for address in ADDRESSES.values() if address.fits(plain)), None)
