"""A switch between a few views of one list, all of them visible."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from components.kit.attempt import MaybeAwaitable, settled


def segments(
    options: Mapping[str, str], chosen: str, label: str, on_choose: Callable[[str], MaybeAwaitable]
) -> ui.toggle:
    """Buttons side by side, one of them pressed; ``label`` is the group's name for screen readers."""

    async def choose(event: ValueChangeEventArguments[str]) -> None:
        if event.value in options:
            await settled(on_choose(event.value))

    switch = ui.toggle(dict(options), value=chosen, on_change=choose).props('no-caps unelevated').classes('segments')
    switch.props['aria-label'] = label
    return switch
