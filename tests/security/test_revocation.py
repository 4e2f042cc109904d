"""S1: every way a session can end: the next event of its pages is refused, and they leave."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from nicegui import Client, core, ui
from nicegui.testing import User

from domain.services.access import own_account, password_hashing, sessions, sign_in
from domain.services.limits import RateLimit
from domain.services.offices import account_changes
from domain.services.offices.account_changes import AccountForm
from domain.services.offices.organisation_changes import UnitForm, edit
from pages import access
from pages.access import ADDRESSES, SignedIn, screen
from storage.models import Account, Application, Organisation
from tests import town as cast
from tests.pages.settled import settled
from tests.security.conftest import on_sqlite
from tests.town import Town

PAGES, WORD = 20, 'Kaohe@2026'  # pages with a session each, of one person
UNIT = '410327003002'  # has no applications: may be disabled
Cause = Callable[[Town, list[str]], Awaitable[None]]


async def _sign_out(_: Town, keys: list[str]) -> None:
    await asyncio.gather(*(sign_in.sign_out(key) for key in keys))


async def _change_password(_: Town, keys: list[str]) -> None:
    await own_account.change_password(keys[0], 'Andere#2027', WORD)


async def _reset_password(town: Town, _: list[str]) -> None:
    await account_changes.reset_password(town.actor(cast.COUNTY), town.accounts[cast.SCHOOL].id)


async def _another_administrator(town: Town, _: list[str]) -> None:
    """Another person becomes the administrator: the previous one loses role and organisation."""
    unit = town.organisations[cast.PRIMARY]
    await account_changes.set_administrator(town.actor(cast.COUNTY), unit.id, AccountForm('新管理员', '13911112222'))


async def _disable(town: Town, _: list[str]) -> None:
    account = await Account.get(login=cast.DEPARTMENT)
    seen = AccountForm(account.name, account.mobile or '', enabled=True)
    off = AccountForm(account.name, account.mobile or '', enabled=False)
    await account_changes.edit(town.actor(cast.COUNTY), account.id, off, seen=seen)


async def _disable_the_unit(town: Town, _: list[str]) -> None:
    unit = await Organisation.get(code=UNIT)
    seen = UnitForm(unit.name, unit.nature or '', enabled=True)
    await edit(town.actor(cast.COUNTY), unit.id, UnitForm(unit.name, unit.nature or '', enabled=False), seen=seen)


async def _delete(town: Town, _: list[str]) -> None:
    await account_changes.delete(town.actor(cast.COUNTY), town.accounts[cast.COUNTY_SECOND].id)


CAUSES: dict[str, tuple[str, Cause]] = {
    'logout': (cast.COUNTY, _sign_out), 'password changed': (cast.CITY, _change_password),
    'password reset': (cast.SCHOOL, _reset_password), 'another administrator': (cast.PRIMARY, _another_administrator),
    'account disabled': (cast.DEPARTMENT, _disable), 'organisation disabled': (UNIT, _disable_the_unit),
    'account deleted': (cast.COUNTY_SECOND, _delete),
}  # fmt: skip


@on_sqlite
async def test_every_end_of_a_session_stops_and_closes_its_pages(
    served: Town, user: User, figure: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    refused, slowest = await end_all(served, user, monkeypatch)
    figure(
        f'S1 {len(CAUSES)} causes × {PAGES} pages: the next event refused {refused}/{refused}, '
        f'the last page left after {slowest:.2f} s'
    )


async def end_all(served: Town, user: User, monkeypatch: pytest.MonkeyPatch) -> tuple[int, float]:
    """End sessions in every way: how many events were refused, and the seconds until the last page had left."""
    monkeypatch.setattr(RateLimit, 'take', lambda *_: True)  # more pages than one person opens
    pressed: list[str] = []
    screen('/test-press', title='按', audience=SignedIn)(lambda actor: _button(actor.name, pressed))
    assert await Application.all().count() == 0
    slowest, refused = 0.0, 0
    try:
        for login, cause in CAUSES.values():
            keys, clients = await _opened(user, login)
            left: dict[str, float] = {}
            for client in clients:
                monkeypatch.setattr(client, 'open', _leaving(client.id, left))
                _press(client)
            assert len(pressed) == PAGES  # until then their events are accepted
            pressed.clear()
            began = time.monotonic()
            await cause(served, keys)
            for client in clients:
                _press(client)
            assert pressed == []
            refused += len(clients)
            await settled()
            assert len(left) == PAGES
            slowest = max(slowest, *(at - began for at in left.values()))
    finally:
        del ADDRESSES['/test-press']
    return refused, slowest


def _button(name: str, pressed: list[str]) -> None:
    ui.button('press', on_click=lambda: pressed.append(name))


async def _opened(user: User, login: str) -> tuple[list[str], list[Client]]:
    await Account.filter(login=login).update(password_hash=password_hashing.hash_at_once(WORD))
    keys, clients = [], []
    for number in range(PAGES):
        token = await sessions.open_session(await Account.get(login=login), '127.0.0.1', 'test', restricted=False)
        user.http_client.cookies.set('kaohe', token)
        client = await user.open('/test-press')
        client._socket_to_document_id[f'own {login} {number}'] = 'document'
        assert access.session_key(client)
        keys.append(access.session_key(client))
        clients.append(client)
    return keys, clients


def _press(client: Client) -> None:
    button = next(one for one in client.elements.values() if isinstance(one, ui.button) and one.text == 'press')
    listener = next(iter(button._event_listeners.values()))
    message: dict[str, Any] = {'client_id': client.id, 'id': button.id, 'listener_id': listener.id, 'args': ['{}']}
    sid = next(iter(client._socket_to_document_id))
    core.sio.handlers['/']['event'](sid, message)


def _leaving(client_id: str, left: dict[str, float]) -> Callable[[str], None]:
    def gone(address: str) -> None:
        assert address.startswith('/sign-in')
        left.setdefault(client_id, time.monotonic())

    return gone
