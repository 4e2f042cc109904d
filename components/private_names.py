"""The private names of NiceGUI and fpdf2 that the components lean on."""

from __future__ import annotations

from domain.private_names import Hangs, Reliance

SCRIPT = 'nicegui/static/nicegui.js'
ROW_PATCHES = Reliance(
    'nicegui', 'rows that change in the browser without the whole table being sent', Hangs.SPEED,
    {SCRIPT: 'mounted_app', 'nicegui.outbox:Outbox': 'enqueue_message'},
)  # fmt: skip
KNOCKS = Reliance('nicegui', 'pages that come back sooner after a restart', Hangs.SPEED, {SCRIPT: 'window.socket'})
FONTS = Reliance(
    'fpdf2', 'fonts that are let go of when their document is done', Hangs.SPEED,
    {
        'fpdf.fonts:SubsetMap': 'get_glyph pick', 'fpdf.fonts:TTFFont': 'close subset',
        'fpdf.fonts:SubsetMap.get_glyph': 'cache_clear', 'fpdf.fonts:SubsetMap.pick': 'cache_clear',
    },
)  # fmt: skip

NAMES = (
    ROW_PATCHES,
    KNOCKS,
    FONTS,
    Reliance('nicegui', 'parts of a page that know when they are left', Hangs.SAFETY, {
        'nicegui.element:Element': '_handle_delete',
    }),
    Reliance('nicegui', "a click that opens the browser's window for files", Hangs.SAFETY, {
        SCRIPT: 'getElement runMethod',
        'nicegui/elements/upload.js': 'qRef',
    }),
    Reliance('nicegui', 'texts of a group of fields that a test can look for', Hangs.TOOLS, {
        'nicegui.element:Element': '_displayed_contents',
    }),
)  # fmt: skip
