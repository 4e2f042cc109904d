"""A strip of counts, each with its label and a link to its list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nicegui import ui

from components.kit.words import Kind, words


@dataclass(frozen=True, slots=True)
class Counted:
    """One count: its label, its number, its link, and whether its list is the current one."""

    label: str
    n: int
    href: str
    kind: Kind = 'grey'
    current: bool = False


class CountStrip:
    """The strip in the current place; ``show`` draws it again."""

    def __init__(self, label: str) -> None:
        self._strip = ui.element('nav').classes('count-strip')
        self._strip.props['aria-label'] = label

    def show(self, counts: Sequence[Counted]) -> None:
        self._strip.clear()
        with self._strip:
            for one in counts:
                with ui.element('a').classes(one.kind) as link:
                    words(one.label)
                    words(str(one.n), 'b', 'num')
                link.props['href'] = one.href
                if one.current:
                    link.props['aria-current'] = 'true'
