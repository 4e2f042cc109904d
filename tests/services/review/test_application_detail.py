"""The review page reads one application in full, for those who may see it, and the view is recorded."""

from __future__ import annotations

import pytest

from domain.errors import NotFound, Unmet
from domain.rules.vocabulary import Act, Finding, Level, MaterialKind, Status
from domain.services.application_record import Pin
from domain.services.offices.organisations import children_of, find
from domain.services.review import application_detail as reading
from domain.services.review import id_check
from domain.services.review.drafts import keep, of
from storage.models import Application, JournalEntry, PriorPass
from tests import town as cast
from tests.town import Town


async def test_another_county_cannot_even_find_it(town: Town) -> None:
    application = await town.application(at=Level.COUNTY)
    for actor in (town.actor(cast.OTHER_COUNTY), town.actor(cast.PRIMARY)):
        for read in (reading.dossier, reading.note_full_view, id_check.prior_passes):
            with pytest.raises(NotFound) as foreign:
                await read(actor, application.id)
            with pytest.raises(NotFound) as missing:
                await read(actor, 10**8)
            assert str(foreign.value) == str(missing.value)


async def test_it_shows_the_route_and_the_possible_acts(town: Town) -> None:
    application = await town.application(at=Level.DEPARTMENT)
    found = await reading.dossier(town.actor(cast.DEPARTMENT), application.id)
    assert found.onward == '通过后提交至：宜阳县'
    assert {Act.APPROVE, Act.RETURN, Act.REJECT} <= found.may
    above = await reading.dossier(town.actor(cast.COUNTY), application.id)
    assert not above.may & {Act.APPROVE, Act.RETURN, Act.REJECT}


async def test_the_last_stage_says_so(town: Town) -> None:
    application = await town.application(at=Level.CITY)
    assert (await reading.dossier(town.actor(cast.CITY), application.id)).onward == '通过后即为终审通过'


async def test_a_full_view_is_journalled_once_per_half_hour(town: Town) -> None:
    application, actor = await town.application(), town.actor(cast.SCHOOL)
    for _ in range(3):
        await reading.note_full_view(actor, application.id)
    entries = await JournalEntry.filter(account_id=actor.account_id, act=Act.VIEW)
    assert [entry.details['application'] for entry in entries] == [application.id]


async def test_an_id_number_is_verified_on_the_record(town: Town) -> None:
    application, actor = await town.application(grade=1, at=Level.COUNTY), town.actor(cast.COUNTY)
    checks = await id_check.checks_of(actor, application.id, application.id_number.lower())
    assert {check.finding for check in checks} == {Finding.MET}
    verified = await id_check.verify(actor, application.id, application.id_number, seen=application.version)
    assert verified.id_verified_at is not None
    assert (await Application.get(id=application.id)).version == application.version + 1


async def test_a_number_that_does_not_match_is_refused_and_changes_nothing(town: Town) -> None:
    application, actor = await town.application(grade=1, at=Level.COUNTY), town.actor(cast.COUNTY)
    before = await JournalEntry.filter(application_id=application.id).count()
    for wrong in ('34052419800101001X', '410327197806159971', '4103', ''):
        with pytest.raises(Unmet):
            await id_check.verify(actor, application.id, wrong, seen=application.version)
    row = await Application.get(id=application.id)
    assert (row.id_verified_at, row.version) == (None, application.version)
    assert await JournalEntry.filter(application_id=application.id).count() == before


async def test_prior_passes_are_found_by_the_id_number(town: Town) -> None:
    application = await town.application(grade=1, at=Level.COUNTY)
    for year, number in ((2021, application.id_number), (2024, application.id_number), (2023, '34052419800101001X')):
        await PriorPass.create(
            id_number=number, name='某', year=year, grade=2, trade='汽车驾驶员', unit='某单位', certificate_number='1'
        )
    passes = await id_check.prior_passes(town.actor(cast.COUNTY), application.id)
    assert [one.year for one in passes] == [2024, 2021]


async def test_a_draft_text_is_kept_per_account_and_deleted_when_emptied(town: Town) -> None:
    application, actor = await town.application(at=Level.COUNTY), town.actor(cast.COUNTY)
    await keep(actor, application.id, 'return', '证书照片\n不清晰', (Pin('joined_on', '请核对'),))
    assert await of(actor, application.id, 'return') == ('证书照片\n不清晰', (Pin('joined_on', '请核对'),))
    assert await of(town.actor(cast.COUNTY_REVIEWER), application.id, 'return') == ('', ())
    await keep(actor, application.id, 'return', '')
    assert await of(actor, application.id, 'return') == ('', ())


async def test_missing_materials_of_grade_one_are_requested_from_the_reviewer(town: Town) -> None:
    application = await town.application(grade=1, at=Level.COUNTY)
    found = await reading.dossier(town.actor(cast.COUNTY), application.id)
    assert MaterialKind.SALARY in [need.kind for need in found.requirements if need.required]


async def test_a_returned_application_offers_no_decision(town: Town) -> None:
    application = await town.application(at=Status.RETURNED)
    found = await reading.dossier(town.actor(cast.SCHOOL), application.id)
    assert not found.may & {Act.APPROVE, Act.RETURN, Act.REJECT, Act.DEFER, Act.VERIFY_ID}


async def test_the_tree_is_shown_from_ones_own_office_downwards(town: Town) -> None:
    county = town.actor(cast.COUNTY)
    (root,) = await children_of(county, None)
    assert root.name == '宜阳县'
    assert '宜阳县教育体育局' in [node.name for node in await children_of(county, root.id)]
    with pytest.raises(NotFound):
        await children_of(county, town.organisations[cast.OTHER_COUNTY].id)
    assert await find(county, '洛宁') == []
    assert [node.name for node in await find(county, cast.SCHOOL)] == ['宜阳县第一高级中学']
