"""The large parts of a page that store callbacks of the page, while the page stores them: reference cycles."""

from __future__ import annotations

from nicegui.element import Element

_PART = '_part_of_page'


def release_with(element: Element, part: object) -> None:
    """Clear this part of a page a minute after the element was deleted.

    For parts that store callbacks of the page, while the page stores them: without this, such reference cycles and all
    they refer to stay in memory until the garbage collector runs. Done by pages/server/nicegui_memory.py.
    """
    setattr(element, _PART, part)


def remove_part(element: Element) -> object | None:
    """Take the part from its element and return it, if there is one."""
    part: object | None = vars(element).pop(_PART, None)
    return part
