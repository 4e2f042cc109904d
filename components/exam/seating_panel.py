"""考场编排: the form that draws a seating plan, and the plans drawn so far, each with its buttons."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from nicegui import ui

from components.kit.attempt import Attempt, RefusalLine
from components.kit.buttons import link_button, primary_button
from components.kit.status import tag
from components.kit.words import Kind, muted, words


@dataclass(frozen=True, slots=True)
class PlanView:
    """One plan in a line. ``state`` and ``verdict`` are a word with its colour, ``remark`` a note about it."""

    id: int
    when: str
    who: str
    seed: str
    seated: int
    state: tuple[str, Kind]
    verdict: tuple[str, Kind] | None
    remark: str
    published: bool


class SeatingForm:
    """随机种子 and the button; the button's text depends on what was drawn before."""

    def __init__(self, draw: Callable[[str], Awaitable[None]], attempt: Attempt) -> None:
        self._draw, self._attempt = draw, attempt
        with ui.element('div').classes('line draw-form'):
            self._seed = ui.input('随机种子（留空由系统生成）').props('maxlength=32 clearable').mark('seed')
            self._go = primary_button('编排', self._submit, icon='event_seat')
        self._hint = muted('')
        self._line = RefusalLine()

    def show(self, button: str, hint: str, *, able: bool) -> None:
        """Set the text of the button and its hint, and enable or disable it."""
        self._go.text = button
        self._go.set_enabled(able)
        self._hint.text = hint

    async def _submit(self) -> None:
        seed = self._seed.value or ''
        await self._attempt(lambda: self._draw(seed), self._line, self._go)


def plans(
    rows: Sequence[PlanView],
    publish: Callable[[int], Awaitable[None]],
    withdraw: Callable[[int], Awaitable[None]],
) -> None:
    """The plans, newest first, with 发布准考证 or 撤回准考证."""
    with ui.element('div').classes('scroll-y'), ui.element('table').classes('plain plans'):
        with ui.element('thead'), ui.element('tr'):
            for title in ('编排时间', '编排人', '随机种子', '人数', '状态', '说明', ''):
                words(title, 'th')
        with ui.element('tbody'):
            for row in rows:
                with ui.element('tr'):
                    _line(row, publish, withdraw)


def _line(row: PlanView, publish: Callable[[int], Awaitable[None]], withdraw: Callable[[int], Awaitable[None]]) -> None:
    for text in (row.when, row.who, row.seed):
        words(text, 'td')
    words(str(row.seated), 'td', 'num')
    with words('', 'td'):
        tag(*row.state)
    with words('', 'td', 'why'):
        if row.verdict:
            tag(*row.verdict)
        words(row.remark)
    with words('', 'td', 'num'):
        act, label = (withdraw, '撤回准考证') if row.published else (publish, '发布准考证')
        button = link_button(label, lambda: act(row.id))
        button.props['aria-label'] = f'{label} {row.when}'
