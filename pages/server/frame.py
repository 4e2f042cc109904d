"""The shell around the screens: it reads the actor first, then builds the frame, then the page of the address."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Callable
from functools import cache
from typing import Any

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import Client, ui
from nicegui.page_arguments import PageArguments, RouteMatch

from components.frame import live
from components.frame.shell import Shell, Visitor, administrators_shell
from domain.errors import Forbidden, NotFound, SignedOut, Unmet
from domain.rules.actor import Actor
from domain.rules.vocabulary import Role
from domain.services.access import sign_in
from domain.services.lists import overview
from domain.services.year import years
from pages import access, installed, refused
from pages.access import ADDRESSES, Address, AddressKind, current_actor, sign_in_address
from pages.server import session_guard

log = logging.getLogger(__name__)
PATIENCE = 1.5  # seconds to wait for a page before the frame is sent without it


class Screens(ui.sub_pages):
    """NiceGUI's switch between pages, with our texts for refusals."""

    def _render_page(self, match: RouteMatch) -> bool:
        try:
            PageArguments.build_kwargs(match, self, {})
        except ValueError:
            return False  # text where the address needs a number
        return super()._render_page(match)

    def _required_query_params_changed(self, match: RouteMatch) -> bool:
        """Whether a page is built again when a link leads to it again: its address may have other filters."""
        return not match.fragment

    def _render_404(self) -> None:
        refused.not_found()

    def _render_error(self, error: Exception) -> None:
        log.error('a page failed', exc_info=error)
        refused.broken()

    async def built(self) -> None:
        """Wait a moment for the page, so that it is sent together with the frame and its status is known."""
        if self._active_tasks:
            await asyncio.wait(self._active_tasks, timeout=PATIENCE)


async def root(request: Request) -> Response | None:
    """Every address inside the shell, and every unknown one."""
    client = ui.context.client
    try:
        actor = await current_actor()
    except SignedOut:
        return RedirectResponse(sign_in_address(client.sub_pages_router.current_path), 303)
    if actor.role is Role.APPLICANT and request.url.path == '/':
        return RedirectResponse('/my', 303)
    visitor = Visitor(actor.organisation or actor.name, f'{actor.name} · {actor.title}', actor.role, actor.level)
    dark = installed.dark(request)
    year, known = await _years()
    with administrators_shell(
        visitor, year=year, years=known if actor.is_office else (), dark=dark, demo=installed.now.demo,
        counts=await _badges(actor) | await overview.reminders(actor), on_dark=_remember, on_sign_out=_sign_out,
    ) as shell:  # fmt: skip
        screens = Screens(
            {address.path: shown(address) for address in ADDRESSES.values() if address.kind is AddressKind.SCREEN}
        )
    if actor.is_office:
        live.on_desk(actor.organisation_id, lambda news: _count(shell, actor, news))
        live.below(actor.path, lambda news: _remind(shell, actor, news))
    await screens.built()
    return None


@cache  # cached: one for each open page would cost 40 kB and some milliseconds
def shown(address: Address) -> Callable[..., Any]:
    """The builder as the switch calls it: it checks the audience first, with the actor read again."""

    async def build(**given: Any) -> None:
        container, client = ui.context.slot.parent, ui.context.client
        try:
            actor = access.admitted(address, await current_actor())
            ui.page_title(address.title)
            result = address.build(actor, **given)
            if inspect.isawaitable(result):
                await result
        except SignedOut:
            client.open(sign_in_address(client.sub_pages_router.current_path))
        except (Forbidden, NotFound, Unmet) as refusal:
            with container.clear():
                refused.because(refusal)
        except Exception:
            log.exception('the page %s failed', address.path)
            with container.clear():
                refused.broken()

    build.__signature__ = access.signature_without_actor(address.build)  # type: ignore[attr-defined]
    return build


async def _years() -> tuple[int | None, list[int]]:
    """The current year and all years; no current one: the province has not opened one yet."""
    every = await years.all_years()
    current = every.by_id.get(every.current_id or 0)
    return (current.year if current else None), [year.year for year in every.by_id.values()]


async def _badges(actor: Actor) -> dict[str, int]:
    if not actor.is_office:
        return {}
    counts = await overview.badges(actor)
    return {'waiting_ordinary': counts.waiting_ordinary, 'waiting_senior': counts.waiting_senior}


async def _remind(shell: Shell, actor: Actor, news: live.News) -> None:
    key = ('reminders', actor.organisation_id)
    for badge, n in (await news.once(key, lambda: overview.reminders(actor))).items():
        shell.set_badge(badge, n)


async def _count(shell: Shell, actor: Actor, news: live.News) -> None:
    for key, n in (await news.once(('badges', actor.organisation_id), lambda: _badges(actor))).items():
        shell.set_badge(key, n)


def _remember(dark: bool) -> None:
    ui.run_javascript(REMEMBER_DARK if dark else REMEMBER_LIGHT)


REMEMBER_DARK = 'document.cookie = "dark=1; path=/; max-age=31536000; samesite=lax"'
REMEMBER_LIGHT = 'document.cookie = "dark=0; path=/; max-age=31536000; samesite=lax"'


async def _sign_out() -> None:
    client: Client = ui.context.client
    with session_guard.moving_on(client):
        await sign_in.sign_out(access.session_key(client), address=client.ip)
        ui.navigate.to('/sign-in')
