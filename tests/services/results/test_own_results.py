"""The own result of an applicant, and what a publication leaves as it is."""

from __future__ import annotations

import pytest

from domain.errors import Forbidden
from domain.rules.lists.application_filters import Paging
from domain.rules.results.result_filters import ResultFilters
from domain.services.results import own_results, publication, result_lists
from domain.services.year.years import current_year
from storage.models import ExamYear, PriorPass
from tests import town as cast
from tests.scores import GOOD, approved, examined, import_rows, published, row
from tests.town import Town


async def test_the_own_result_is_never_another_persons(town: Town) -> None:
    person, other = await approved(town), await approved(town)
    await published(town, other)
    mine = await own_results.own(town.applicant(person), await current_year())
    assert (mine.application_id, mine.conclusion) == (person.id, None)
    with pytest.raises(Forbidden):
        await result_lists.listed(town.applicant(other), filters=ResultFilters(), paging=Paging())


async def test_an_imported_pass_is_not_changed(town: Town) -> None:
    person, city = await approved(town), town.actor(cast.CITY)
    (ticket,) = await examined(town, person)
    await import_rows(town, row(ticket, person, **GOOD))
    year = await ExamYear.get(id=1)
    there = await PriorPass.create(
        id_number=person.id_number, name=person.name, year=year.year, grade=3, trade='电工', unit='某单位',
        certificate_number='ZS1',
    )  # fmt: skip
    await publication.publish(city, [person.id])
    await publication.withdraw(city, [person.id], '登记有误')
    (kept,) = await PriorPass.all()
    assert (kept.id, kept.certificate_number, kept.application_id) == (there.id, 'ZS1', None)
