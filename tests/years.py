"""Two exam years at once: the town's own year goes on while the next one is current and registers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain import clock
from domain.demo.applications.forms import YEAR
from domain.rules.vocabulary import Grade, WindowKind
from domain.rules.year.parameters import Parameters
from domain.rules.year.subjects import DEFAULT, GradeSubjects, stored
from domain.services.year import years
from storage.models import (
    AdmissionTicket,
    Application,
    ExamResult,
    ExamSession,
    ExamYear,
    PaymentOrder,
    SeatingPlan,
    Site,
    Window,
)
from tests.scores import POOR, approved, published
from tests.town import Town

THEN, NOW = YEAR, YEAR + 1
FEE = 300_00  # of every grade in the new year
DAY = timedelta(days=1)


def asking(pass_mark: int) -> dict[Grade, GradeSubjects]:
    """The usual subjects, each with this pass mark."""
    return {
        grade: replace(of, rules=tuple(replace(rule, pass_mark=pass_mark) for rule in of.rules))
        for grade, of in DEFAULT.items()
    }


async def turn_the_year(*, pass_mark: int = 60) -> int:
    """设为当前年度 for the next year, which registers now and has no other window; returns its id."""
    await ExamYear.all().update(current=False)
    year = await ExamYear.create(
        year=NOW, current=True, parameters=Parameters().model_dump(mode='json'), subjects=stored(asking(pass_mark)),
        fees={str(int(grade)): FEE for grade in Grade},
    )  # fmt: skip
    await window(year.id, WindowKind.REGISTRATION, -1, 30)
    return year.id


async def next_year() -> ExamYear:
    """设为当前年度 for a year with the same parameters, in which nobody can do anything yet: it has no window."""
    before = await ExamYear.get(current=True)
    await ExamYear.filter(id=before.id).update(current=False)
    after = await ExamYear.create(year=before.year + 1, current=True, parameters=before.parameters, fees=before.fees)
    years.forget()
    return after


async def three_years() -> tuple[int, int, int]:
    """Two years before the town's own: a finished one, and one whose review and payment go on; the ids of all three."""
    current, ids = await ExamYear.get(current=True), list[int]()
    for before, closes in ((2, -300), (1, 30)):
        row = await ExamYear.create(
            year=current.year - before, current=False, parameters=current.parameters, fees=current.fees
        )
        await window(row.id, WindowKind.REGISTRATION, -400, -390)
        await window(row.id, WindowKind.REVIEW, -380, closes)
        await window(row.id, WindowKind.PAYMENT, -370, closes)
        ids.append(row.id)
    return ids[0], ids[1], current.id


async def set_parameters(year_id: int = 1, **changes: object) -> None:
    """Change these parameters of the year, as 申报条件参数 would."""
    row = await ExamYear.get(id=year_id)
    changed = Parameters.model_validate({**row.parameters, **changes})
    await ExamYear.filter(id=year_id).update(parameters=changed.model_dump(mode='json'))
    years.forget()


async def window(year_id: int, kind: WindowKind, opens: int, closes: int) -> Window:
    """The only window of this kind in this year, open between so many days from now."""
    await Window.filter(year_id=year_id, kind=kind).delete()
    now = clock.now()
    made = await Window.create(
        year_id=year_id, kind=kind, name=kind.label, opens_at=now + opens * DAY, closes_at=now + closes * DAY
    )
    years.forget()
    return made


async def move(year_id: int, *applications: int) -> None:
    """Let these applications be of this year, with their orders, results and seats."""
    ids = list(applications)
    await Application.filter(id__in=ids).update(year_id=year_id)
    await PaymentOrder.filter(application_id__in=ids).update(year_id=year_id)
    await ExamResult.filter(application_id__in=ids).update(year_id=year_id)
    for plan, session, site in await AdmissionTicket.filter(application_id__in=ids).values_list(
        'plan_id', 'session_id', 'room__site_id'
    ):
        await SeatingPlan.filter(id=plan).update(year_id=year_id)
        await ExamSession.filter(id=session).update(year_id=year_id)
        await Site.filter(id=site).update(year_id=year_id)


async def results_of_two_years(town: Town) -> tuple[Application, Application]:
    """A published pass of last year and a published failure of this year."""
    older, newer = await approved(town), await approved(town)
    await published(town, older)
    await published(town, newer, cells=POOR)
    await move(await turn_the_year(), newer.id)
    return older, newer
