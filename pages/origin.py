"""Where others reach this server: what stands before the path in the addresses of QR codes and links to be sent."""

from __future__ import annotations

from nicegui import ui

from pages import installed


def origin() -> str:
    """Scheme and host as the browser of the page at hand reaches them, such as https://gk.henan.example."""
    url = ui.context.client.request.base_url
    return str(url.replace(scheme='https') if installed.now.secure else url).rstrip('/')
