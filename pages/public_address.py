"""The address under which phones reach this server, for codes and links that leave the page."""

from __future__ import annotations

from fastapi import Request

from pages import installed


def base_of(request: Request) -> str:
    """Scheme and host without a last slash: the configured address, else the one this browser used.

    The gate has checked the host. From a page: ``base_of(ui.context.client.request)``.
    """
    if installed.now.public_address:
        return installed.now.public_address
    scheme = 'https' if installed.now.secure else request.url.scheme
    return f'{scheme}://{request.url.netloc}'
