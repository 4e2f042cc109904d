"""Saves repeated work of NiceGUI for every element of every page, and frees the memory of left pages at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cache
from types import MethodType
from typing import Any

from nicegui import helpers
from nicegui.element import Element
from nicegui.elements.mixins.value_element import ValueElement

_asked = helpers.expects_arguments
AFTERGLOW = 60.0  # seconds: after this time nothing that a page started is still running
_PART = '_part_of_page'
_deleted = Element._handle_delete  # noqa: SLF001 - what a deleted element does: tests/pages/server/test_canary.py


def spare() -> None:
    """Check only once whether a method expects arguments, and free deleted elements; a second call changes nothing.

    Each element creates three collections, and each of them checks the same method when it is created: by reading its
    signature, which was half of the cost of an element.
    """
    helpers.expects_arguments = _expects_arguments
    setattr(Element, '_handle_delete', _handle_delete)  # noqa: B010 - to the types a function is no method


def _expects_arguments(func: Callable[..., Any]) -> bool:
    # Methods of classes live as long as the program; other functions are created anew and would be kept for ever.
    if isinstance(func, MethodType) and '<locals>' not in getattr(func, '__qualname__', '<locals>'):
        return _method_expects_arguments(func.__func__)
    return _asked(func)


@cache
def _method_expects_arguments(function: Callable[..., Any]) -> bool:
    return _asked(MethodType(function, function))  # bound to anything: the first argument is given


def goes_with(element: Element, thing: object) -> None:
    """Clear the attributes of this part of a page a minute after the element was deleted.

    For parts that hold the page's callbacks while the page holds them: such reference cycles, and all that they
    reference, would stay until the next garbage collection.
    """
    setattr(element, _PART, thing)


def _handle_delete(element: Element) -> None:
    """Break the reference cycles of an element's collections and handlers: it is freed without a garbage collection.

    Nineteen of twenty objects found by the collector were these, and the whole process waits while it runs.
    """
    if (part := vars(element).pop(_PART, None)) is not None:
        _forget(part)
    _deleted(element)
    for collection in (element._classes, element._style, element._props):  # noqa: SLF001 - likewise
        collection._change_handlers.clear()  # noqa: SLF001 - likewise
    if isinstance(element, ValueElement):
        element._change_handlers.clear()  # noqa: SLF001 - likewise


def _forget(part: object) -> None:
    try:
        asyncio.get_running_loop().call_later(AFTERGLOW, vars(part).clear)
    except RuntimeError:  # the program ends, where Python deletes the dialogs left open: nothing is under way any more
        vars(part).clear()
