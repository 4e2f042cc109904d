"""考核结果 of an applicant: the progress of the own result of a year, and the scores once they are published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain import clock
from domain.rules.actor import Actor
from domain.rules.exam.tickets import SETTLED
from domain.rules.results.result_states import Marks
from domain.rules.vocabulary import Conclusion, Grade, PlanState, Status, Word
from domain.rules.year.subjects import GradeSubjects
from domain.services.results import locked_rows
from domain.services.year.years import Year
from storage.models import AdmissionTicket, Application, ExamResult
from storage.queries import applications


class ResultProgress(Word):
    """The progress of the result, as the page shows it."""

    NOT_APPROVED = 'not_approved', '尚未终审通过'
    CANCELLED = 'cancelled', '报考资格已取消'
    UNPAID = 'unpaid', '尚未缴费'
    UNSEATED = 'unseated', '考场尚未编排'
    BEFORE = 'before', '考试尚未开始'
    WAITING = 'waiting', '成绩尚未发布'
    PUBLISHED = 'published', '成绩已发布'


@dataclass(frozen=True, slots=True)
class OwnResult:
    """``conclusion`` and every field below it are set from the publication on."""

    progress: ResultProgress
    year: int
    application_id: int | None = None
    registration: str = ''
    grade: Grade | None = None
    starts_at: datetime | None = None
    subjects: GradeSubjects | None = None
    ticket: str = ''
    conclusion: Conclusion | None = None
    marks: Marks | None = None
    published_at: datetime | None = None


async def newest_published(actor: Actor) -> int | None:
    """The id of the newest year in which a result of this applicant is published."""
    mine = ExamResult.filter(application__applicant_id=actor.account_id, published_at__isnull=False)
    row = await mine.order_by('-application__year__year').first()
    return row.year_id if row else None


async def own(actor: Actor, year: Year) -> OwnResult:
    """The actor's own result of this year."""
    mine = applications.visible_to(actor).filter(applicant_id=actor.account_id, year_id=year.id)
    row = await mine.order_by('-id').first().only('id', 'number', 'status', 'payment', 'grade')
    if row is None:
        return OwnResult(ResultProgress.NOT_APPROVED, year.year)
    ticket = await AdmissionTicket.get_or_none(application_id=row.id).select_related('plan', 'session')
    given = ticket if ticket and ticket.plan.state is PlanState.PUBLISHED else None
    starts_at = given.session.starts_at if given else None
    result = await ExamResult.get_or_none(application_id=row.id, published_at__isnull=False)
    shown = result if row.status is Status.APPROVED else None
    return OwnResult(
        progress=ResultProgress.PUBLISHED if shown else _progress(row, starts_at),
        year=year.year,
        application_id=row.id,
        registration=row.number,
        grade=Grade(row.grade) if row.grade else None,
        starts_at=starts_at,
        subjects=year.subjects[Grade(row.grade)] if row.grade else None,
        ticket=given.number if given and starts_at and starts_at <= clock.now() else '',
        conclusion=shown.conclusion if shown else None,
        marks=locked_rows.marks_of(shown) if shown else None,
        published_at=shown.published_at if shown else None,
    )


def _progress(row: Application, starts_at: datetime | None) -> ResultProgress:
    if row.status is Status.CANCELLED:
        return ResultProgress.CANCELLED
    if row.status is not Status.APPROVED:
        return ResultProgress.NOT_APPROVED
    if row.payment not in SETTLED:
        return ResultProgress.UNPAID
    if starts_at is None:
        return ResultProgress.UNSEATED
    return ResultProgress.BEFORE if starts_at > clock.now() else ResultProgress.WAITING
