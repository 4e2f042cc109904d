"""市级复核意见 and 省级标记: written above, answered by the unit, closed above, with correct badge and journal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from domain import events
from domain.errors import DecidedAlready, Forbidden, Invalid, NotFound, Refusal, Unmet
from domain.events import Changed, Event
from domain.long_work import Step, to_the_end
from domain.rules.vocabulary import Act, Level, NoteState, Status
from domain.services import journal
from domain.services.review import notes
from domain.services.review.decisions import Opinion, decide
from domain.services.review.note_lists import waiting
from domain.services.review.notes import MARKS, OPINIONS, Notebook, Target, answer, close, write, write_to_many
from storage.models import Application, Mark
from storage.models import Opinion as Row
from tests import town as cast
from tests.town import Town

TEXT, ANSWER = '请核实现聘岗位与申报工种是否一致', '已核实，一致'


@dataclass(frozen=True)
class Side:
    """A book, the office that writes in it, and one of its kinds."""

    book: Notebook
    writer: str
    others: tuple[str, ...]
    kind: str = ''


CITY_SIDE = Side(OPINIONS, cast.CITY, (cast.SCHOOL, cast.COUNTY, cast.COUNTY_REVIEWER, cast.PROVINCE))
PROVINCE_SIDE = Side(MARKS, cast.PROVINCE, (cast.SCHOOL, cast.COUNTY, cast.CITY), '材料存疑')
SIDES = pytest.mark.parametrize('side', [CITY_SIDE, PROVINCE_SIDE], ids=['opinion', 'mark'])


Until = Callable[[Town, Side, Application], Awaitable[object]]


async def written(town: Town, side: Side, application: Application) -> Row | Mark:
    note = await write(town.actor(side.writer), side.book, application.id, TEXT, side.kind, seen=application.version)
    await application.refresh_from_db()
    return note


async def answered(town: Town, side: Side, application: Application) -> Row | Mark:
    note = await written(town, side, application)
    await answer(town.actor(cast.SCHOOL), side.book, note.id, f' {ANSWER} ', seen=application.version)
    await application.refresh_from_db()
    return await side.book.rows.get(id=note.id)


async def closed(town: Town, side: Side, application: Application) -> Row | Mark:
    note = await answered(town, side, application)
    await close(town.actor(side.writer), side.book, note.id, seen=application.version)
    await application.refresh_from_db()
    return await side.book.rows.get(id=note.id)


@SIDES
async def test_a_note_is_written_answered_and_closed(town: Town, side: Side) -> None:
    note = await closed(town, side, await town.application())
    assert (note.state, note.text, note.kind, note.answer) == (NoteState.CLOSED, TEXT, side.kind, ANSWER)


@SIDES
@pytest.mark.parametrize(('until', 'badge'), [(written, 1), (answered, 1), (closed, 0)])
async def test_the_badge_stays_until_a_note_is_closed(town: Town, side: Side, until: Until, badge: int) -> None:
    application = await town.application()
    await until(town, side, application)
    assert application.open_notes == badge


@SIDES
async def test_a_note_leaves_the_application_where_it_stands(town: Town, side: Side) -> None:
    application = await town.application()
    await closed(town, side, application)
    assert (application.status, application.stage) == (Status.IN_REVIEW, Level.UNIT)


@SIDES
async def test_the_journal_keeps_every_act_on_a_note(town: Town, side: Side) -> None:
    application = await town.application()
    note = await closed(town, side, application)
    assert (await cast.acts_of(application))[-3:] == [side.book.write, side.book.answer, side.book.close]
    assert (await journal.history_of(application.id))[0].details == {'note': note.id}
    assert [found async for found in journal.breaks()] == []


async def traces(side: Side, application: Application) -> tuple[object, ...]:
    """The version and the badge of the application, and every note of this side on it."""
    stored = await Application.get(id=application.id)
    rows = await side.book.rows.filter(application_id=application.id)
    return stored.version, stored.open_notes, [(row.state, row.answer) for row in rows]


@SIDES
async def test_only_its_office_writes_and_only_the_unit_answers(town: Town, side: Side) -> None:
    application = await town.application()
    for login in side.others:
        with pytest.raises(Forbidden):
            await write(town.actor(login), side.book, application.id, TEXT, side.kind, seen=application.version)
    note = await written(town, side, application)
    for login in (cast.DEPARTMENT, cast.COUNTY, cast.CITY, cast.PROVINCE):
        with pytest.raises(Forbidden, match='只有所在单位可以反馈'):
            await answer(town.actor(login), side.book, note.id, ANSWER, seen=application.version)
    await answer(town.actor(cast.SCHOOL), side.book, note.id, ANSWER, seen=application.version)
    for login in side.others:
        with pytest.raises(Forbidden):
            await close(town.actor(login), side.book, note.id, seen=application.version + 1)


@SIDES
async def test_another_unit_cannot_even_find_it(town: Town, side: Side) -> None:
    application = await town.application()
    note = await written(town, side, application)
    for login in (cast.PRIMARY, cast.OTHER_SCHOOL, cast.OTHER_COUNTY, cast.OTHER_CITY):
        with pytest.raises(NotFound):
            await answer(town.actor(login), side.book, note.id, ANSWER, seen=application.version)
        with pytest.raises(NotFound):
            await close(town.actor(login), side.book, note.id, seen=application.version)
        with pytest.raises(NotFound):
            await write(town.actor(login), side.book, application.id, TEXT, side.kind, seen=application.version)
    with pytest.raises(NotFound):
        await answer(town.actor(cast.SCHOOL), side.book, note.id + 99, ANSWER, seen=application.version)


@SIDES
@pytest.mark.parametrize('text', ['', ' 短 ', '长' * 501])
async def test_a_note_whose_text_is_too_short_or_too_long_changes_nothing(town: Town, side: Side, text: str) -> None:
    application = await town.application()
    with pytest.raises(Unmet, match='请填写原因'):
        await write(town.actor(side.writer), side.book, application.id, text, side.kind, seen=application.version)
    assert await traces(side, application) == (application.version, 0, [])


@SIDES
async def test_a_note_of_an_unknown_kind_changes_nothing(town: Town, side: Side) -> None:
    application = await town.application()
    with pytest.raises(Invalid, match='标记类型'):
        await write(town.actor(side.writer), side.book, application.id, TEXT, '没有这种', seen=application.version)
    assert await traces(side, application) == (application.version, 0, [])


@SIDES
async def test_an_answer_without_a_text_changes_nothing(town: Town, side: Side) -> None:
    application = await town.application()
    note = await written(town, side, application)
    with pytest.raises(Unmet):
        await answer(town.actor(cast.SCHOOL), side.book, note.id, '', seen=application.version)
    assert await traces(side, application) == (application.version, 1, [(NoteState.OPEN, '')])


@SIDES
async def test_a_note_without_an_answer_is_not_closed(town: Town, side: Side) -> None:
    application = await town.application()
    note = await written(town, side, application)
    with pytest.raises(Forbidden, match='尚未反馈'):
        await close(town.actor(side.writer), side.book, note.id, seen=application.version)
    assert await traces(side, application) == (application.version, 1, [(NoteState.OPEN, '')])


@SIDES
async def test_it_is_answered_once_and_closed_once(town: Town, side: Side) -> None:
    application, school, writer = await town.application(), town.actor(cast.SCHOOL), town.actor(side.writer)
    note = await written(town, side, application)
    await answer(school, side.book, note.id, ANSWER, seen=application.version)
    with pytest.raises(Forbidden, match='不能再次反馈'):
        await answer(school, side.book, note.id, ANSWER, seen=application.version + 1)
    await close(writer, side.book, note.id, seen=application.version + 1)
    with pytest.raises(Forbidden, match='已办结'):
        await close(writer, side.book, note.id, seen=application.version + 2)
    assert (await Application.get(id=application.id)).open_notes == 0


@SIDES
async def test_somebody_was_faster(town: Town, side: Side) -> None:
    application, seen = await town.application(), 0
    seen = application.version
    await written(town, side, application)
    with pytest.raises(DecidedAlready, match=side.book.write.label):
        await write(town.actor(side.writer), side.book, application.id, TEXT, side.kind, seen=seen)
    assert await side.book.rows.all().count() == 1


@SIDES
async def test_no_note_is_written_about_an_application_that_is_not_with_the_offices(town: Town, side: Side) -> None:
    for status in (Status.DRAFT, Status.RETURNED, Status.REJECTED):
        application = await town.application(at=status)
        with pytest.raises(Forbidden, match='不能'):
            await write(town.actor(side.writer), side.book, application.id, TEXT, side.kind, seen=application.version)


async def test_both_books_share_one_badge(town: Town) -> None:
    application = await town.application(at=Status.APPROVED)
    opinion = await written(town, CITY_SIDE, application)
    await written(town, PROVINCE_SIDE, application)
    assert application.open_notes == 2
    await answer(town.actor(cast.SCHOOL), OPINIONS, opinion.id, ANSWER, seen=application.version)
    await close(town.actor(cast.CITY), OPINIONS, opinion.id, seen=application.version + 1)
    assert (await Application.get(id=application.id)).open_notes == 1


async def test_the_events_are_published_after_the_commit(town: Town) -> None:
    application, heard = await town.application(), list[Event]()
    stop = events.subscribe(heard.append)
    note = await written(town, CITY_SIDE, application)
    stop()
    (news,) = heard
    assert isinstance(news, Changed)
    assert (news.act, news.version, news.to_holder) == (Act.OPINION, application.version, application.holder_id)
    assert note.text not in repr(news)


async def test_the_badge_of_the_menu_counts_for_the_office_that_has_to_act(town: Town) -> None:
    application, school, city = await town.application(), town.actor(cast.SCHOOL), town.actor(cast.CITY)
    note = await written(town, CITY_SIDE, application)
    everybody = (cast.SCHOOL, cast.DEPARTMENT, cast.COUNTY, cast.CITY, cast.OTHER_SCHOOL)
    assert [await waiting(town.actor(login), OPINIONS) for login in everybody] == [1, 0, 0, 0, 0]
    await answer(school, OPINIONS, note.id, ANSWER, seen=application.version)
    assert [await waiting(town.actor(login), OPINIONS) for login in everybody] == [0, 0, 0, 1, 0]
    await close(city, OPINIONS, note.id, seen=application.version + 1)
    assert [await waiting(town.actor(login), OPINIONS) for login in everybody] == [0, 0, 0, 0, 0]
    second = await town.application()
    await written(town, CITY_SIDE, second)
    await decide(school, second.id, Act.RETURN, Opinion('请核对材料'), seen=second.version)
    assert await waiting(school, OPINIONS) == 0  # returned to the applicant: nobody can answer


async def test_many_are_marked_one_by_one_and_each_has_its_result(town: Town) -> None:
    results = await marked(town, await three_to_mark(town))
    assert [bool(one.refusal) for one in results] == [False, False, True]
    assert await Mark.all().count() == 2


async def test_a_stopped_marking_of_many_marks_nobody_else(town: Town) -> None:
    targets = await three_to_mark(town)
    done = await marked(town, targets, lambda _done, _total: False)
    assert [one.application_id for one in done] == [targets[0].application_id]
    assert await Mark.all().count() == 1


@pytest.mark.parametrize('times', [0, notes.MOST_PERSONS // 3 + 1], ids=['nobody', 'too many'])
async def test_nobody_and_too_many_are_not_marked(town: Town, times: int) -> None:
    with pytest.raises(Refusal):
        await marked(town, await three_to_mark(town) * times)


async def three_to_mark(town: Town) -> list[Target]:
    """Two who are approved, and one who is rejected and cannot be marked."""
    rows = [await town.application(at=Status.APPROVED) for _ in range(2)]
    rows.append(await town.application(cast.OTHER_SCHOOL, at=Status.REJECTED))
    return [Target(row.id, row.number, row.name, row.version) for row in rows]


async def marked(town: Town, targets: list[Target], step: Step = to_the_end) -> list[Target]:
    return await write_to_many(town.actor(cast.PROVINCE), MARKS, targets, TEXT, '抽查核实', step)
