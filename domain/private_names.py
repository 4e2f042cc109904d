"""Names of libraries that are private or not documented: the place of each, and what depends on it.

Every floor lists those that it uses in a module of this name. Any new version of a library may move them: then the
program does not start, or continues without the feature that needs them.
"""

from __future__ import annotations

import importlib
import inspect
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files
from types import CodeType
from typing import Any

log = logging.getLogger(__name__)


class NeededFor(Enum):
    """What depends on the names: it decides what the program does when they are missing."""

    SAFETY = 'safety'  # it would be unsafe or wrong: it does not start
    SPEED = 'speed'  # it would be slower: it logs this once and continues
    TOOLS = 'tools'  # nothing: only tests and tools of the developers use them


class Moved(Exception):
    """A name that safety needs is missing. ``str(error)`` is a Chinese sentence that says what to do."""


@dataclass(frozen=True, eq=False)
class PrivateUse:
    """One use of private names of a library.

    ``names``: place to the names that are looked for there. A place is a module, an object in it
    (``module:Class.method``; an entry of a mapping in the same way), or a file of a package (``package/file.js``).
    """

    library: str
    purpose: str
    needed_for: NeededFor
    names: Mapping[str, str]

    def moved(self) -> list[str]:
        """The names that are missing in their place, each with its place."""
        return [
            f'{place} {name}'
            for place, names in self.names.items()
            for name in names.split()
            if not _stands(place, name)
        ]


def require(uses: Iterable[PrivateUse]) -> None:
    """Raises Moved when a name that safety needs is missing."""
    for one in uses:
        if one.needed_for is NeededFor.SAFETY and (moved := one.moved()):
            raise Moved(
                f'依赖库 {one.library} 与本程序不符（缺少 {"、".join(moved)}），请按 requirements.lock 重新安装。'
            )


@cache
def usable(use: PrivateUse) -> bool:
    """Whether all its names are in their places; if not, this is logged once."""
    moved = use.moved()
    if moved:
        log.warning('%s has moved %s: going on without %s', use.library, ', '.join(moved), use.purpose)
    return not moved


def _stands(place: str, name: str) -> bool:
    try:
        found = _found(place)
    except (ImportError, AttributeError, KeyError, OSError):
        return False
    if isinstance(found, str):
        return re.search(rf'\b{re.escape(name)}\b', found) is not None
    return name in found if isinstance(found, Mapping) else hasattr(found, name) or name in _words(found)


def _found(place: str) -> Any:
    package, _, file = place.partition('/')
    if file:
        return files(package).joinpath(file).read_text('utf-8')
    module, _, path = place.partition(':')
    found: Any = importlib.import_module(module)
    for step in path.split('.') if path else ():
        found = found[step] if isinstance(found, Mapping) else getattr(found, step)
    return found


def _words(thing: Any) -> Iterator[str]:
    """What a function names and quotes; for a class, what its constructors do: that is what its objects have."""
    if isinstance(thing, type):
        for base in thing.__mro__:
            yield from _words(vars(base).get('__init__'))
    code = getattr(inspect.unwrap(thing) if callable(thing) else thing, '__code__', thing)
    if isinstance(code, CodeType):
        yield from (*code.co_names, *code.co_varnames)
        for constant in code.co_consts:
            yield from _words(constant)
    elif isinstance(code, tuple):
        for one in code:
            yield from _words(one)
    elif isinstance(code, str):
        yield code
