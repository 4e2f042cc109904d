"""准考证查询 as a workbook: complete ID numbers for those in reach, and an entry in the journal for each export."""

from __future__ import annotations

import pytest

from domain.errors import Forbidden, Refusal, SignedOut
from domain.rules.exam.ticket_filters import TicketFilters
from domain.rules.vocabulary import Act, PlanState
from domain.services.exam import ticket_exports
from domain.services.exam.ticket_lists import TicketRow
from storage.models import Account, JournalEntry
from tests import town as cast
from tests.scores import approved
from tests.seats import seated
from tests.town import Town


async def exported(town: Town, login: str, *ids: int) -> list[list[TicketRow]]:
    return [rows async for rows in ticket_exports.rows(town.actor(login), ids)]


async def test_rows_come_in_the_wanted_order_with_complete_numbers_in_chunks(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticket_exports, 'CHUNK', 2)
    people = [await approved(town) for _ in range(3)]
    tickets = await seated(town, *people)
    first, second, third = people
    chunks = await exported(town, cast.COUNTY, third.id, first.id, second.id)
    assert [[row.id_number for row in rows] for rows in chunks] == [
        [third.id_number, first.id_number], [second.id_number],
    ]  # fmt: skip
    assert [row.ticket for rows in chunks for row in rows] == [tickets[at].number for at in (2, 0, 1)]


async def test_what_is_out_of_reach_or_not_published_is_left_out(town: Town) -> None:
    own, foreign, drawn = await approved(town), await approved(town, cast.OTHER_SCHOOL), await approved(town)
    await seated(town, own, foreign)
    await seated(town, drawn, state=PlanState.DRAWN)
    (rows,) = await exported(town, cast.COUNTY, foreign.id, own.id, drawn.id, 10**8)
    assert [row.id for row in rows] == [own.id]
    assert await exported(town, cast.OTHER_COUNTY, own.id) == [[]]


async def test_somebody_must_be_chosen_by_an_administrator(town: Town) -> None:
    person = await approved(town)
    await seated(town, person)
    with pytest.raises(Refusal, match='请先选择报考人员'):
        await exported(town, cast.COUNTY)
    with pytest.raises(Forbidden):
        await exported(town, cast.COUNTY_REVIEWER, person.id)
    with pytest.raises(Forbidden):
        await ticket_exports.record(town.actor(cast.COUNTY_REVIEWER), 1, [person.id])
    await Account.filter(login=cast.COUNTY).update(enabled=False)
    with pytest.raises(SignedOut):
        await ticket_exports.record(town.actor(cast.COUNTY), 1, [person.id])
    assert not await JournalEntry.exists(act=Act.EXPORT)


async def test_the_journal_records_who_was_chosen_or_by_which_filters(town: Town) -> None:
    county = town.actor(cast.COUNTY)
    await ticket_exports.record(county, 2, (7, 5))
    await ticket_exports.record(county, 9, TicketFilters(keyword='张'))
    entries = await JournalEntry.filter(act=Act.EXPORT).order_by('id')
    assert {entry.account_id for entry in entries} == {county.account_id}
    assert [entry.details for entry in entries] == [
        {'list': '准考证查询', 'count': 2, 'applications': [7, 5]},
        {'list': '准考证查询', 'count': 9, 'filters': {'keyword': '张'}},
    ]
