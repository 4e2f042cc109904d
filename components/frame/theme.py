"""The only module that sets the look of a page: the stylesheet, dark mode and the default props of elements.

With it comes the script that lets a double click act once.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from nicegui import app, ui

from components.kit.buttons import (
    icon_button,
    link_button,
    pass_button,
    plain_button,
    primary_button,
    reject_button,
    return_button,
)
from components.kit.words import Kind, card, h1, h2, h3, muted, notice, section, words
from components.private_names import RECONNECTS
from domain.private_names import usable

# The constants of the look, to be imported from this module only.
__all__ = [
    'Kind',
    'apply_theme',
    'card',
    'h1',
    'h2',
    'h3',
    'icon_button',
    'link_button',
    'muted',
    'notice',
    'pass_button',
    'plain_button',
    'primary_button',
    'reject_button',
    'return_button',
    'section',
    'serve_assets',
    'watermark',
    'words',
]

ASSETS = Path(__file__).resolve().parents[2] / 'assets'
ASSETS_URL = '/assets'
_WEEK = 7 * 24 * 3600
# After a restart of the server every page reconnects within seconds; the browser's own delay grows to seven seconds.
RECONNECT_OFTEN = 'window.socket.io.reconnectionDelayMax(1500)'


def serve_assets() -> None:
    """Publish the stylesheets and the pictures under ``/assets``; repeated calls change nothing."""
    if not any(getattr(route, 'path', '').startswith(f'{ASSETS_URL}/') for route in app.routes):
        app.add_static_files(ASSETS_URL, ASSETS, max_cache_age=_WEEK)


def apply_theme(dark: bool | None = None) -> ui.dark_mode:
    """Give the page under construction the standard style and return its dark mode switch.

    ``dark=None`` follows the system. Called once by every frame (shell, sign-in, full pages).
    """
    serve_assets()
    _house_defaults()
    # A link, not ui.add_css: it blocks the first paint, so the page is never shown without style, and it is cached.
    for url in stylesheet_urls():
        ui.add_head_html('<link rel="stylesheet" href="' + url + '">')
    ui.add_head_html('<link rel="icon" type="image/svg+xml" href="' + ASSETS_URL + '/favicon.svg">')
    ui.add_head_html('<script src="' + asset_url('once.js') + '"></script>')
    if usable(RECONNECTS):
        ui.run_javascript(RECONNECT_OFTEN)
    return ui.dark_mode(dark)


def watermark() -> None:
    """Lay the faint repeated words over the page; they do not block clicks or screen readers."""
    ui.element('div').classes('watermark').props('aria-hidden=true')


@cache
def stylesheet_urls() -> tuple[str, ...]:
    """The addresses of all stylesheets in ``assets``, the tokens of app.css first."""
    files = sorted(ASSETS.glob('*.css'), key=lambda file: (file.name != 'app.css', file.name))
    return tuple(asset_url(file.name) for file in files)


@cache
def asset_url(name: str) -> str:
    """The address of one file in ``assets``; its query changes with the content: no cache serves an old version."""
    return f'{ASSETS_URL}/{name}?v={hashlib.sha256((ASSETS / name).read_bytes()).hexdigest()[:10]}'


def _house_defaults() -> None:
    for field in (ui.input, ui.select, ui.textarea, ui.number):
        field.default_props('outlined dense hide-bottom-space')
    ui.select.default_props('options-dense')
    ui.button.default_props('no-caps unelevated')
    ui.checkbox.default_props('dense')
    ui.radio.default_props('dense')
    ui.tabs.default_props('no-caps dense')
    ui.stepper.default_props('flat')
    ui.upload.default_props('flat')
