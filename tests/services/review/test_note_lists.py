"""The lists of opinions and marks: own subtree only, equal queries, correct counts, and what each reader may do."""

from __future__ import annotations

import pytest

from domain.errors import NotFound
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.vocabulary import NoteState
from domain.services.review.note_lists import Lines, NoteLine, line_of, lines, lines_count, lines_of
from domain.services.review.notes import MARKS, OPINIONS, Notebook, answer, write
from storage.models import Application
from tests import town as cast
from tests.queries import counted
from tests.town import Town

ALL, FIRST = ApplicationFilters(), Paging()
BOOKS = pytest.mark.parametrize(
    ('book', 'writer', 'kind'), [(OPINIONS, cast.CITY, ''), (MARKS, cast.PROVINCE, '材料存疑')], ids=['opinion', 'mark']
)


async def noted(town: Town, book: Notebook, writer: str, kind: str, unit: str = cast.SCHOOL) -> tuple[Application, int]:
    application = await town.application(unit)
    note = await write(town.actor(writer), book, application.id, '请说明情况', kind, seen=application.version)
    return await Application.get(id=application.id), note.id


async def only(town: Town, login: str, book: Notebook) -> NoteLine:
    (line,) = (await lines(town.actor(login), book, filters=ALL, paging=FIRST)).lines
    return line


@BOOKS
async def test_the_offices_above_see_it_and_nobody_else(town: Town, book: Notebook, writer: str, kind: str) -> None:
    _, note_id = await noted(town, book, writer, kind)
    for login in (cast.SCHOOL, cast.DEPARTMENT, cast.COUNTY_REVIEWER, cast.CITY, cast.PROVINCE):
        assert (await only(town, login, book)).id == note_id
    for login in (cast.PRIMARY, cast.OTHER_COUNTY, cast.OTHER_CITY):
        actor = town.actor(login)
        assert await lines(actor, book, filters=ALL, paging=FIRST) == Lines((), 0)
        assert await lines_count(actor, book, filters=ApplicationFilters(unit=1)) == 0
        assert await lines_of(actor, book, (note_id,)) == ()
        with pytest.raises(NotFound):
            await line_of(actor, book, note_id)


@BOOKS
async def test_three_rows_cost_as_many_queries_as_one(
    town: Town, book: Notebook, writer: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent, county = [], town.actor(cast.COUNTY)
    for unit in (cast.SCHOOL, cast.PRIMARY, cast.HOSPITAL):
        await noted(town, book, writer, kind, unit)
        with counted(monkeypatch) as statements:
            await lines(county, book, filters=ALL, paging=FIRST)
        sent.append(len(statements))
    assert sent[0] == sent[1] == sent[2] <= 5


@BOOKS
async def test_filters_states_and_pages_agree_with_the_count(
    town: Town, book: Notebook, writer: str, kind: str
) -> None:
    first, note_id = await noted(town, book, writer, kind)
    await noted(town, book, writer, kind, cast.HOSPITAL)
    await answer(town.actor(cast.SCHOOL), book, note_id, '已核实', seen=first.version)
    county = town.actor(cast.COUNTY)
    for states, expected in (((NoteState.OPEN,), 1), ((NoteState.ANSWERED,), 1), ((NoteState.CLOSED,), 0), ((), 2)):
        found = await lines(county, book, filters=ALL, states=states, paging=FIRST)
        assert len(found.lines) == found.total == expected
        assert await lines_count(county, book, filters=ALL, states=states) == expected
    by_name = await lines(county, book, filters=ApplicationFilters(keyword=first.number), paging=FIRST)
    assert [line.id for line in by_name.lines] == [note_id]
    pages = [await lines(county, book, filters=ALL, paging=Paging(page, 1)) for page in (1, 2)]
    assert pages[0].lines[0].id > pages[1].lines[0].id == note_id


@BOOKS
async def test_each_reader_is_offered_what_the_table_opens(town: Town, book: Notebook, writer: str, kind: str) -> None:
    application, note_id = await noted(town, book, writer, kind)
    offered = {login: (await only(town, login, book)).may for login in (cast.SCHOOL, cast.COUNTY, writer)}
    assert offered == {cast.SCHOOL: {book.answer}, cast.COUNTY: frozenset(), writer: frozenset()}
    await answer(town.actor(cast.SCHOOL), book, note_id, '已核实', seen=application.version)
    offered = {login: (await only(town, login, book)).may for login in (cast.SCHOOL, cast.COUNTY, writer)}
    assert offered == {cast.SCHOOL: frozenset(), cast.COUNTY: frozenset(), writer: {book.close}}


async def test_a_line_says_who_wrote_what_when_about_whom(town: Town) -> None:
    application, _ = await noted(town, MARKS, cast.PROVINCE, '材料存疑')
    line, writer = await only(town, cast.SCHOOL, MARKS), town.actor(cast.PROVINCE)
    assert (line.name, line.number, line.kind, line.text) == (
        application.name, application.number, '材料存疑', '请说明情况'
    )  # fmt: skip
    assert (line.office, line.writer, line.state) == (writer.organisation, writer.name, NoteState.OPEN)
    assert application.id_number not in repr(line)
