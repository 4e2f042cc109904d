"""本市时间安排: what a city may arrange itself, inside the periods of the province (14-year-evidence §2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from domain import clock
from domain.errors import Invalid, Problem
from domain.rules.vocabulary import Level
from domain.rules.year.applying import NARROWED, PlannedPeriod, Span, as_set, cut, overlap
from domain.rules.year.window_form import WindowPlan
from domain.rules.year.windows import closing_of


@dataclass(frozen=True, slots=True)
class Bound:
    """One period of the province, and the parts of it that the city has arranged; none: it holds as it is."""

    window: PlannedPeriod
    parts: tuple[Span, ...]


def bounds(windows: Sequence[PlannedPeriod], path: str) -> tuple[Bound, ...]:
    """The periods of the province that the city with this path may narrow, in order of time."""
    ours = [one for one in windows if path.startswith(one.area_path)]
    outer = [one for one in ours if not one.narrows and one.kind in NARROWED and one.level is not Level.PROVINCE]
    return tuple(Bound(one, tuple(_parts(one, [own for own in ours if own.narrows]))) for one in outer)


def _parts(window: PlannedPeriod, own: Iterable[PlannedPeriod]) -> Iterator[Span]:
    for one in own:
        fits = (
            one.kind is window.kind
            and (None in (one.grades, window.grades) or one.grades is window.grades)
            and (None in (one.level, window.level) or one.level is window.level)
        )
        if fits and overlap(window, one):
            yield replace(cut(as_set(window), one), level=one.level)


def require_inside(plan: WindowPlan, windows: Iterable[PlannedPeriod], path: str) -> None:
    """A window of the city with this path only shortens periods of the province.

    Raises Invalid at ``kind``, ``level``, ``opens`` or ``closes``.
    """
    if plan.kind not in NARROWED:
        raise Invalid([Problem('kind', f'{plan.kind.label}由省级统一安排')])
    if plan.level is Level.PROVINCE:
        raise Invalid([Problem('level', '省级审核的时间由省级设置')])
    outer = [
        one
        for one in windows
        if not one.narrows
        and one.kind is plan.kind
        and path.startswith(one.area_path)
        and (plan.grades is None or one.grades in (None, plan.grades))
        and (one.level is not Level.PROVINCE if plan.level is None else one.level in (None, plan.level))
    ]
    if not outer:
        raise Invalid([Problem('kind', f'省级还没有设置对应的“{plan.kind.label}”时间')])
    first, last = min(outer, key=lambda one: one.opens_at), max(outer, key=closing_of)
    span = f'省级时间为 {clock.minute_text(first.opens_at)} 至 {clock.minute_text(last.closes_at)}，只能在其中安排'
    problems = []
    if plan.opens_at < first.opens_at:
        problems.append(Problem('opens', span))
    if closing_of(plan) > closing_of(last):
        problems.append(Problem('closes', span))
    if not problems and not any(overlap(one, plan) for one in outer):
        problems.append(Problem('opens', '与省级的各段时间都没有重叠'))
    if problems:
        raise Invalid(problems)
