"""What every page imports: its audience, its registration in the table of addresses, the actor, and the refusals."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar
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
from domain.services.access import sessions
from pages.register import (
    ADDRESSES,
    Address,
    AddressKind,
    at,
    download,
    message,
    screen,
    sheet,
    signature_without_actor,
)

__all__ = [
    'ADDRESSES',
    'Activating',
    'Address',
    'AddressKind',
    'Administrator',
    'Anyone',
    'Applicant',
    'Audience',
    'City',
    'County',
    'Department',
    'Province',
    'Reviewer',
    'SignedIn',
    'acting',
    'admitted',
    'agent',
    'at',
    'current_actor',
    'download',
    'local',
    'message',
    'password_address',
    'refusals',
    'screen',
    'session_key',
    'sheet',
    'sign_in_address',
    'signature_without_actor',
]  # fmt: skip

P = ParamSpec('P')
T = TypeVar('T')


def admitted(address: Address, actor: Actor) -> Actor:
    """The actor, if they belong to the audience of the address. Raises Forbidden, which names the audience."""
    if not address.audience.admits(actor):
        raise Forbidden(f'此页面只对{address.audience.label}开放，您的角色是{actor.title}。')
    return actor


def session_key(client: Client) -> str:
    """The digest of the session that opened this page; empty for a page without a session."""
    return str(client.request.scope.get('state', {}).get('session_key') or '')


def agent(client: Client) -> str:
    """The user agent of this page's browser."""
    return client.request.headers.get('user-agent', '')


async def current_actor(*, may_be_restricted: bool = False) -> Actor:
    """The actor of the current page, read again from the database: call it at the beginning of every handler.

    Raises SignedOut when the session ended, its account may no longer act, or it may only change the password.
    """
    client = ui.context.client
    return await sessions.actor_of(session_key(client), client.ip, may_be_restricted=may_be_restricted)


@contextmanager
def refusals() -> Iterator[None]:
    """Show a refusal as a sentence and end the handler; a lost session leads to the sign-in page."""
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
    """The sign-in page, which then opens ``wanted``."""
    return f'/sign-in?next={quote(wanted, safe="/")}' if local(wanted) and wanted != '/' else '/sign-in'


def password_address(wanted: str = '') -> str:
    """The page to change the password, which then opens ``wanted``."""
    return f'/password?next={quote(wanted, safe="/")}' if local(wanted) and wanted != '/' else '/password'


def local(wanted: str) -> bool:
    """Whether this is an address of this site: a path, never another host or a scheme, in any notation."""
    return (
        wanted.startswith('/')
        and not wanted.startswith('//')
        and '\\' not in wanted
        and len(wanted) <= 500
        and wanted.isprintable()
    )
