"""The organisation picker: a field whose dialog holds the tree of organisations; it loads at most a page per branch."""

from __future__ import annotations

from collections.abc import Callable

from nicegui import ui

from components.forms.org_tree import Children, Find, OrgNode, OrgTree
from components.kit.attempt import MaybeAwaitable, settled
from components.kit.buttons import bare_button, icon_button, plain_button
from components.kit.words import h2, words

__all__ = ['Children', 'Find', 'OrgNode', 'OrgPicker']
_ALL = 0  # the answer of the button 全部 or 清除: no particular organisation


class OrgPicker:
    """A field that holds one organisation (with everything below it) or none.

    ``children(None)`` gives the top of the visible tree, ``find(text)`` searches organisations by name or code.
    """

    def __init__(
        self, label: str, children: Children, find: Find, *, chosen: OrgNode | None = None,
        placeholder: str = '全部所属单位', on_change: Callable[[], MaybeAwaitable] | None = None,
    ) -> None:  # fmt: skip
        self.chosen = chosen
        self._label, self._children, self._find = label, children, find
        self._placeholder, self._on_change = placeholder, on_change
        self._nothing = '全部' if placeholder.startswith('全部') else '清除'  # in a required field, none is not all
        self._button = bare_button('', self._open).props('flat icon-right=account_tree').classes('org')
        self._show()

    @property
    def value(self) -> str:
        return str(self.chosen.id) if self.chosen else ''

    def choose(self, node: OrgNode | None) -> None:
        """Set this organisation, or none."""
        self.chosen = node
        self._show()

    def _show(self) -> None:
        name = self.chosen.name if self.chosen else ''
        self._button.text = name or self._placeholder
        self._button.classes(remove='unset') if name else self._button.classes('unset')
        self._button.props['aria-label'] = f'{self._label}：{name or self._placeholder}'

    async def _open(self) -> None:
        with ui.dialog() as dialog, ui.card().classes('dialog'):
            dialog.props['aria-label'] = f'选择{self._label}'
            with ui.element('div').classes('line'):
                h2(f'选择{self._label}')
                words('', 'span', 'grow')
                icon_button('close', '关闭', dialog.close)
            tree = OrgTree(self._children, self._find, dialog.submit)
            tree.search.props('autofocus')
            with ui.element('div').classes('foot'):
                plain_button(self._nothing, lambda: dialog.submit(_ALL))
        await tree.show()
        picked = await dialog
        dialog.delete()
        if picked is None:
            return
        self.choose(picked if isinstance(picked, OrgNode) else None)
        if self._on_change:
            await settled(self._on_change())
