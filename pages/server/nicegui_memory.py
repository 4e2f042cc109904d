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

from components.frame.page_parts import remove_part
from domain.private_names import usable
from pages.private_names import REFERENCE_CYCLES, SIGNATURES

AFTERGLOW = 60.0  # seconds: by then nothing that a page had begun is still under way
_asked: Any = getattr(helpers, 'expects_arguments', None)
_deleted = Element._handle_delete  # noqa: SLF001 - what a deleted element does


def spare() -> None:
    """Check only once whether a method expects arguments, and free deleted elements; a second call changes nothing.

    Each element creates three collections, and each of them checks the same method when it is created: by reading its
    signature, which was half of the cost of an element.
    """
    if usable(SIGNATURES):
        helpers.expects_arguments = _expects_arguments
    if usable(REFERENCE_CYCLES):
        setattr(Element, '_handle_delete', _handle_delete)  # noqa: B010 - to the types a function is no method


def _expects_arguments(func: Callable[..., Any]) -> bool:
    # Methods of classes live as long as the program; other functions are created anew and would be kept for ever.
    if isinstance(func, MethodType) and '<locals>' not in getattr(func, '__qualname__', '<locals>'):
        return _method_expects_arguments(func.__func__)
    return _asked(func)


@cache
def _method_expects_arguments(function: Callable[..., Any]) -> bool:
    return _asked(MethodType(function, function))  # bound to anything: the first argument is given


def _handle_delete(element: Element) -> None:
    """Break the reference cycles of an element's collections and handlers: it is freed without a garbage collection.

    Nineteen of twenty objects found by the collector were these, and the whole process waits while it runs.
    """
    if (part := remove_part(element)) is not None:
        _forget(part)
    _deleted(element)
    for collection in (element._classes, element._style, element._props):  # noqa: SLF001 - REFERENCE_CYCLES
        collection._change_handlers.clear()  # noqa: SLF001 - REFERENCE_CYCLES
    if isinstance(element, ValueElement):
        element._change_handlers.clear()  # noqa: SLF001 - REFERENCE_CYCLES


def _forget(part: object) -> None:
    try:
        asyncio.get_running_loop().call_later(AFTERGLOW, vars(part).clear)
    except RuntimeError:  # the program ends, where Python deletes the dialogs left open: nothing is under way any more
        vars(part).clear()
