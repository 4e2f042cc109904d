"""Checking the needs of the workflow's table: which do not hold for this application and this act."""

from __future__ import annotations

from domain import clock
from domain.rules.actor import Actor
from domain.rules.reasons import is_reason
from domain.rules.review.judging import Facts
from domain.rules.review.workflow import MOVE, Need
from domain.rules.vocabulary import Act, Basis, Grade, Level, MaterialKind, WindowKind
from domain.rules.year.windows import is_open, matching
from domain.services.year.years import Year, year_of
from storage.models import Application, Deferral, Material, Organisation, Ruling
from storage.queries.review.deferrals_and_notes import open_deferral


async def of_decision(actor: Actor, application: Application, act: Act, reason: str, unit_path: str) -> Facts:
    """The facts for one decision: only those that the row of the table needs are read."""
    needs = set(MOVE[act].needs)
    unmet: set[Need] = set()
    if Need.REASON in needs and not is_reason(reason):
        unmet.add(Need.REASON)
    deferral = await open_deferral(application.id) if application.deferral_state else None
    if Need.SALARY in needs and application.grade == Grade.ONE:
        unmet |= await _missing_papers(application, deferral)
    if Need.SETTLED_AT_LAST_STAGE in needs and deferral is not None and is_last_stage(application):
        unmet.add(Need.SETTLED_AT_LAST_STAGE)
    if Need.REVIEW_WINDOW in needs:
        year = await year_of(application.year_id)
        if not review_is_open(year, actor.level, application.grade, unit_path):
            unmet.add(Need.REVIEW_WINDOW)
    rejecter = await _rejecter_path(application.id) if act is Act.REOPEN else ''
    return Facts(unmet=frozenset(unmet), rejecter_path=rejecter, unit_path=unit_path)


def review_is_open(year: Year, level: Level | None, grade: int | None, path: str) -> bool:
    """Whether this level may review persons of this grade below ``path`` now; without review windows, always."""
    windows = matching(year.windows_for(grade, path), WindowKind.REVIEW, level)
    now = clock.now()
    return not windows or any(is_open(window, now) for window in windows)


def is_last_stage(application: Application) -> bool:
    return bool(application.route) and application.route[-1]['id'] == application.holder_id


async def _missing_papers(application: Application, deferral: Deferral | None) -> set[Need]:
    """Grade 1: 工资表 always, 优秀年度考核结果 for that basis, unless an open deferral with its note covers them."""
    if deferral is not None and deferral.note:
        return set()
    asked = {MaterialKind.SALARY: Need.SALARY}
    if application.basis is Basis.EXCELLENCE:
        asked[MaterialKind.EXCELLENCE] = Need.EXCELLENCE
    kinds = await Material.filter(
        application_id=application.id, kind__in=list(asked), removed_at__isnull=True
    ).values_list('kind', flat=True)
    present = {MaterialKind(str(kind)) for kind in kinds}
    return {need for kind, need in asked.items() if kind not in present}


async def _rejecter_path(application_id: int) -> str:
    ruling = await Ruling.filter(application_id=application_id, act=Act.REJECT).order_by('-at').first()
    if ruling is None:
        return ''
    return (await Organisation.get(id=ruling.organisation_id)).path
