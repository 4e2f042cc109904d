"""One line for every answered request: its pattern from the table of addresses, never the values in it."""

from __future__ import annotations

import logging
import time

from starlette.types import Message, Scope, Send

from domain import metrics
from pages import access

log = logging.getLogger(__name__)
UPLOADS = '/_nicegui/client/'
STATIC = ('/_nicegui/', '/assets/', '/favicon.ico')  # the same for everyone, and many


def watched(scope: Scope, send: Send) -> Send:
    """``send`` that also counts and logs the response when it begins."""
    name, began = _name(scope['path']), time.monotonic()
    if not name:
        return send

    async def start(message: Message) -> None:
        if message['type'] == 'http.response.start':
            status, took = message['status'], round((time.monotonic() - began) * 1000)
            metrics.REQUESTS.labels(name, status).inc()
            facts = {'method': scope['method'], 'address': name, 'status': status, 'ms': took}
            log.log(logging.DEBUG if name in QUIET else logging.INFO, 'request', extra={'facts': facts})
        await send(message)

    return start


QUIET = ('/healthz', '/metrics')  # requested every few seconds by machines


def _name(path: str) -> str:
    if path.startswith(UPLOADS):
        return 'upload'
    if path.startswith(STATIC):
        return ''
    address = access.at(path)
    return address.path if address else 'unknown'
