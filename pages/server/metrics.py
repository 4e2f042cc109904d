"""/metrics: the figures of this process for Prometheus, for this machine or with the token."""

from __future__ import annotations

import hmac

from fastapi import Request
from fastapi.responses import Response
from nicegui import Client
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from components.frame import live
from components.kit import jobs
from domain import metrics
from domain.errors import NotFound
from domain.services.access import sessions
from domain.services.operating import backups
from pages import installed
from pages.access import Anyone, download
from pages.server.serving import is_loopback

# A proxy on this machine forwards requests of others: a forwarded request does not come from this machine.
PASSED_ON = ('x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via')


@download('/metrics', audience=Anyone)
async def figures(request: Request) -> Response:
    """The counters and gauges; for everyone else the address does not exist."""
    if not _may_read(request):
        raise NotFound('该页面')
    metrics.OPEN_PAGES.set(sum(client.has_socket_connection for client in Client.instances.values()))
    metrics.LISTENERS.set(live.listeners())
    metrics.JOBS.set(jobs.count())
    metrics.SESSIONS.set(await sessions.count())
    metrics.BACKUP_AGE.set(await backups.age())
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _may_read(request: Request) -> bool:
    if token := installed.now.metrics_token:
        given = request.headers.get('authorization', '').encode()
        return hmac.compare_digest(given, f'Bearer {token}'.encode())
    direct = not any(name in request.headers for name in PASSED_ON)
    return direct and request.client is not None and is_loopback(request.client.host)
