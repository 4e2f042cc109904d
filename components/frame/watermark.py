"""演示数据 behind every page of a demonstration."""

from __future__ import annotations

from nicegui import ui


def watermark() -> None:
    """Lay the faint repeated words over the page; they catch no click and no screen reader."""
    ui.element('div').classes('watermark').props('aria-hidden=true')
