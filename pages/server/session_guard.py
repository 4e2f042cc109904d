"""The guard in front of NiceGUI's socket handlers, and the removal of pages whose session ended."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from nicegui import Client, background_tasks, core

from domain import events
from domain.events import Event, Resync, SessionsEnded
from domain.services.access import sessions
from domain.services.limits import RateLimit
from pages import access
from pages.server import event_shapes

log = logging.getLogger(__name__)
Handler = Callable[[str, Any], Any]
ARGUMENTS, LONGEST = 16, 256 * 1024  # of one event
LOG_LINE = 300
SWEEP_EVERY = 5.0  # seconds
_rates = RateLimit(per_second=20, burst=60)  # 5-trust §1.1
_leaving: set[str] = set()
_ears: list[Callable[[], None]] = []


def install() -> None:
    """Replace NiceGUI's handlers by guarded ones; a second call changes nothing."""
    handlers = core.sio.handlers['/']
    for name, guard in (('event', _event), ('javascript_response', _response), ('ack', _ack), ('log', _log)):
        inner = handlers[name]
        if not hasattr(inner, 'guards'):
            handlers[name] = _guarded(inner, guard)
    handlers['handshake'] = _refuse_handshake  # pages shake hands with their connection; a second one is never ours
    if not _ears:
        _ears.append(events.subscribe(_hear))


def _guarded(inner: Handler, fits: Callable[[Client, dict[str, Any]], bool]) -> Handler:
    def guarded(sid: str, message: Any) -> Any:
        client = _speaker(sid, message)
        if client is None or not fits(client, message):
            return None
        try:
            return inner(sid, message)
        except Exception as error:  # noqa: BLE001 - whatever a forged message breaks is the forger's
            log.info('a message of a page was malformed: %s', type(error).__name__)
            return None

    guarded.guards = inner  # type: ignore[attr-defined]
    return guarded


def _speaker(sid: str, message: Any) -> Client | None:
    """The page this socket may act for: the one of its handshake, within the rate limit, with a valid session."""
    client_id = message.get('client_id') if isinstance(message, dict) else None
    client = Client.instances.get(client_id) if isinstance(client_id, str) else None
    if client is None or sid not in client._socket_to_document_id or not _rates.take(sid):  # noqa: SLF001
        return None
    key = access.session_key(client)
    if key and not sessions.alive(key):
        background_tasks.create(show_out([client]), name='session ended')
        return None
    return client


def _event(client: Client, message: dict[str, Any]) -> bool:
    arguments, listener = message.get('args', []), message.get('listener_id')
    if not isinstance(arguments, list) or len(arguments) > ARGUMENTS or not isinstance(message.get('id'), int):
        return False
    if not all(argument is None or isinstance(argument, str) for argument in arguments):
        return False
    if sum(len(argument or '') for argument in arguments) > LONGEST:
        return False
    element = client.elements.get(message['id'])
    if element is None or not isinstance(listener, str) or listener not in element._event_listeners:  # noqa: SLF001
        return False
    if not all(above.visible for above in element.ancestors()):
        return False  # NiceGUI looks only at the element itself
    if not event_shapes.fits(element, element._event_listeners[listener], arguments):  # noqa: SLF001
        return False
    sessions.touch(access.session_key(client))
    return True


def _response(_: Client, message: dict[str, Any]) -> bool:
    return isinstance(message.get('request_id'), str)


def _ack(_: Client, message: dict[str, Any]) -> bool:
    return isinstance(message.get('next_message_id'), int) and message['next_message_id'] >= 0


def _log(_: Client, message: dict[str, Any]) -> bool:
    text = message.get('message')
    if not isinstance(text, str) or message.get('level') not in ('debug', 'info', 'warning', 'error'):
        return False
    message['level'] = 'info'  # a page cannot raise our alarms
    message['message'] = 'page: ' + ascii(text[:LOG_LINE])
    return True


async def _refuse_handshake(_: str, __: Any) -> bool:
    return False


def _hear(event: Event) -> None:
    if isinstance(event, SessionsEnded):
        ended = [client for client in Client.instances.values() if _session_of(client) in event.keys]
        if ended:
            background_tasks.create(show_out(ended), name='sessions ended')
    elif isinstance(event, Resync):
        background_tasks.create(_sweep(), name='look for ended sessions')


def _session_of(client: Client) -> str | None:
    try:
        return access.session_key(client)
    except RuntimeError:  # made without a request
        return None


@contextmanager
def moving_on(client: Client) -> Iterator[None]:
    """Keep this page for a moment after its session ended: it is about to continue with its next session by itself."""
    _leaving.add(client.id)
    try:
        yield
    finally:
        asyncio.get_running_loop().call_later(5, _leaving.discard, client.id)


async def show_out(clients: list[Client]) -> None:
    """Send these pages to the sign-in, then close their sockets and delete them."""
    staying = [client for client in clients if client.id not in _leaving and not client.is_deleted]
    for client in staying:
        client.open(access.sign_in_address(client.sub_pages_router.current_path))
    await asyncio.sleep(0.5)  # the outbox needs a moment to say it
    for client in staying:
        for sid in list(client._socket_to_document_id):  # noqa: SLF001
            await core.sio.disconnect(sid)
        if not client.is_deleted:
            client.delete()


async def keep_sweeping() -> None:
    """End idle and old sessions, as long as the server runs."""
    while True:
        await asyncio.sleep(SWEEP_EVERY)
        await _sweep()


async def _sweep() -> None:
    try:
        await sessions.sweep()
    except Exception:
        log.exception('the sessions could not be swept')
