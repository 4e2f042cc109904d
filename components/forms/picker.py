"""A field with one of many words (工种, 民族), found by typing a part of it; the browser gets one page of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from components.kit.attempt import MaybeAwaitable, settled
from components.kit.buttons import bare_button, icon_button, plain_button
from components.kit.words import h2, words
from domain.rules.typed_text import squeezed

SHOWN = 20
_TEXT_LIMIT = 40


class Picker:
    """``options``: value to label; options and search stay on the server."""

    def __init__(
        self, label: str, options: Mapping[str, str], chosen: str, on_change: Callable[[str], MaybeAwaitable]
    ) -> None:
        self.value = chosen
        self._label, self._options, self._on_change = label, options, on_change
        self._button = bare_button('', self._open).props('flat icon-right=search').classes('org')
        self._show()

    def _show(self) -> None:
        name = self._options.get(self.value, self.value)
        self._button.text = name or '请选择'
        self._button.classes(remove='unset') if name else self._button.classes('unset')
        self._button.props['aria-label'] = f'{self._label}：{name or "请选择"}'

    async def _open(self) -> None:
        with ui.dialog() as dialog, ui.card().classes('dialog'):
            dialog.props['aria-label'] = f'选择{self._label}'
            with ui.element('div').classes('line'):
                h2(f'选择{self._label}')
                words('', 'span', 'grow')
                icon_button('close', '关闭', dialog.close)
            search = ui.input(placeholder='输入名称的一部分').props('autofocus clearable debounce=200 maxlength=40')
            search.props['aria-label'] = f'查找{self._label}'
            with ui.element('div').classes('orgs') as area:
                self._list(dialog, '')
            search.on_value_change(lambda event: self._search(dialog, event, area))
            with ui.element('div').classes('foot'):
                plain_button('清除', lambda: dialog.submit(''))
        picked = await dialog
        dialog.delete()
        if isinstance(picked, str) and picked != self.value:
            self.value = picked
            self._show()
            await settled(self._on_change(picked))

    def _search(self, dialog: ui.dialog, event: ValueChangeEventArguments[str | None], area: ui.element) -> None:
        area.clear()
        with area:
            self._list(dialog, event.value[:_TEXT_LIMIT] if isinstance(event.value, str) else '')

    def _list(self, dialog: ui.dialog, text: str) -> None:
        wanted = squeezed(text)
        found = [(value, name) for value, name in self._options.items() if wanted in squeezed(name)]
        for value, name in found[:SHOWN]:
            hit = ui.element('button').classes('hit').on('click', partial(self._pick, dialog, value), [])
            hit.props['aria-pressed'] = 'true' if value == self.value else 'false'
            with hit:
                words(name)
        if len(found) > SHOWN:
            words(f'还有 {len(found) - SHOWN} 个，请输入名称缩小范围', 'p', 'muted small sec')
        if not found:
            words('没有找到，请换一个词', 'p', 'muted sec')

    def _pick(self, dialog: ui.dialog, value: str, *_: object) -> None:
        dialog.submit(value)
