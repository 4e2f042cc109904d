"""The head of a page: breadcrumb, title, a tag with a live number, a note at the right."""

from __future__ import annotations

from collections.abc import Sequence

from nicegui import ui

from components.kit.status import tag as make_tag
from components.kit.words import Kind, h1, words


def breadcrumb(crumbs: Sequence[str]) -> None:
    """The position of the page in the menu; alone on a page that has a head of its own."""
    with ui.element('nav').classes('crumb') as nav, ui.element('ol'):
        for crumb in crumbs:
            words(crumb, 'li')
    nav.props['aria-label'] = '当前位置'


class PageHead:
    """A page's head; its tag and note can change while the page is open."""

    def __init__(self, crumbs: Sequence[str], title: str) -> None:
        ui.page_title(title)
        with ui.element('header'):
            breadcrumb(crumbs)
            with ui.element('div').classes('h'):
                self.title = h1(title)
                self._tag = make_tag('')
                self._kind: Kind = 'grey'
                self.row = ui.element('div').classes('line')
                with ui.element('div').classes('aside') as self.side:
                    self._aside = words('')
        self.set_tag('')
        self.set_aside('')

    def set_tag(self, text: str, kind: Kind = 'blue') -> None:
        """Show this tag beside the title; an empty text hides it."""
        self._tag.classes(kind, remove=self._kind if kind != self._kind else None)
        self._kind = kind
        self._tag.text = text
        self._tag.set_visibility(bool(text))

    def set_aside(self, text: str) -> None:
        """Show this note at the right of the title row."""
        self._aside.text = text
        self._aside.set_visibility(bool(text))


def page_head(
    crumbs: Sequence[str], title: str, tag: str | tuple[str, Kind] | None = None, aside: str | None = None
) -> PageHead:
    """Build the head of a page.

    ``tag`` is a text (blue) or text and colour. Put more tags into ``.row`` and buttons into ``.side`` of the result.
    """
    head = PageHead(crumbs, title)
    if isinstance(tag, str):
        head.set_tag(tag)
    elif tag:
        head.set_tag(*tag)
    if aside:
        head.set_aside(aside)
    return head
