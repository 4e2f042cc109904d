"""Serves the pages: the guards around NiceGUI, its lifetime from start to stop, and the settings for production."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi.middleware.gzip import GZipMiddleware
from nicegui import app, background_tasks, run, ui

from components.frame.theme import serve_assets
from components.kit import jobs
from domain.private_names import usable
from domain.services import instances
from domain.services.unit_of_work import pending
from pages import installed
from pages.private_names import LATE_PAGES, SOCKETS_ONLY
from pages.server import collector, frame, gate, nicegui_memory, routes, session_guard

LAST_JOBS = 20.0  # seconds a stop waits for long work before cancelling it
LAST_ACTS = 10  # seconds for use cases that have begun, and for cancelled long work
LATEST_PAGE = 20.0  # seconds
LOOPBACK = ('127.0.0.1', 'localhost', '::1')
Beside = Callable[[], Coroutine[Any, Any, None]]
_lives = 0


@dataclass(frozen=True, slots=True)
class Server:
    """How to serve: ``hosts`` are the names it answers to (none: all), ``proxies`` are trusted for client addresses."""

    host: str = '127.0.0.1'
    port: int = 8080
    hosts: tuple[str, ...] = ()
    proxies: str = ''
    certificate: Path | None = None
    certificate_key: Path | None = None
    browser: bool = False

    @property
    def secure(self) -> bool:
        """Whether it speaks TLS itself."""
        return self.certificate is not None

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach it."""
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Whether this address is the machine's own."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == 'localhost'


def serve(
    server: Server, opened: Callable[[], Awaitable[None]], closed: Callable[[], Awaitable[None]],
    beside: Sequence[Beside] = (),
) -> None:  # fmt: skip
    """Run until stopped; ``opened`` is awaited before the first request, ``closed`` always after the last.

    ``beside`` runs together with the server and is cancelled with it; started use cases and long work may end.
    """
    hosts = server.hosts or (LOOPBACK if server.is_local else ())
    serve_assets()
    nicegui_memory.spare()
    routes.install()
    session_guard.install()
    gate.install(hosts=hosts, cookie=installed.now.cookie)
    _live(opened, closed, beside)
    if usable(SOCKETS_ONLY):
        app.config.socket_io_js_transports = ['websocket']
    app.storage.max_tab_storage_age = 3600
    tls: dict[str, Any] = {}
    if server.certificate:
        tls = {
            'ssl_certfile': str(server.certificate),
            'ssl_keyfile': str(server.certificate_key or server.certificate),
        }
    if usable(LATE_PAGES):  # for every page, the shell's too: when all come back at once, late is better than an error
        ui.page.__init__.__kwdefaults__['response_timeout'] = LATEST_PAGE  # type: ignore[index]
    run.process_pool_start_method = 'spawn'  # a fork would copy open connections and locks
    ui.run(
        frame.root,
        host=server.host, port=server.port, title='工考报名管理系统', language='zh-CN', dark=None,
        favicon=Path(__file__).parents[2] / 'assets' / 'favicon.svg',
        reload=False, show=server.browser, show_welcome_message=False,
        gzip_middleware_factory=lambda inner: GZipMiddleware(inner, compresslevel=4),  # 9 costs twice the time
        reconnect_timeout=60, binding_refresh_interval=None, ws_per_message_deflate=False,
        log_config=None, server_header=False, timeout_graceful_shutdown=5,
        proxy_headers=bool(server.proxies), forwarded_allow_ips=server.proxies or '', **tls,
    )  # fmt: skip


def _live(
    opened: Callable[[], Awaitable[None]], closed: Callable[[], Awaitable[None]], beside: Sequence[Beside]
) -> None:
    """Wrap NiceGUI's lifespan, which awaits no start-up handlers (stack-nicegui §8). In tests lifespans may nest."""
    current = app.router.lifespan_context
    inner: Callable[[Any], AbstractAsyncContextManager[Any]] = getattr(current, 'inner', current)

    @asynccontextmanager
    async def life(asgi: Any) -> AsyncIterator[Any]:
        global _lives
        _lives += 1
        try:
            if _lives == 1:
                await opened()
            async with inner(asgi) as state:
                works = [session_guard.keep_sweeping, collector.keep_freezing, instances.keep_listening, *beside]
                tasks = [background_tasks.create(work(), name='beside the pages') for work in works]
                yield state
                for task in tasks:
                    task.cancel()
                # Before NiceGUI stops: that ends the processes in which the long work runs.
                await jobs.settle(LAST_JOBS, LAST_ACTS)
        finally:
            _lives -= 1
            if _lives == 0:
                if pending():
                    await asyncio.wait(pending(), timeout=LAST_ACTS)
                await closed()

    life.inner = inner  # type: ignore[attr-defined]
    app.router.lifespan_context = life
