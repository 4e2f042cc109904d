"""What a payer sees on the phone: the payee, the amount, the persons; and the result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from nicegui import ui

from components.kit.facts import Facts, facts
from components.kit.words import Kind, h1, words

ICONS: dict[Kind, str] = {'green': 'check_circle', 'amber': 'schedule', 'red': 'error', 'grey': 'info'}


@dataclass(frozen=True, slots=True)
class Line:
    """One person's part, as texts."""

    name: str
    rest: str  # the end of the line: grade and amount


@contextmanager
def phone_frame() -> Iterator[None]:
    """One narrow column under the name of the system."""
    with ui.element('main').classes('phone'):
        with ui.element('div').classes('brand'):
            words('考', 'i').props('aria-hidden=true')
            words('工勤技能岗位等级考核 · 收银台')
        yield


def payment_summary(payee: str, amount: str, pairs: Facts, lines: Sequence[Line]) -> None:
    """The amount in large digits, what it is for, and all persons in a list that scrolls separately."""
    with ui.element('section').classes('card slip'):
        with ui.element('div').classes('sum'):
            words('收款单位', 'small')
            h1(payee)
            words(amount, 'b', 'num')
        with ui.element('div').classes('sec'):
            facts(pairs)
        with ui.element('ul').classes('people').props('tabindex=0 aria-label=缴费人员'):
            for line in lines:  # one element each: a code may be for 500 persons
                words(line.name, 'li').props['data-rest'] = line.rest


def payment_end(kind: Kind, title: str, sentence: str, pairs: Sequence[tuple[str, str]] = ()) -> None:
    """The result: a sign, a title, the next step, and for a payment its receipt."""
    with ui.element('section').classes('card slip end').classes(kind) as box:
        ui.icon(ICONS[kind]).props('aria-hidden=true')
        h1(title)
        words(sentence, 'p')
        if pairs:
            facts(pairs)
    box.props['role'] = 'alert' if kind == 'red' else 'status'
