"""The workflow table as a page of the documentation: `python -m domain.rules.review.chart > docs/workflow.md`."""

from __future__ import annotations

from domain.rules.review.workflow import MOVES, Move, To
from domain.rules.vocabulary import Status

NAMES = {
    To.DRAFT: Status.DRAFT,
    To.FIRST_STAGE: Status.IN_REVIEW,
    To.NEXT_STAGE: Status.IN_REVIEW,
    To.RETURNED: Status.RETURNED,
    To.REJECTED: Status.REJECTED,
    To.CANCELLED: Status.CANCELLED,
}
WHERE = {
    To.FIRST_STAGE: 'first stage of the route',
    To.NEXT_STAGE: 'next stage, or 终审通过 after the last',
    To.UNCHANGED: 'unchanged',
    To.BACK: 'back to the previous state',
}


def chart() -> str:
    """A state diagram and the table of all moves, as Markdown."""
    lines = ['# The workflow', '', 'Generated from `domain/rules/review/workflow.py`; a test compares the two.', '']
    lines += [
        '```mermaid',
        'stateDiagram-v2',
        *dict.fromkeys(arrow for move in MOVES for arrow in _arrows(move)),
        '```',
        '',
    ]
    lines += ['| from | act | who may do it, or the refusal for others | to | conditions, as refusal texts |']
    lines += ['|---|---|---|---|---|', *(_row(move) for move in MOVES)]
    return '\n'.join(lines) + '\n'


def _arrows(move: Move) -> list[str]:
    if move.to not in NAMES:
        return []
    target = NAMES[move.to].label
    arrows = [f'    {status.label} --> {target}: {move.act.label}' for status in move.at] or [
        f'    [*] --> {target}: {move.act.label}'
    ]
    if move.to is To.NEXT_STAGE:
        arrows.append(f'    {Status.IN_REVIEW.label} --> {Status.APPROVED.label}: {move.act.label}（最后一级）')
    return arrows


def _row(move: Move) -> str:
    at = '、'.join(status.label for status in move.at) or '—'
    to = WHERE.get(move.to) or NAMES[move.to].label
    needs = '；'.join(need.value for need in move.needs) or '—'
    return f'| {at} | {move.act.label} | {move.by.value} | {to} | {needs} |'


if __name__ == '__main__':
    print(chart(), end='')  # noqa: T201 - the caller redirects the page
