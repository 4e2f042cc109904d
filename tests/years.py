"""The year turns: another year becomes the current one, as by 设为当前年度."""

from __future__ import annotations

from domain.services.year import years
from storage.models import Application, ExamYear


async def next_year() -> ExamYear:
    """Add the year after the current one, with the same parameters and without windows, and make it current."""
    before = await ExamYear.get(current=True)
    await ExamYear.filter(id=before.id).update(current=False)
    after = await ExamYear.create(year=before.year + 1, current=True, parameters=before.parameters, fees=before.fees)
    years.forget()
    return after


async def belongs_to(application: Application, year: ExamYear) -> None:
    """Let this application be one of that year."""
    await Application.filter(id=application.id).update(year_id=year.id)
