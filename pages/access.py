"""Who may open what: the table of all addresses, and the actor behind the page at hand."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, ParamSpec, TypeVar
from urllib.parse import quote

from nicegui import Client, ui

from domain.errors import Forbidden, Refusal, SignedOut
from domain.rules.actor import Actor
from domain.rules.permissions import (
    Activating,
    Administrator,
    Anyone,
    Applicant,
    Audience,
    City,
    County,
    Department,
    Province,
    Reviewer,
    SignedIn,
)
from domain.services import sessions

__all__ = [
    'ADDRESSES', 'Activating', 'Address', 'Administrator', 'Anyone', 'Applicant', 'Audience', 'City', 'County',
    'Department', 'Kind', 'Province', 'Reviewer', 'SignedIn', 'acting', 'admitted', 'agent', 'at', 'current_actor',
    'download', 'local', 'password_address', 'refusals', 'screen', 'session_key', 'sheet', 'sign_in_address',
    'signature_without_actor',
]  # fmt: skip

P = ParamSpec('P')
T = TypeVar('T')
Builder = Callable[..., Any]


class Kind(Enum):
    """How an address is served."""

    SCREEN = auto()  # inside the shell, with the menu; reached without a reload
    SHEET = auto()  # a full page of its own: print, phone, public
    DOWNLOAD = auto()  # a plain GET that answers with a response: files


@dataclass(frozen=True, slots=True)
class Address:
    """One line of the table of addresses. ``trail`` is what stands before the title in the breadcrumb."""

    path: str
    title: str
    audience: Audience
    kind: Kind
    build: Builder
    trail: tuple[str, ...] = ()

    def fits(self, path: str) -> bool:
        """Whether this path is one of the address: ``{name}`` stands for any one segment."""
        ours, theirs = self.path.split('/'), path.split('/')
        return len(ours) == len(theirs) and all(
            mine == its or (mine.startswith('{') and its) for mine, its in zip(ours, theirs, strict=True)
        )


ADDRESSES: dict[str, Address] = {}


def screen(path: str, *, title: str, audience: Audience, trail: tuple[str, ...] = ()) -> Callable[[Builder], Builder]:
    """Register a page inside the shell: ``async def builder(actor, …)``.

    Further parameters are filled from the path (``/review/{application_id}``, one segment each) and from the query,
    by name, and turned into int or float where annotated so; what cannot be turned is answered like an unknown address.
    A builder may raise NotFound or Forbidden: the page then says so, with status 404 or 403 on a direct load.
    """
    return _register(path, title, audience, Kind.SCREEN, trail)


def sheet(path: str, *, title: str, audience: Audience) -> Callable[[Builder], Builder]:
    """Register a full page without the shell; the builder gets the actor first, unless the audience is Anyone."""
    return _register(path, title, audience, Kind.SHEET)


def download(path: str, *, audience: Audience) -> Callable[[Builder], Builder]:
    """Register a plain GET: ``async def builder(actor, …) -> Response``; refusals become 403 and 404."""
    return _register(path, '', audience, Kind.DOWNLOAD)


def _register(
    path: str, title: str, audience: Audience, kind: Kind, trail: tuple[str, ...] = ()
) -> Callable[[Builder], Builder]:
    def keep(build: Builder) -> Builder:
        ADDRESSES[path] = Address(path, title, audience, kind, build, trail)
        return build

    return keep


def signature_without_actor(build: Builder) -> inspect.Signature:
    """What the address has to fill in: the builder's parameters besides the actor, with their types worked out."""
    full = inspect.signature(build, eval_str=True)
    return full.replace(parameters=[p for p in full.parameters.values() if p.name != 'actor'])


def at(path: str) -> Address | None:
    """The line of the table that this path belongs to; lines without parameters come first."""
    plain = path.rstrip('/') or '/'
    if plain in ADDRESSES:
        return ADDRESSES[plain]
    return next((address for address in ADDRESSES.values() if address.fits(plain)), None)


def admitted(address: Address, actor: Actor) -> Actor:
    """The actor, if the address is meant for them. Raises Forbidden with who it is for."""
    if not address.audience.admits(actor):
        raise Forbidden(f'此页面只对{address.audience.label}开放，您的角色是{actor.title}。')
    return actor


def session_key(client: Client) -> str:
    """The digest of the session under which this page was opened; empty for a page that needs none."""
    return str(client.request.scope.get('state', {}).get('session_key') or '')


def agent(client: Client) -> str:
    """What the browser of this page says it is."""
    return client.request.headers.get('user-agent', '')


async def current_actor(*, may_be_restricted: bool = False) -> Actor:
    """Who acts on the page at hand, read anew from the database: ask at the beginning of every handler.

    Raises SignedOut when the session ended, its account may no longer act, or it may only change the password.
    """
    client = ui.context.client
    return await sessions.actor_of(session_key(client), client.ip, may_be_restricted=may_be_restricted)


@contextmanager
def refusals() -> Iterator[None]:
    """Show a refusal as a sentence and end the handler's work there; a lost session leads to the sign-in page."""
    client = ui.context.client
    try:
        yield
    except SignedOut as refusal:
        if not client.is_deleted:
            with client:
                ui.notify(str(refusal), type='warning')
                ui.navigate.to(sign_in_address(client.sub_pages_router.current_path))
    except Refusal as refusal:
        if not client.is_deleted:
            with client:
                ui.notify(str(refusal), type='warning', multi_line=True, close_button='知道了', timeout=8000)


def acting(handler: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T | None]]:
    """A handler whose refusals are shown instead of raised: ``on_click=acting(save)``."""

    @functools.wraps(handler)
    async def shown(*args: P.args, **kwargs: P.kwargs) -> T | None:
        with refusals():
            return await handler(*args, **kwargs)
        return None

    return shown


def sign_in_address(wanted: str = '') -> str:
    """The sign-in page that leads on to ``wanted``."""
    return f'/sign-in?next={quote(wanted, safe="/")}' if local(wanted) and wanted != '/' else '/sign-in'


def password_address(wanted: str = '') -> str:
    """The page that changes the password and then leads on to ``wanted``."""
    return f'/password?next={quote(wanted, safe="/")}' if local(wanted) and wanted != '/' else '/password'


def local(wanted: str) -> bool:
    """Whether this is an address of ours: a path, never another host or a scheme, however written."""
    return (
        wanted.startswith('/')
        and not wanted.startswith('//')
        and '\\' not in wanted
        and len(wanted) <= 500
        and wanted.isprintable()
    )
