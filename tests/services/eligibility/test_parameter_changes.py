"""申报条件参数: which findings a change would alter, saving it, and the findings afterwards."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from domain import events
from domain.errors import Forbidden, NotFound, Unmet
from domain.events import Changed, Event
from domain.long_work import to_the_end
from domain.rules.vocabulary import Act, Finding, Level, Status
from domain.rules.year.parameters import Parameters
from domain.services.eligibility import reassessment
from domain.services.eligibility.parameter_changes import Trial, parameters_of, save_parameters, trial
from domain.services.eligibility.reassessment import renew
from domain.services.review.decisions import Opinion, decide
from domain.services.year.years import current_year
from storage.models import Application, ExamYear, JournalEntry
from tests import town as cast
from tests.town import Town

MET, UNMET, MANUAL = Finding.MET, Finding.UNMET, Finding.MANUAL
# No person of the cast has held a certificate or worked for such a long time.
STRICT = Parameters(held_years=dict.fromkeys((4, 3, 2, 1), 55), working_years=dict.fromkeys((4, 3, 1), 59))


async def people(town: Town) -> list[Application]:
    """Two applications of grade 3 in review, one not submitted, one approved."""
    found = [await town.application(), await town.application(cast.OTHER_SCHOOL, at=Level.COUNTY)]
    found += [await town.application(at=Status.DRAFT), await town.application(at=Status.APPROVED)]
    assert {one.precheck for one in found} == {MET}
    return found


async def findings() -> dict[int, Finding | None]:
    return {row.id: row.precheck for row in await Application.all()}


async def tried(town: Town, parameters: Parameters = STRICT) -> Trial:
    return await trial(town.actor(cast.PROVINCE), 1, parameters, to_the_end)


async def test_nobody_below_the_province_tries_or_saves(town: Town) -> None:
    shown = await tried(town)
    for login in (cast.CITY, cast.COUNTY, cast.COUNTY_REVIEWER, cast.SCHOOL):
        actor = town.actor(login)
        with pytest.raises(Forbidden):
            await parameters_of(actor, 1)
        with pytest.raises(Forbidden):
            await trial(actor, 1, STRICT, to_the_end)
        with pytest.raises(Forbidden):
            await save_parameters(actor, 1, STRICT, seen=Parameters(), shown=shown)
        with pytest.raises(Forbidden):
            await renew(actor, 1, to_the_end)
    with pytest.raises(NotFound):
        await trial(town.actor(cast.PROVINCE), 99, STRICT, to_the_end)
    assert (await current_year()).parameters == Parameters()
    assert not await JournalEntry.exists()


async def test_a_trial_counts_the_changes_and_writes_nothing(town: Town) -> None:
    await people(town)
    before, entries = await findings(), await JournalEntry.all().count()
    shown = await tried(town)
    assert (shown.judged, shown.changed, shown.stopped) == (3, 3, False)
    assert (shown.in_review, shown.elsewhere) == ({(MET, UNMET): 2}, {(MET, UNMET): 1})
    assert (await tried(town, Parameters(units_frozen=False))).changed == 0
    assert await findings() == before
    assert await JournalEntry.all().count() == entries


async def test_saving_is_journalled_and_read_by_everyone_at_once(town: Town) -> None:
    await people(town)
    assert (await current_year()).parameters == Parameters()
    province, shown = town.actor(cast.PROVINCE), await tried(town)
    told = await save_parameters(province, 1, STRICT, seen=Parameters(), shown=shown)
    assert len(told) == 7
    assert (await current_year()).parameters == STRICT
    entry = await JournalEntry.get(act=Act.EDIT_PARAMETERS)
    assert entry.details['judged_differently'] == 3
    assert '持下一等级证书年限（年）：四级：5 → 55' in entry.details['changed']
    with pytest.raises(Unmet, match='他人修改'):
        await save_parameters(province, 1, Parameters(units_frozen=False), seen=Parameters(), shown=shown)
    assert await save_parameters(province, 1, STRICT, seen=STRICT, shown=shown) == []
    with pytest.raises(Unmet, match='试算没有完成'):
        await save_parameters(province, 1, Parameters(), seen=STRICT, shown=Trial(1, {}, {}, stopped=True))
    assert await JournalEntry.filter(act=Act.EDIT_PARAMETERS).count() == 1


async def saved(town: Town, parameters: Parameters = STRICT) -> None:
    _, seen = await parameters_of(town.actor(cast.PROVINCE), 1)
    await save_parameters(town.actor(cast.PROVINCE), 1, parameters, seen=seen, shown=await tried(town, parameters))


async def test_only_applications_in_review_get_new_findings(town: Town) -> None:
    first, second, draft, approved = await people(town)
    await saved(town)
    heard: list[Event] = []
    stop = events.subscribe(heard.append)
    result = await renew(town.actor(cast.PROVINCE), 1, to_the_end)
    stop()
    assert (result.judged, result.changed) == (2, {(MET, UNMET): 2})
    assert await findings() == {first.id: UNMET, second.id: UNMET, draft.id: MET, approved.id: MET}
    changes = [event for event in heard if isinstance(event, Changed)]
    assert {(one.application_id, one.act, one.to_holder) for one in changes} == {
        (one.id, Act.PRECHECK, one.holder_id) for one in (first, second)
    }
    entry = await JournalEntry.get(act=Act.PRECHECK)
    assert (entry.details['judged'], entry.details['changed']) == (2, {'符合→不符合': 2})
    assert (await renew(town.actor(cast.PROVINCE), 1, to_the_end)).changed == {}
    # A reviewer with the page open gets no message that somebody decided first.
    await decide(town.actor(cast.SCHOOL), first.id, Act.APPROVE, Opinion(), seen=first.version)


async def test_it_can_be_stopped_after_a_chunk_and_continued_later(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reassessment, 'CHUNK', 1)
    await people(town)
    await saved(town)
    steps: list[tuple[int, int]] = []

    def first_only(done: int, total: int) -> bool:
        steps.append((done, total))
        return False

    stopped = await trial(town.actor(cast.PROVINCE), 1, Parameters(), first_only)
    assert (stopped.stopped, stopped.judged) == (True, 1)
    result = await renew(town.actor(cast.PROVINCE), 1, first_only)
    assert (result.stopped, result.judged, steps) == (True, 1, [(1, 3), (1, 2)])
    assert sorted(str(one) for one in (await findings()).values()) == ['met', 'met', 'met', 'unmet']
    await renew(town.actor(cast.PROVINCE), 1, to_the_end)
    assert list((await findings()).values()).count(UNMET) == 2


async def test_a_decision_made_in_the_meantime_is_kept(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    first, *_ = await people(town)
    await saved(town)
    judged = reassessment.judged

    async def slowly(*given: object) -> list[Finding]:
        found = await judged(*given)  # type: ignore[arg-type]
        school = town.actor(cast.SCHOOL)
        await decide(school, first.id, Act.RETURN, Opinion('请补充材料'), seen=first.version)
        return found

    monkeypatch.setattr(reassessment, 'judged', slowly)
    result = await renew(town.actor(cast.PROVINCE), 1, to_the_end)
    assert sum(result.changed.values()) == 1
    row = await Application.get(id=first.id)
    assert (row.status, row.precheck) == (Status.RETURNED, MET)


async def test_another_year_has_parameters_of_its_own(town: Town) -> None:
    await people(town)
    this = await ExamYear.get()
    other = await ExamYear.create(year=this.year + 1, parameters=this.parameters)
    province = town.actor(cast.PROVINCE)
    shown = await trial(province, other.id, STRICT, to_the_end)
    assert (shown.judged, shown.changed) == (0, 0)
    await save_parameters(province, other.id, STRICT, seen=Parameters(), shown=shown)
    assert (await current_year()).parameters == Parameters()
    assert _kept(await ExamYear.get(id=other.id)) == STRICT


def _kept(row: ExamYear) -> Parameters:
    kept: Mapping[str, object] = row.parameters
    return Parameters.model_validate(kept)
