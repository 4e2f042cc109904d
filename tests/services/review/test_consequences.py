"""The consequences of a decision are a table with every status; only the drafts that were sent are deleted."""

from __future__ import annotations

from domain.rules.vocabulary import Act, Level, Status
from domain.services.review import drafts
from domain.services.review.consequences import CONSEQUENCES
from domain.services.review.decisions import Opinion, decide
from domain.services.review.undo import undo
from tests import town as cast
from tests.town import Town


def test_the_table_speaks_of_every_status() -> None:
    assert list(CONSEQUENCES) == list(Status)


async def test_what_was_typed_for_a_decision_is_forgotten_with_it(town: Town) -> None:
    application, school = await town.application(), town.actor(cast.SCHOOL)
    await drafts.keep(school, application.id, 'reject', '材料不全')
    await decide(school, application.id, Act.RETURN, Opinion('材料不全'), seen=application.version)
    assert await drafts.of(school, application.id, 'reject') == ('', ())


async def test_what_was_typed_since_outlives_taking_the_decision_back(town: Town) -> None:
    application, city = await town.application(at=Level.CITY), town.actor(cast.CITY)
    application = await decide(city, application.id, Act.APPROVE, Opinion(), seen=application.version)
    await drafts.keep(city, application.id, 'opinion', '请核实')
    await undo(city, application.id, seen=application.version)
    assert await drafts.of(city, application.id, 'opinion') == ('请核实', ())
