"""The private names of NiceGUI and fpdf2 that the components use."""

from __future__ import annotations

from domain.private_names import NeededFor, PrivateUse

SCRIPT = 'nicegui/static/nicegui.js'
ROW_PATCHES = PrivateUse(
    'nicegui', 'rows that change in the browser without the whole table being sent', NeededFor.SPEED,
    {SCRIPT: 'mounted_app', 'nicegui.outbox:Outbox': 'enqueue_message'},
)  # fmt: skip
RECONNECTS = PrivateUse(
    'nicegui', 'pages that come back sooner after a restart', NeededFor.SPEED, {SCRIPT: 'window.socket'}
)
FONTS = PrivateUse(
    'fpdf2', 'fonts that are let go of when their document is done', NeededFor.SPEED,
    {
        'fpdf.fonts:SubsetMap': 'get_glyph pick', 'fpdf.fonts:TTFFont': 'close subset',
        'fpdf.fonts:SubsetMap.get_glyph': 'cache_clear', 'fpdf.fonts:SubsetMap.pick': 'cache_clear',
    },
)  # fmt: skip

NAMES = (
    ROW_PATCHES,
    RECONNECTS,
    FONTS,
    PrivateUse('nicegui', 'parts of a page that know when they are left', NeededFor.SAFETY, {
        'nicegui.element:Element': '_handle_delete',
    }),
    PrivateUse('nicegui', "a click that opens the browser's window for files", NeededFor.SAFETY, {
        SCRIPT: 'getElement runMethod',
        'nicegui/elements/upload.js': 'qRef',
    }),
    PrivateUse('nicegui', 'texts of a group of fields that a test can look for', NeededFor.TOOLS, {
        'nicegui.element:Element': '_displayed_contents',
    }),
)  # fmt: skip
