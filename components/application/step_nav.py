"""The steps of a long form in a row: which is open, which is complete, and which a return refers to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from functools import partial

from nicegui import ui

from components.kit.buttons import bare_button


class StepNav:
    """``steps``: key and title in their order; ``on_open(key)`` is called when one is chosen."""

    def __init__(self, steps: Sequence[tuple[str, str]], on_open: Callable[[str], Awaitable[None]]) -> None:
        self._items: dict[str, ui.element] = {}
        self._buttons: dict[str, ui.button] = {}
        with ui.element('nav').classes('steps') as nav, ui.element('ol'):
            for number, (key, title) in enumerate(steps, start=1):
                with ui.element('li') as self._items[key]:
                    button = bare_button(f'{number} {title}', partial(on_open, key))
                    self._buttons[key] = button.props('flat').classes('step')
        nav.props['aria-label'] = '填报步骤'

    def open(self, key: str) -> None:
        """Show this step as the current one."""
        for other, button in self._buttons.items():
            button.classes(add='on' if other == key else None, remove=None if other == key else 'on')
            button.props['aria-current'] = 'step' if other == key else 'false'
        self._items[key].run_method('scrollIntoView', {'block': 'nearest', 'inline': 'center'})

    def mark(self, *, full: Collection[str], lacking: Collection[str], pinned: Collection[str]) -> None:
        """Show at every step whether it is complete, lacks something, or contains a pin of a return."""
        for key, button in self._buttons.items():
            button.classes(remove='full lacking pinned')
            for look, keys in (('full', full), ('lacking', lacking), ('pinned', pinned)):
                if key in keys:
                    button.classes(look)
