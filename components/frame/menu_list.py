"""The menu on the page: the entries of one role as one element, with a badge for each live count."""

from __future__ import annotations

from functools import cache
from typing import Any

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from components.frame.menu import MenuEntry, entry_at, menu_for
from components.kit.words import words
from domain.rules.vocabulary import Level, Role


class MenuList(ui.element, component='menu_list.js'):
    """Shows the current entry and the live counts, which can change while the page is open."""

    def __init__(self, level: Level | None, role: Role) -> None:
        super().__init__()
        self.props['sections'] = _sections(level, role)
        self._badges: dict[str, TextElement] = {}
        self._paths: set[str] = set()
        for section in menu_for(level, role):
            for entry in section.entries:
                self._paths.add(entry.path)
                if entry.badge:
                    with self.add_slot(entry.badge):
                        badge = words('', 'span', 'badge soft' if entry.soft else 'badge')
                    badge.set_visibility(False)
                    self._badges[entry.badge] = badge

    @property
    def active(self) -> str:
        """The path of the marked entry; empty when there is none."""
        return str(self.props.get('active', ''))

    def set_badge(self, key: str, n: int) -> None:
        """Show a live count at the menu entry of this key; 0 hides it, an absent entry is ignored."""
        badge = self._badges.get(key)
        if badge:
            badge.text = str(n) if n < 1000 else '999+'
            badge.set_visibility(n > 0)

    def keep_year(self, year: str) -> None:
        """Let the entries whose pages are about one year lead to this one; empty: the current year."""
        if year != self.props.get('year', ''):
            self.props['year'] = year

    def activate(self, path: str) -> None:
        """Mark the entry with this path; a path without an entry (a detail page) leaves the last one marked."""
        entry = entry_at(path)
        if entry is not None and entry.path in self._paths and entry.path != self.active:
            self.props['active'] = entry.path


@cache
def _sections(level: Level | None, role: Role) -> tuple[dict[str, Any], ...]:
    """What the browser draws. Tuples are sent like lists but not observed, so all pages of a role share this one."""
    return tuple({'title': section.title, 'lines': _lines(section.entries)} for section in menu_for(level, role))


def _lines(entries: list[MenuEntry]) -> tuple[dict[str, str], ...]:
    lines, group = [], ''
    for entry in entries:
        if entry.group and entry.group != group:
            lines.append({'title': entry.group, 'icon': entry.icon})
        group = entry.group
        line = {'title': entry.title, 'path': entry.path, 'look': 'sub' if entry.group else 'first'}
        if not entry.group:
            line['icon'] = entry.icon
        if entry.badge:
            line['badge'] = entry.badge
        if entry.yearly:
            line['yearly'] = 'yes'
        lines.append(line)
    return tuple(lines)
