"""The texts of 抽查 about a draw, and about the earlier ones."""

from __future__ import annotations

from components.review.sampling_form import DrawView, PastDraw
from domain import clock
from domain.services.review.sampling import Draw
from storage.models import JournalEntry


def past_of(entry: JournalEntry) -> PastDraw:
    """An earlier draw in a line."""
    seed, drawn = str(entry.details['seed']), int(entry.details['drawn'])
    return PastDraw(entry.id, clock.minute_text(entry.at), entry.actor, seed, drawn)


def view_of(draw: Draw) -> DrawView:
    """The text of the result."""
    verdict = '名单与当时抽出的一致' if draw.same else '名单与当时抽出的不一致，请核查操作日志'
    summary = (
        f'种子 {draw.seed} · {clock.minute_text(draw.at)} {draw.who} · '
        f'从 {draw.persons} 名终审通过人员中抽取 {len(draw.application_ids)} 人，{verdict}'
    )
    shares = [(share.office, share.grade.label, share.persons, share.drawn) for share in draw.shares]
    return DrawView(summary, draw.same, shares)
