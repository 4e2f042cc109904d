"""The header's 2026 年度: with several years a menu that leads to the same page of another year (10-year §5)."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from components.frame.menu import REGISTRATION, YEAR, entry_at
from components.frame.page_parts import release_with
from components.kit.words import words

EVERY = 'all'  # in the address instead of a year: 历年
OVER_ALL = ('/search',)  # pages that can show all years at once
TABS = ('/payments/receipts',)  # pages of one year that share the menu entry of another page


class YearMenu:
    """Says which year the page shows: the one in its address, else the current one."""

    def __init__(self, current: int, years: Sequence[int]) -> None:
        self.current, self.years, self.path = current, sorted(years, reverse=True), '/'
        self._tag: ui.button | TextElement
        if len(self.years) > 1:
            self._tag = ui.button('', color=None, on_click=self._open).props('flat dense no-caps')
            self._tag.props('aria-haspopup=menu icon-right=expand_more')
        else:
            self._tag = words('', 'span')
        self._tag.classes('tag grey year num')
        self._strip: ui.element | None = None
        release_with(self._tag, self)

    def strip_above(self) -> None:
        """Here the page says that it shows another year."""
        self._strip = ui.element('div').classes('other-year no-print')

    def follow(self, path: str) -> str:
        """Show the year of this address; returns it if it is another than the current one, else an empty text."""
        self.path, asked = path, parse_qs(urlsplit(path).query).get('year', [''])[-1]
        other = asked if self._page() and asked != str(self.current) and asked in map(str, self.years) else ''
        every = asked == EVERY and self.path.split('?')[0] in OVER_ALL
        self._tag.text = '历年' if every else f'{other or self.current} 年度'
        if len(self.years) > 1:
            self._tag.props['aria-label'] = f'{self._tag.text}，切换年度'
        self._tag.classes('amber', remove='grey') if other else self._tag.classes('grey', remove='amber')
        if self._strip is not None:
            self._strip.clear()
            if other:
                self._say(self._strip, other)
        return other

    def leading_to(self, year: int) -> str:
        """The address of this page for that year; of 首页 where the page is about no year."""
        path = self._page() or '/'
        return path if year == self.current else f'{path}?year={year}'

    def _page(self) -> str:
        """The path of this page, if the page can show another year; else an empty text."""
        entry, plain = entry_at(self.path), self.path.split('?')[0]
        if entry and (entry.yearly or entry.section in (REGISTRATION, YEAR)):
            return entry.path
        return plain if plain in TABS else ''

    def offer(self) -> list[ui.menu_item]:
        """The years as entries of the menu that is being built; none while there is only one year."""
        entries = []
        for year in self.years if len(self.years) > 1 else ():
            text = f'{year} 年度（当前）' if year == self.current else f'{year} 年度'
            entries.append(ui.menu_item(text, lambda year=year: ui.navigate.to(self.leading_to(year))))
        page = self._page()
        if entries and page in OVER_ALL:
            entries.append(ui.menu_item('历年', lambda: ui.navigate.to(f'{page}?year={EVERY}')))
        return entries

    def _open(self) -> None:
        with self._tag, ui.menu(value=True) as menu:  # built on the click, not on every page
            self.offer()
        menu.on('hide', menu.delete)

    def _say(self, strip: ui.element, other: str) -> None:
        kind = '往年' if int(other) < self.current else '非当前年度'
        with strip, ui.element('div').classes('notice amber').props('role=status'):
            words(f'正在查看{kind}：{other} 年度')
            back = words(f'回到 {self.current} 年度', 'a')
            back.props['href'] = self.leading_to(self.current)
