"""The organisation picker: a lazy tree with search, opened in a dialog; never more than a page of organisations."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from components.buttons import icon_button, plain_button
from components.callbacks import Told, settled
from components.words import h2, words

LIMIT = 200
_TEXT_LIMIT = 40


@dataclass(frozen=True, slots=True)
class OrgNode:
    """An organisation in the picker; ``path`` says in words where it belongs, ``leaf`` that nothing is below it."""

    id: int
    name: str
    path: str = ''
    leaf: bool = False


Children = Callable[[int | None], Awaitable[Sequence[OrgNode]]]
Find = Callable[[str], Awaitable[Sequence[OrgNode]]]


class OrgPicker:
    """A field that holds one organisation (which stands for everything below it) or none.

    ``children(None)`` gives the top of the visible tree, ``find(text)`` organisations by name or code.
    """

    def __init__(
        self, label: str, children: Children, find: Find, *, chosen: OrgNode | None = None,
        placeholder: str = '全部所属单位', on_change: Callable[[], Told] | None = None,
    ) -> None:
        self.chosen = chosen
        self._label, self._children, self._find = label, children, find
        self._placeholder, self._on_change = placeholder, on_change
        self._known: dict[int, OrgNode] = {}
        self._below: dict[int | None, list[int]] = {}
        self._button = ui.button(on_click=self._open, color=None).props('flat icon-right=account_tree').classes('org')
        self._show()

    @property
    def value(self) -> str:
        return str(self.chosen.id) if self.chosen else ''

    def choose(self, node: OrgNode | None) -> None:
        """Hold this organisation, or none."""
        self.chosen = node
        self._show()

    def _show(self) -> None:
        name = self.chosen.name if self.chosen else ''
        self._button.text = name or self._placeholder
        self._button.classes(remove='unset') if name else self._button.classes('unset')
        self._button.props['aria-label'] = f'{self._label}：{name or self._placeholder}'

    async def _open(self) -> None:
        await self._learn(None)
        with ui.dialog() as dialog, ui.card().classes('dialog'):
            dialog.props['aria-label'] = f'选择{self._label}'
            with ui.element('div').classes('line'):
                h2(f'选择{self._label}')
                words('', 'span', 'grow')
                icon_button('close', '关闭', dialog.close)
            search = ui.input(placeholder='输入单位名称或编码').props('autofocus clearable debounce=300 maxlength=40')
            search.props['aria-label'] = '查找单位'
            with ui.element('div').classes('orgs') as area:
                tree = ui.tree(self._nodes(None)).props('no-connectors')
                tree.on_select(lambda event: self._pick(dialog, event.value))
                tree.on_expand(lambda event: self._expand(event.value, tree))
                hits = ui.element('div')
            search.on_value_change(lambda event: self._search(dialog, event, tree, hits))
            area.props['aria-label'] = '单位列表'
            with ui.element('div').classes('foot'):
                plain_button('全部', lambda: dialog.submit(0))
        picked = await dialog
        dialog.delete()
        if picked is None:
            return
        self.choose(self._known.get(picked))
        if self._on_change:
            await settled(self._on_change())

    async def _learn(self, parent: int | None) -> None:
        if parent in self._below:
            return
        nodes = list(await self._children(parent))[:LIMIT]
        self._known.update((node.id, node) for node in nodes)
        self._below[parent] = [node.id for node in nodes]

    def _nodes(self, parent: int | None) -> list[dict[str, object]]:
        built: list[dict[str, object]] = []
        for node in (self._known[child] for child in self._below.get(parent, ())):
            item: dict[str, object] = {'id': node.id, 'label': node.name}
            if not node.leaf:
                # An unknown branch gets a placeholder, so that it can be opened at all.
                item['children'] = (self._nodes(node.id) if node.id in self._below
                                    else [{'id': f'wait-{node.id}', 'label': '正在加载…', 'selectable': False}])
            built.append(item)
        return built

    async def _expand(self, opened: object, tree: ui.tree) -> None:
        wanted = [key for key in opened if isinstance(key, int)] if isinstance(opened, list) else []
        news = [key for key in wanted if key in self._known and key not in self._below]
        for key in news[:5]:
            await self._learn(key)
        if news:
            tree.props['nodes'] = self._nodes(None)

    async def _search(self, dialog: ui.dialog, event: ValueChangeEventArguments[str | None], tree: ui.tree,
                      hits: ui.element) -> None:
        text = event.value.strip()[:_TEXT_LIMIT] if isinstance(event.value, str) else ''
        tree.set_visibility(not text)
        found = list(await self._find(text))[:LIMIT] if text else []
        if hits.is_deleted:
            return
        self._known.update((node.id, node) for node in found)
        hits.clear()
        with hits:
            for node in found:
                with ui.element('button').classes('hit').on('click', partial(self._pick, dialog, node.id), []):
                    words(node.name)
                    words(node.path, 'small')
            if text and not found:
                words('没有找到单位，请换一个名称或编码', 'p', 'muted sec')

    def _pick(self, dialog: ui.dialog, key: object, *_: object) -> None:
        if isinstance(key, int) and key in self._known:
            dialog.submit(key)
