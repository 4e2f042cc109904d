"""The public address of this server: the part before the path in QR codes and in links for other devices."""

from __future__ import annotations

from nicegui import Client, ui

from pages import installed


def origin(client: Client | None = None) -> str:
    """Scheme and host such as https://gk.henan.example: the configured ones, else those used by this page's browser.

    The gate has checked the host name sent by a browser.
    """
    if installed.now.public_address:
        return installed.now.public_address
    url = (client or ui.context.client).request.base_url
    return str(url.replace(scheme='https') if installed.now.secure else url).rstrip('/')
