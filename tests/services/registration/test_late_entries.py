"""补报 and 破格（一线）申报: who may enter whom and when, what is refused at which field, and the result."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain import clock
from domain.errors import Forbidden, Invalid, NotFound, RefusalCode, SignedOut, Unmet
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.registration.late_and_exceptional_entries import PROOF, Entrance, Newcomer
from domain.rules.vocabulary import Act, Basis, Channel, Role, Status, WindowKind
from domain.services.application import filling, materials
from domain.services.registration import late_entries, late_lists
from domain.services.registration.late_entries import add
from domain.services.year import years
from storage.models import Account, Application, Window
from tests import town as cast
from tests.queries import counted
from tests.samples import scan
from tests.town import Town, acts_of

FIRST = Paging()
ID_NUMBER, OTHER_ID = '410327198504129916', '410327198607159923'


def late(town: Town, unit: str = cast.SCHOOL) -> Newcomer:
    return Newcomer('王堃', ID_NUMBER, '13800138001', town.organisations[unit].id, Channel.SUPPLEMENTARY)


def exceptional(town: Town, channel: Channel = Channel.FRONTLINE) -> Newcomer:
    return replace(late(town), channel=channel, category='长期野外作业', document='宜人社〔2026〕8 号')


def problems(refusal: Invalid) -> dict[str, str]:
    return {problem.key: problem.text for problem in refusal.problems}


async def shut(*kinds: WindowKind) -> None:
    """Move the end of these windows to yesterday."""
    at = clock.now() - timedelta(days=1)
    await Window.filter(kind__in=list(kinds)).update(closes_at=at)
    years.forget()


async def test_an_applicant_entered_by_the_county_continues_from_the_draft(town: Town) -> None:
    county = town.actor(cast.COUNTY)
    added = await add(county, Entrance.LATE, late(town))
    assert (added.status, added.channel, added.name) == (Status.DRAFT, Channel.SUPPLEMENTARY, '王堃')
    assert await acts_of(added) == [Act.REGISTER]
    account = await Account.get(login=ID_NUMBER)
    assert (account.role, account.password_hash, account.mobile) == (Role.APPLICANT, '', '13800138001')
    person = Actor(account.id, account.name, account.role, added.unit_id, '', None, '')
    own = await filling.own(person, await years.current_year())
    assert own is not None
    assert own.editable


@pytest.mark.parametrize('channel', [Channel.EXCEPTIONAL, Channel.FRONTLINE])
async def test_an_exceptional_entry_has_its_category_and_document(town: Town, channel: Channel) -> None:
    added = await add(town.actor(cast.COUNTY), Entrance.EXCEPTIONAL, exceptional(town, channel))
    assert (added.channel, added.basis) == (channel, Basis(channel.value))
    assert added.form['exception_category'] == '长期野外作业'
    assert added.form['exception_document'] == '宜人社〔2026〕8 号'


@pytest.mark.parametrize('login', [cast.SCHOOL, cast.DEPARTMENT, cast.COUNTY_REVIEWER])
async def test_only_administrators_of_a_county_or_above_enter_and_see_entries(town: Town, login: str) -> None:
    actor = town.actor(login)
    with pytest.raises(Forbidden):
        await add(actor, Entrance.LATE, late(town))
    with pytest.raises(Forbidden):
        await late_lists.listed(actor, Entrance.LATE, filters=ApplicationFilters(), paging=FIRST)
    with pytest.raises(Forbidden):
        await late_lists.entries_of(actor, Entrance.LATE, [1])
    assert not await Application.exists()


async def test_all_problems_are_reported_at_their_fields_at_once(town: Town) -> None:
    county = town.actor(cast.COUNTY)
    with pytest.raises(Invalid) as refusal:
        await add(county, Entrance.EXCEPTIONAL, Newcomer('王', '410327197802309970', '12345', None, None))
    assert set(problems(refusal.value)) == {
        *('name', 'id_number', 'mobile', 'unit_id', 'channel', 'category', 'document'),
    }
    with pytest.raises(Invalid) as refusal:
        await add(county, Entrance.EXCEPTIONAL, replace(exceptional(town), category=' ', document='字' * 101))
    assert problems(refusal.value) == {
        'category': '请填写破格/一线类别',
        'document': '破格/一线依据文件最多 100 个字',
    }
    for channel in (Channel.REGULAR, Channel.SUPPLEMENTARY):  # forged: not among the options
        with pytest.raises(Invalid) as refusal:
            await add(county, Entrance.EXCEPTIONAL, replace(exceptional(town), channel=channel))
        assert set(problems(refusal.value)) == {'channel'}
    assert not await Application.exists()
    assert not await Account.filter(role=Role.APPLICANT).exists()


async def test_a_second_application_is_refused_at_the_id_number(town: Town) -> None:
    county = town.actor(cast.COUNTY)
    await add(county, Entrance.LATE, late(town))
    for entrance, newcomer in ((Entrance.LATE, late(town)), (Entrance.EXCEPTIONAL, exceptional(town))):
        with pytest.raises(Invalid) as refusal:
            await add(county, entrance, newcomer)
        assert problems(refusal.value) == {'id_number': '本年度已有一份申报，不能重复报名'}
    assert await Application.all().count() == 1


async def test_a_mobile_of_somebody_else_and_a_retired_person_are_refused(town: Town) -> None:
    county = town.actor(cast.COUNTY)
    await add(county, Entrance.LATE, late(town))
    with pytest.raises(Invalid) as refusal:
        await add(county, Entrance.LATE, replace(late(town), id_number=OTHER_ID))
    assert set(problems(refusal.value)) == {'mobile'}
    with pytest.raises(Invalid) as refusal:
        await add(county, Entrance.EXCEPTIONAL, replace(exceptional(town), id_number='410327196001019978'))
    assert '退休年龄' in problems(refusal.value)['id_number']


@pytest.mark.parametrize('unit', [cast.OTHER_SCHOOL, cast.COUNTY, cast.CITY_UNIT])
async def test_a_unit_out_of_reach_or_one_that_employs_nobody_is_refused(town: Town, unit: str) -> None:
    with pytest.raises(Invalid) as refusal:
        await add(town.actor(cast.COUNTY), Entrance.LATE, late(town, unit))
    assert set(problems(refusal.value)) == {'unit_id'}


async def test_an_entry_outside_the_window_is_refused_with_a_sentence(town: Town) -> None:
    county = town.actor(cast.COUNTY)
    opened = await late_entries.opening(town.actor(cast.COUNTY), Entrance.LATE, await years.current_year())
    assert opened.is_open
    await shut(WindowKind.LATE_ENTRY)
    closed = await late_entries.opening(town.actor(cast.COUNTY), Entrance.LATE, await years.current_year())
    assert not closed.is_open
    with pytest.raises(Unmet, match='当前不在补报时间内，本年度不再开放'):
        await add(county, Entrance.LATE, late(town))
    assert (
        await late_entries.opening(town.actor(cast.COUNTY), Entrance.EXCEPTIONAL, await years.current_year())
    ).is_open  # 破格 is also possible during registration
    await shut(WindowKind.REGISTRATION)
    with pytest.raises(Unmet) as refusal:
        await add(county, Entrance.EXCEPTIONAL, exceptional(town))
    assert refusal.value.code is RefusalCode.WINDOW_CLOSED
    await Window.filter(kind=WindowKind.LATE_ENTRY).update(
        opens_at=clock.now() + timedelta(days=3), closes_at=clock.now() + timedelta(days=5)
    )
    years.forget()
    assert (
        '将于' in (await late_entries.opening(town.actor(cast.COUNTY), Entrance.LATE, await years.current_year())).text
    )
    assert not await Application.exists()


async def test_a_disabled_clerk_enters_nobody(town: Town) -> None:
    county = town.actor(cast.COUNTY)
    await Account.filter(login=cast.COUNTY).update(enabled=False)
    with pytest.raises(SignedOut):
        await add(county, Entrance.LATE, late(town))
    assert not await Account.filter(role=Role.APPLICANT).exists()


async def test_each_list_shows_only_its_channel_and_the_own_subtree(town: Town) -> None:
    county, other = town.actor(cast.COUNTY), town.actor(cast.OTHER_COUNTY)
    await town.application()
    made = await add(county, Entrance.LATE, late(town))
    proved = await add(
        county, Entrance.EXCEPTIONAL, replace(exceptional(town), id_number=OTHER_ID, mobile='13800138002')
    )
    for entrance, application in ((Entrance.LATE, made), (Entrance.EXCEPTIONAL, proved)):
        for filters in (
            ApplicationFilters(),
            ApplicationFilters(channels=(Channel.REGULAR,)),
        ):  # a forged channel shows no more
            found = await late_lists.listed(county, entrance, filters=filters, paging=FIRST)
            assert [entry.row.id for entry in found.entries] == [application.id]
            assert found.total == await late_lists.count(county, entrance, filters) == 1
        unit = ApplicationFilters(unit=town.organisations[cast.SCHOOL].id)
        for filters in (ApplicationFilters(), unit, ApplicationFilters(keyword=application.id_number)):
            assert await late_lists.listed(other, entrance, filters=filters, paging=FIRST) == late_lists.LateEntryPage(
                (), 0
            )
            assert await late_lists.count(other, entrance, filters) == 0
        assert await late_lists.entries_of(other, entrance, [made.id, proved.id]) == {}
        assert set(await late_lists.entries_of(county, entrance, [made.id, proved.id])) == {application.id}
    with pytest.raises(NotFound):
        await late_lists.proof_of(other, proved.id)


async def test_numbers_of_persons_are_masked(town: Town) -> None:
    await add(town.actor(cast.COUNTY), Entrance.LATE, late(town))
    (entry,) = (
        await late_lists.listed(town.actor(cast.CITY), Entrance.LATE, filters=ApplicationFilters(), paging=FIRST)
    ).entries
    assert (entry.mobile, entry.row.id_number) == ('138****8001', '410327********9916')
    assert ID_NUMBER not in str(entry)


async def test_the_county_uploads_the_proof_and_the_list_counts_it(town: Town) -> None:
    county = town.actor(cast.COUNTY)
    added = await add(county, Entrance.EXCEPTIONAL, exceptional(town))
    file = await materials.upload(county, added.id, PROOF, '证明.jpg', scan())
    (entry,) = (
        await late_lists.listed(county, Entrance.EXCEPTIONAL, filters=ApplicationFilters(), paging=FIRST)
    ).entries
    assert (entry.proofs, entry.provable, entry.category) == (1, True, '长期野外作业')
    proof = await late_lists.proof_of(county, added.id)
    assert ([one.id for one in proof.files], proof.refusal) == ([file.id], '')
    with pytest.raises(NotFound):
        await materials.upload(town.actor(cast.OTHER_COUNTY), added.id, PROOF, '证明.jpg', scan())
    with pytest.raises(Forbidden):
        await materials.upload(town.actor(cast.SCHOOL), added.id, PROOF, '证明.jpg', scan())
    await materials.remove(county, file.id)
    assert (await late_lists.entries_of(county, Entrance.EXCEPTIONAL, [added.id]))[added.id].proofs == 0


async def test_three_entries_take_as_many_queries_as_one(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    county, sent = town.actor(cast.COUNTY), []
    for _ in range(3):
        application = await town.application(channel=Channel.FRONTLINE)
        await town.upload(application, PROOF)
        await late_lists.listed(county, Entrance.EXCEPTIONAL, filters=ApplicationFilters(), paging=FIRST)
        with counted(monkeypatch) as statements:
            await late_lists.listed(county, Entrance.EXCEPTIONAL, filters=ApplicationFilters(), paging=FIRST)
        sent.append(len(statements))
    assert sent[0] == sent[1] == sent[2] <= 8
