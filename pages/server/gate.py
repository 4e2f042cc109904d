"""The gate for all requests: hosts, origins, sizes, the session of every request, the headers of every response."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlencode, urlsplit

from nicegui import Client, app
from starlette.datastructures import Headers
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from domain.services.access import sessions
from domain.services.limits import RateLimit
from pages import access
from pages.server import headers, request_log

# Bytes; a material has at most 10 MB (1-domain §5), a gateway's message less than 4 KB.
BODY, UPLOAD, MESSAGE = 64 * 1024, 11 * 1024 * 1024, 16 * 1024
SOCKET, UPLOADS = '/_nicegui_ws', '/_nicegui/client/'
OPEN = ('/_nicegui/', '/assets/')  # files of the program: the same for everybody


class Gate:
    """A pure ASGI application around all of NiceGUI: so it also sees sockets and uploads (5-trust §1, §2)."""

    def __init__(self, inner: ASGIApp, *, hosts: Iterable[str], cookie: str) -> None:
        self.hosts, self.cookie = frozenset(hosts), cookie
        self.small = RequestBodyLimitMiddleware(inner, max_body_size=BODY)
        self.large = RequestBodyLimitMiddleware(inner, max_body_size=UPLOAD)
        self.message = RequestBodyLimitMiddleware(inner, max_body_size=MESSAGE)
        self.pages_opened = RateLimit(per_second=2, burst=60)
        self.notifications = RateLimit(per_second=10, burst=100)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope['type'] not in ('http', 'websocket'):
            await self.small(scope, receive, send)
            return
        # A client could choose where the page loads its scripts from.
        scope['headers'] = [pair for pair in scope['headers'] if pair[0] != b'x-forwarded-prefix']
        scope['state'] = {**scope.get('state', {}), 'session_key': '', 'csp_nonce': secrets.token_urlsafe(16)}
        given = Headers(scope=scope)
        foreign = not self._is_ours(given)
        if scope['type'] == 'websocket':
            self._bind(scope, given)
            if foreign:
                await receive()
                await send({'type': 'websocket.close', 'code': 1008})  # before accept: HTTP 403
            else:
                await self.small(scope, receive, send)
            return
        refusal = PlainTextResponse('请求来源不被允许', 403) if foreign else await self._refusal(scope, given)
        inner = self._inner(scope['path'])
        await (refusal or inner)(scope, receive, headers.with_headers(scope, request_log.watched(scope, send)))

    def _inner(self, path: str) -> ASGIApp:
        """The application, with the size limit of the body for this path."""
        if path.startswith(UPLOADS):
            return self.large
        address = access.at(path)
        return self.message if address is not None and address.kind is access.AddressKind.MESSAGE else self.small

    def _is_ours(self, given: Headers) -> bool:
        """Whether the request names one of our hosts and, if it has an origin, comes from one of our pages."""
        host = given.get('host', '')
        if self.hosts and (urlsplit(f'//{host}').hostname or '') not in self.hosts:
            return False
        origin = given.get('origin')
        return origin is None or urlsplit(origin).netloc == host

    async def _refusal(self, scope: Scope, given: Headers) -> Response | None:
        """The response to send instead of passing the request on; None passes it on."""
        path: str = scope['path']
        if path.startswith(SOCKET):
            return PlainTextResponse('', 403)  # sockets only: long polling would walk past the binding
        if path.startswith(UPLOADS):
            return None if self._owns_upload(path, given) else PlainTextResponse('登录状态已失效，请重新登录', 403)
        if path.startswith(OPEN) or path == '/favicon.ico':
            return None
        return await self._page_refusal(scope, given)

    async def _page_refusal(self, scope: Scope, given: Headers) -> Response | None:
        address, wanted = access.at(scope['path']), scope['path']
        if (
            address is not None and address.kind is access.AddressKind.MESSAGE
        ):  # from a server: it has a signature, no session
            return self._rationed(scope, self.notifications) if scope['method'] == 'POST' else _wrong_method()
        token = self._token(given)
        key = scope['state']['session_key'] = await sessions.find(token) if token else ''
        if address is not None and address.audience is access.Anyone:
            return (
                None if key or address.kind is access.AddressKind.DOWNLOAD else self._rationed(scope, self.pages_opened)
            )
        if scope['method'] not in ('GET', 'HEAD'):
            return _wrong_method()
        if scope['query_string']:
            wanted += '?' + scope['query_string'].decode('latin-1')
        if not key:
            return RedirectResponse(access.sign_in_address(wanted), 303)
        if sessions.restricted(key) and (address is None or address.audience is not access.Activating):
            return RedirectResponse(access.password_address(wanted), 303)
        return None

    def _rationed(self, scope: Scope, limit: RateLimit) -> Response | None:
        """A page without a session costs memory for a minute: so many per address and no more (5-trust §1.10)."""
        client = scope.get('client')
        if limit.take(client[0] if client else ''):
            return None
        return PlainTextResponse('访问过于频繁，请稍后再试', 429, {'Retry-After': '30'})

    def _bind(self, scope: Scope, given: Headers) -> None:
        """Let a socket act only for a page of its own session.

        NiceGUI accepts the id of a page as proof. A forbidden socket is passed on as one whose page is deleted: the
        browser then loads the page again, which leads to the sign-in.
        """
        query = parse_qs(scope.get('query_string', b'').decode('latin-1'))
        client = Client.instances.get(query.get('client_id', [''])[0])
        if client is None or not self._owns(client, given):
            query |= {'client_id': ['gone'], 'implicit_handshake': ['true']}
            scope['query_string'] = urlencode(query, doseq=True).encode()

    def _owns_upload(self, path: str, given: Headers) -> bool:
        client = Client.instances.get(path.removeprefix(UPLOADS).split('/')[0])
        return client is not None and bool(access.session_key(client)) and self._owns(client, given)

    def _owns(self, client: Client, given: Headers) -> bool:
        key = access.session_key(client)
        return not key or (key == sessions.digest(self._token(given)) and sessions.alive(key))

    def _token(self, given: Headers) -> str:
        try:
            morsel = SimpleCookie(given.get('cookie', '')).get(self.cookie)
        except CookieError:
            return ''
        return morsel.value if morsel else ''


def _wrong_method() -> Response:
    return PlainTextResponse('请求方式不被允许', 405)


def install(*, hosts: Iterable[str], cookie: str) -> None:
    """Put the gate around everything, also around what ``ui.run`` adds; a second call replaces the first."""
    build = getattr(app.build_middleware_stack, 'inner', app.build_middleware_stack)

    def guarded() -> ASGIApp:
        return Gate(build(), hosts=hosts, cookie=cookie)

    guarded.inner = build  # type: ignore[attr-defined]
    app.build_middleware_stack = guarded  # type: ignore[method-assign]
    headers.install()
