"""The headers of every response: which scripts may run, who may frame a page, what may be cached."""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import BaseLoader, Environment
from nicegui.client import templates
from starlette.datastructures import MutableHeaders
from starlette.types import Message, Scope, Send

POLICY = (
    # Vue compiles the templates of slots at run time, which needs 'unsafe-eval'; inline scripts need the nonce.
    "default-src 'self'; "
    "script-src 'self' 'unsafe-eval' 'nonce-{nonce}'; "
    "style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; "
    "font-src 'self' data:; "
    "connect-src 'self'; "
    "worker-src 'self' blob:; "
    "frame-src 'self' blob:; "
    "object-src 'none'; "
    "base-uri 'none'; "
    "form-action 'self'; "
    "frame-ancestors 'self'"
)
ALWAYS = {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'x-frame-options': 'SAMEORIGIN',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
}
KEPT = ('/_nicegui/', '/assets/', '/favicon.ico')
NONCE = "<script nonce=\"{{ request.scope.get('state', {}).get('csp_nonce', '') }}\""


def with_headers(scope: Scope, send: Send) -> Send:
    """A ``send`` that adds the headers to the response; headers that the response sets itself stay."""

    async def start(message: Message) -> None:
        if message['type'] == 'http.response.start':
            given = MutableHeaders(scope=message)
            for name, value in ALWAYS.items():
                given.setdefault(name, value)
            given.setdefault('content-security-policy', POLICY.format(nonce=scope['state']['csp_nonce']))
            if not scope['path'].startswith(KEPT):
                given.setdefault('cache-control', 'no-store')
            if scope.get('scheme') == 'https':
                given.setdefault('strict-transport-security', 'max-age=31536000')
        await send(message)

    return start


class _Nonced(BaseLoader):
    """NiceGUI's page template with the nonce on its own scripts: added before data is filled in, so data gets none."""

    def __init__(self, inner: BaseLoader) -> None:
        self.inner = inner

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        source, name, is_fresh = self.inner.get_source(environment, template)
        return source.replace('<script', NONCE), name, is_fresh


def install() -> None:
    """Give the scripts of NiceGUI's page template their nonce; a second call changes nothing."""
    loader = templates.env.loader
    if loader is None or isinstance(loader, _Nonced):
        return
    templates.env.loader = _Nonced(loader)
    if templates.env.cache is not None:
        templates.env.cache.clear()
