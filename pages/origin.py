"""Where others reach this server: what stands before the path in the addresses of QR codes and links to be sent."""

from __future__ import annotations

from nicegui import Client, ui

from pages import installed


def origin(client: Client | None = None) -> str:
    """Scheme and host such as https://gk.henan.example: the configured ones, else as the browser of this page has them.

    The gate has checked the host that a browser names.
    """
    if installed.now.public_address:
        return installed.now.public_address
    url = (client or ui.context.client).request.base_url
    return str(url.replace(scheme='https') if installed.now.secure else url).rstrip('/')
