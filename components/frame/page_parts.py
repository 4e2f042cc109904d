"""The large parts of a page that hold the callbacks of the page which holds them."""

from __future__ import annotations

from nicegui.element import Element

_PART = '_part_of_page'


def goes_with(element: Element, part: object) -> None:
    """Let this part of a page forget everything a minute after the element was deleted.

    For parts that hold the page's callbacks, while the page holds them: such circles would stay until the collector
    comes, with all that hangs on them. The server sees to it (pages/server/nicegui_memory.py).
    """
    setattr(element, _PART, part)


def remove_part(element: Element) -> object | None:
    """Take the part from its element and return it, if there is one."""
    part: object | None = vars(element).pop(_PART, None)
    return part
