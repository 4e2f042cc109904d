"""Registers the table of addresses with NiceGUI: full pages, downloads, and the shell for everything else."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable
from typing import Any

from fastapi import Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response
from nicegui import app, ui

from components.frame.theme import apply_theme
from domain.errors import Forbidden, NotFound, Refusal, SignedOut
from domain.rules.actor import Actor
from domain.services.access import sessions
from pages import access, installed, refused
from pages.access import ADDRESSES, Activating, Address, AddressKind, Anyone, sign_in_address

log = logging.getLogger(__name__)


def install() -> None:
    """Register every sheet and download of the table; screens are reached through ``pages.server.frame.root``."""
    for address in ADDRESSES.values():
        if address.kind is AddressKind.SHEET:
            ui.page(address.path, title=address.title)(_sheet(address))
        elif address.kind is AddressKind.DOWNLOAD:
            app.get(address.path, include_in_schema=False)(_download(address))
        elif address.kind is AddressKind.MESSAGE:
            app.post(address.path, include_in_schema=False)(_download(address))
    app.on_page_exception(refused.broken_page)


def _sheet(address: Address) -> Callable[..., Any]:
    async def build(request: Request, **given: Any) -> Response | None:
        try:
            actor = await _admitted(address, request)
            result = address.build(*actor, **given, **_extra(address, request))
            return await result if inspect.isawaitable(result) else result
        except SignedOut:
            return RedirectResponse(sign_in_address(request.url.path), 303)
        except (Forbidden, NotFound) as refusal:
            apply_theme(installed.dark(request))
            with ui.element('main').classes('main'):
                (refused.not_allowed if isinstance(refusal, Forbidden) else refused.not_found)(str(refusal))
            return None

    return _named(build, address)


def _download(address: Address) -> Callable[..., Any]:
    async def answer(request: Request, **given: Any) -> Response:
        try:
            actor = await _admitted(address, request)
            response: Response = await address.build(*actor, **given, **_extra(address, request))
        except SignedOut:
            return RedirectResponse(sign_in_address(request.url.path), 303)
        except Forbidden as refusal:
            return PlainTextResponse(str(refusal), 403)
        except NotFound as refusal:
            return PlainTextResponse(str(refusal), 404)
        except Refusal as refusal:
            return PlainTextResponse(str(refusal), 409)
        return response

    return _named(answer, address)


async def _admitted(address: Address, request: Request) -> tuple[Actor, ...]:
    """The actor, if the address needs one. Raises SignedOut, and Forbidden for an actor outside the audience."""
    if address.audience is Anyone:
        return ()
    key, host = request.scope['state']['session_key'], request.client.host if request.client else ''
    actor = await sessions.actor_of(key, host, may_be_restricted=address.audience is Activating)
    return (access.admitted(address, actor),)


def _extra(address: Address, request: Request) -> dict[str, Any]:
    return {'request': request} if 'request' in inspect.signature(address.build).parameters else {}


def _named(function: Callable[..., Any], address: Address) -> Callable[..., Any]:
    """Give the function the parameters that FastAPI must fill in, and a unique name for NiceGUI's router."""
    wanted = access.signature_without_actor(address.build).parameters.values()
    request = inspect.Parameter('request', inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Request)
    rest = [parameter for parameter in wanted if parameter.name != 'request']
    function.__signature__ = inspect.Signature([request, *rest])  # type: ignore[attr-defined]
    function.__name__ = function.__qualname__ = address.build.__name__
    return function
