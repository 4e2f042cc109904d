"""The tree of organisations, loaded branch by branch, with a search; at most one page per branch."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from components.kit.attempt import MaybeAwaitable, settled
from components.kit.words import words

LIMIT = 100
_TEXT_LIMIT = 40
_AT_ONCE = 5  # branches that one message from a browser may open


@dataclass(frozen=True, slots=True)
class OrgNode:
    """An organisation in the tree; ``path`` says in words where it belongs, ``leaf`` that it has no children."""

    id: int
    name: str
    path: str = ''
    leaf: bool = False


Children = Callable[[int | None], Awaitable[Sequence[OrgNode]]]
Find = Callable[[str], Awaitable[Sequence[OrgNode]]]


class OrgTree:
    """Search field and tree. ``children(None)`` gives the top, ``find(text)`` searches organisations by name or code.

    Call ``await show()`` once; ``on_pick`` is called for every organisation that is clicked.
    """

    def __init__(self, children: Children, find: Find, on_pick: Callable[[OrgNode], MaybeAwaitable]) -> None:
        self._children, self._find, self._on_pick = children, find, on_pick
        self._known: dict[int, OrgNode] = {}
        self._below: dict[int | None, list[int]] = {}
        self._marked: int | None = None
        self.search = ui.input(placeholder='输入单位名称或编码').props('clearable debounce=300 maxlength=40')
        self.search.props['aria-label'] = '查找单位'
        with ui.element('div').classes('orgs') as area:
            self._tree = ui.tree([], on_select=self._selected, on_expand=self._expand).props('no-connectors')
            self._hits = ui.element('div')
        area.props['aria-label'] = '单位列表'
        self.search.on_value_change(self._searched)

    async def show(self, opened: bool = False) -> None:
        """Load the top level; with ``opened`` also open the branches directly below it."""
        await self._learn(None)
        tops = self._below[None] if opened else []
        for key in tops:
            await self._learn(key)
        self._draw()
        if tops:
            self._tree.expand(tops)  # type: ignore[arg-type]  # the keys are those of the nodes

    async def refresh(self) -> None:
        """Read every loaded branch again: an organisation was added, removed or renamed."""
        known, self._below = list(self._below), {}
        for key in known:
            if key is None or key in self._known:
                await self._learn(key)
        if not self._tree.is_deleted:
            self._draw()

    async def mark(self, way: Sequence[int]) -> None:
        """Mark the last organisation of ``way`` as chosen, and open the branches of those before it."""
        if not way:
            return
        for key in way[:-1]:
            await self._learn(key)
        self._marked = way[-1]
        self._draw()
        self._tree.expand(list(way[:-1]))  # type: ignore[arg-type]  # as above
        self._tree.select(self._marked)  # type: ignore[arg-type]  # as above

    async def _learn(self, parent: int | None) -> None:
        if parent in self._below:
            return
        nodes = list(await self._children(parent))[:LIMIT]
        self._known.update((node.id, node) for node in nodes)
        self._below[parent] = [node.id for node in nodes]

    def _draw(self) -> None:
        self._tree.props['nodes'] = self._nodes(None)

    def _nodes(self, parent: int | None) -> list[dict[str, object]]:
        built: list[dict[str, object]] = []
        for node in (self._known[child] for child in self._below.get(parent, ())):
            item: dict[str, object] = {'id': node.id, 'label': node.name}
            if not node.leaf:
                # A branch not yet loaded gets a placeholder, so that it can be opened.
                wait = {'id': f'wait-{node.id}', 'label': '正在加载…', 'selectable': False}
                item['children'] = self._nodes(node.id) if node.id in self._below else [wait]
            built.append(item)
        if len(built) == LIMIT:
            built.append({'id': f'rest-{parent}', 'label': '其余单位请在上方查找', 'selectable': False})
        return built

    # All input below comes from a browser: only organisations that were shown are accepted.
    async def _expand(self, event: ValueChangeEventArguments[list[str]]) -> None:
        opened: object = event.value
        wanted = [key for key in opened if isinstance(key, int)] if isinstance(opened, list) else []
        news = [key for key in wanted if key in self._known and key not in self._below][:_AT_ONCE]
        for key in news:
            await self._learn(key)
        if news and not self._tree.is_deleted:
            self._draw()

    async def _selected(self, event: ValueChangeEventArguments[str | None]) -> None:
        if event.value is None:
            self._tree.select(self._marked)  # type: ignore[arg-type]  # a second click does not deselect
        await self._pick(event.value)

    async def _searched(self, event: ValueChangeEventArguments[str | None]) -> None:
        text = event.value.strip()[:_TEXT_LIMIT] if isinstance(event.value, str) else ''
        self._tree.set_visibility(not text)
        found = list(await self._find(text))[:LIMIT] if text else []
        if self._hits.is_deleted:
            return
        self._known.update((node.id, node) for node in found)
        self._hits.clear()
        with self._hits:
            for node in found:
                with ui.element('button').classes('hit').on('click', partial(self._pick, node.id), []):
                    words(node.name)
                    words(node.path, 'small')
            if text and not found:
                words('没有找到单位，请换一个名称或编码', 'p', 'muted sec')

    async def _pick(self, key: object, *_: object) -> None:
        if isinstance(key, int) and key in self._known:
            await settled(self._on_pick(self._known[key]))
