"""For which grades people can register now, and until or from when, in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from domain import clock
from domain.rules.vocabulary import Channel, GradeRange
from domain.rules.year.applying import Span
from domain.rules.year.windows import is_open, left_text, of_kind
from domain.services.application.registrations import WINDOWS_OF
from domain.services.year.years import Year


@dataclass(frozen=True, slots=True)
class RegistrationTime:
    """The grades that are ``open``; ``text`` names the times by grade if they differ (``by_grade``)."""

    open: tuple[GradeRange, ...]
    text: str
    by_grade: bool


def registration_time(year: Year, channel: Channel, path: str) -> RegistrationTime:
    """The current state of this year's registration below the organisation with ``path``."""
    spans = {one: of_kind(year.windows_for(one.grades[0], path), *WINDOWS_OF[channel]) for one in GradeRange}
    texts = {one: _text(those) for one, those in spans.items()}
    running = tuple(one for one, those in spans.items() if any(is_open(span, clock.now()) for span in those))
    if len(set(texts.values())) == 1:
        return RegistrationTime(running, next(iter(texts.values())), by_grade=False)
    return RegistrationTime(running, '；'.join(f'{one.label}{text}' for one, text in texts.items()), by_grade=True)


def _text(spans: list[Span]) -> str:
    now = clock.now()
    if running := [span for span in spans if is_open(span, now)]:
        last = max(running, key=lambda span: span.closes_at)
        return f'网上报名正在进行，{clock.minute_text(last.closes_at)} 截止，{left_text(last, now)}'
    if ahead := [span.opens_at for span in spans if span.opens_at > now]:
        return f'网上报名将于 {clock.minute_text(min(ahead))} 开始'
    return '网上报名已结束' if spans else '网上报名的时间尚未公布'
