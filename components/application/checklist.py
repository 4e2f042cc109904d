"""资格预审: one line per rule with its finding and the numbers it is based on."""

from __future__ import annotations

from collections import Counter

from nicegui import ui

from components.application.views import CheckView
from components.kit.status import tag
from components.kit.words import h3, words
from domain.rules.vocabulary import Finding

_SIGNS = {Finding.MET: '✔', Finding.UNMET: '✘', Finding.MANUAL: '!'}


def checklist(checks: tuple[CheckView, ...]) -> None:
    """The whole section 资格预审; the heading also counts the lines that need attention."""
    with ui.element('div').classes('sec'):
        with ui.element('div').classes('group-head'):
            h3('资格预审')
            _summary(checks)
        if checks:
            check_lines(checks)
        else:
            words('尚未预审', 'span', 'muted')


def check_lines(checks: tuple[CheckView, ...] | list[CheckView]) -> None:
    """The lines alone: ✔ / ✘ / ! · rule · numbers."""
    with ui.element('ul').classes('checks'):
        for check in checks:
            with ui.element('li'):
                sign = words(_SIGNS[check.kind], 'span', 'sign').classes(check.kind.value)
                sign.props['role'] = 'img'
                sign.props['aria-label'] = check.kind.label
                words(check.text, 'span', 'rule')
                words(check.numbers, 'span', 'found num').classes(check.kind.value)


def _summary(checks: tuple[CheckView, ...]) -> None:
    count = Counter(check.kind for check in checks)
    if count[Finding.UNMET]:
        tag('✘ ' + str(count[Finding.UNMET]) + ' 项不符合', 'red')
    if count[Finding.MANUAL]:
        tag('! ' + str(count[Finding.MANUAL]) + ' 项需人工', 'amber')
    if checks and count[Finding.MET] == len(checks):
        tag('✔ 符合', 'green')
