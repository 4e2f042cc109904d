"""The results of a finished year: imported and published, and the passes in 往年报考合格库 that follow from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from domain.demo import calendar, scores
from domain.demo.applications.life import Life
from domain.demo.applications.outcomes import ApplicationPlan
from domain.demo.rows import keep, record
from domain.rules.actor import Actor
from domain.rules.results.result_states import completed, described
from domain.rules.vocabulary import Act, Conclusion, Grade
from domain.rules.year.subjects import GradeSubjects
from domain.services.results import locked_rows, prior_passes
from domain.services.results.score_import import ScoreOutcome, ScoreReport, ScoreVerdict
from domain.services.year import years
from storage.models import AdmissionTicket, ExamResult, ExamYear, ScoreImport

# The name of the file, days from the first exam day; the panel of grade 1 meets after the theory is published.
_ROUNDS = (('成绩', 18), ('综合评审成绩', 39))
LATER = timedelta(days=2, hours=5.5)  # after the import the results are published


async def publish(
    actor: Actor, year: ExamYear, tickets: Sequence[AdmissionTicket], built: Mapping[int, tuple[ApplicationPlan, Life]]
) -> None:
    """Write the results of these tickets into the open transaction; ``built`` is by application."""
    results: dict[int, ExamResult] = {}
    whole = await years.whole(year)
    people = {id_: life.chronicle.application for id_, (_, life) in built.items()}
    for name, days in _ROUNDS:
        at = calendar.moment(year, days, 10)
        due = [ticket for ticket in tickets if not results or _is_open(results.get(ticket.application_id))]
        if not due:
            break
        label = f'{actor.organisation}{year.year}年度{name}（演示）.xlsx'
        outcome = ScoreOutcome.CHANGED if results else ScoreOutcome.ADDED
        batch = await _import(actor, label, due, outcome, at)
        for ticket in due:
            plan, life = built[ticket.application_id]
            row = results.setdefault(ticket.application_id, _blank(ticket, year))
            _enter(row, ticket, plan, life, actor, batch, whole.subjects[Grade(ticket.grade)])
        rows = [results[ticket.application_id] for ticket in due]
        for row in rows:
            row.published_at, row.version = at + LATER, row.version + 1
            told = described(locked_rows.marks_of(row), row.conclusion)
            built[row.application_id][1].chronicle.note(actor, Act.PUBLISH_RESULT, at + LATER, details=told)
        await prior_passes.enter({year.id: whole}, people, rows)
    await keep(results.values())


def _is_open(row: ExamResult | None) -> bool:
    return row is not None and row.conclusion is Conclusion.THEORY_PASSED


def _blank(ticket: AdmissionTicket, year: ExamYear) -> ExamResult:
    return ExamResult(
        application_id=ticket.application_id, unit_id=ticket.unit_id, grade=ticket.grade, year_id=year.id, version=0
    )


def _enter(
    row: ExamResult,
    ticket: AdmissionTicket,
    plan: ApplicationPlan,
    life: Life,
    actor: Actor,
    batch: ScoreImport,
    of: GradeSubjects,
) -> None:
    """The row of the workbook, as the import takes it."""
    grade, first = Grade(ticket.grade), row.version == 0
    before = None if first else row.conclusion
    cells = scores.cells_of(ticket.number, of, before, wish=plan.result)
    marks = completed(grade, of, None if first else locked_rows.marks_of(row), scores.entered(cells))
    conclusion = marks.conclusion(of)
    details = {'import': batch.id, **described(marks, conclusion)}
    if not first:
        details['before'] = locked_rows.details_of(row)
    row.update_from_dict(
        {
            **locked_rows.columns_of(marks, conclusion),
            'batch_id': batch.id,
            'imported_at': batch.at,
            'version': row.version + 1,
        }
    )
    life.chronicle.note(actor, Act.SCORE, batch.at, details=details)


async def _import(
    actor: Actor, label: str, due: Sequence[AdmissionTicket], outcome: ScoreOutcome, at: datetime
) -> ScoreImport:
    report = ScoreReport(
        tuple(ScoreVerdict(row, outcome, '', ticket.number) for row, ticket in enumerate(due, start=2))
    )
    batch = await ScoreImport.create(
        organisation_id=actor.organisation_id, account_id=actor.account_id, label=label, counts=report.counts, at=at
    )
    details = {'list': '成绩', 'import': batch.id, 'file': label, **report.details, 'stopped': False}
    await record(actor, Act.IMPORT, at, details)
    return batch
