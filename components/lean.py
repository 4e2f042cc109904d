"""Spares NiceGUI work that it does again for every element of every page."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import MethodType
from typing import Any

from nicegui import helpers

_asked = helpers.expects_arguments


def spare() -> None:
    """Ask only once whether a method expects arguments; a second call changes nothing.

    Each element has three collections, and each of these asks that of one and the same method when it is made: by
    reading its signature, which was half of what an element costs.
    """
    helpers.expects_arguments = _expects_arguments


def _expects_arguments(func: Callable[..., Any]) -> bool:
    # Methods of classes live as long as the program; other functions are made anew and would be kept for ever.
    if isinstance(func, MethodType) and '<locals>' not in getattr(func, '__qualname__', '<locals>'):
        return _method_expects_arguments(func.__func__)
    return _asked(func)


@cache
def _method_expects_arguments(function: Callable[..., Any]) -> bool:
    return _asked(MethodType(function, function))  # bound to anything: the first argument is given
