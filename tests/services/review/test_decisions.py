"""A decision moves one application once, for those who may, and is recorded; a refusal changes nothing."""

from __future__ import annotations

import pytest

from domain import events
from domain.errors import DecidedAlready, Forbidden, NotFound, SignedOut, Unmet
from domain.rules.review.workflow import Need
from domain.rules.vocabulary import Act, Basis, Level, MaterialKind, OrderStatus, Status
from domain.services.application_record import Pin
from domain.services.review.decisions import Opinion, decide
from storage.models import Account, Application, JournalEntry, PaymentOrder, Ruling
from tests import town as cast
from tests.town import Town

REASON = Opinion('工作年限证明缺少盖章')
ROUTE = (cast.SCHOOL, cast.DEPARTMENT, cast.COUNTY, cast.CITY)
PINS = [{'key': 'joined_on', 'remark': '档案为 2001 年'}, {'key': 'material:photo', 'remark': '重拍'}]


async def traces(application: Application) -> tuple[object, ...]:
    """Everything that a decision could write about this application."""
    row = await Application.filter(id=application.id).values()
    entries = await JournalEntry.filter(application_id=application.id).count()
    rulings = await Ruling.filter(application_id=application.id).order_by('id').values()
    return row, entries, rulings, await PaymentOrder.filter(application_id=application.id).count()


async def approved(town: Town) -> Application:
    """Somebody of grade 3 whom every office on the route has approved."""
    application = await town.application(grade=3)
    for login in ROUTE:
        application = await decide(town.actor(login), application.id, Act.APPROVE, Opinion(), seen=application.version)
    return await Application.get(id=application.id)


async def test_an_application_goes_from_the_unit_to_the_city(town: Town) -> None:
    application = await town.application(grade=3)
    stages = []
    for login in ROUTE:
        stages.append(application.stage)
        application = await decide(town.actor(login), application.id, Act.APPROVE, Opinion(), seen=application.version)
    assert stages == [Level.UNIT, Level.DEPARTMENT, Level.COUNTY, Level.CITY]


async def test_after_the_last_approval_no_office_holds_it(town: Town) -> None:
    stored = await approved(town)
    assert (stored.status, stored.stage, stored.holder_id) == (Status.APPROVED, None, None)
    assert stored.approved_at is not None


async def test_the_decision_of_every_office_on_the_route_is_kept(town: Town) -> None:
    rulings = await Ruling.filter(application_id=(await approved(town)).id)
    offices = {town.organisations[login].id for login in ROUTE}
    assert {(row.organisation_id, row.act) for row in rulings} == {(office, Act.APPROVE) for office in offices}


async def test_the_last_approval_bills_the_fee_of_the_grade(town: Town) -> None:
    stored = await approved(town)
    order = await PaymentOrder.get(application_id=stored.id)
    assert (order.amount_fen, order.status, stored.payment) == (235_00, OrderStatus.DUE, OrderStatus.DUE)


async def test_the_journal_has_the_approvals_and_then_the_bill(town: Town) -> None:
    acts = await cast.acts_of(await approved(town))
    assert acts[-5:] == [Act.APPROVE] * 4 + [Act.BILL]


async def test_grade_one_goes_on_to_the_province(town: Town) -> None:
    application = await town.application(grade=1, at=Level.CITY, papers=True)
    application = await decide(town.actor(cast.CITY), application.id, Act.APPROVE, Opinion(), seen=application.version)
    assert (application.status, application.stage) == (Status.IN_REVIEW, Level.PROVINCE)
    application = await decide(
        town.actor(cast.PROVINCE), application.id, Act.APPROVE, Opinion(), seen=application.version
    )
    assert application.status is Status.APPROVED


async def test_a_department_of_the_city_skips_the_county_and_own_staff_of_a_department_the_unit(town: Town) -> None:
    of_the_city = await town.application(cast.CITY_UNIT, at=Level.DEPARTMENT)
    of_the_city = await decide(
        town.actor(cast.CITY_DEPARTMENT), of_the_city.id, Act.APPROVE, Opinion(), seen=of_the_city.version
    )
    assert of_the_city.stage is Level.CITY
    own_staff = await town.application(cast.DEPARTMENT, at=Level.DEPARTMENT)
    assert [stop['level'] for stop in own_staff.route] == ['department', 'county', 'city']


async def test_grade_one_is_approved_only_with_each_of_its_materials(town: Town) -> None:
    application, school = await town.application(grade=1, basis=Basis.EXCELLENCE), town.actor(cast.SCHOOL)
    lacking = [Need.SALARY, Need.EXCELLENCE]
    for kind in (MaterialKind.SALARY, MaterialKind.EXCELLENCE):
        with pytest.raises(Unmet) as refused:
            await decide(school, application.id, Act.APPROVE, Opinion(), seen=application.version)
        assert refused.value.sentences == tuple(need.value for need in lacking)
        await town.upload(application, kind)
        lacking.pop(0)
    application = await decide(school, application.id, Act.APPROVE, Opinion(), seen=application.version)
    assert application.stage is Level.DEPARTMENT


async def returned(town: Town) -> Application:
    application = await town.application(at=Level.COUNTY)
    opinion = Opinion(
        '  参加工作时间与档案不一致  ', (Pin('joined_on', '档案为 2001 年'), Pin('material:photo', '重拍'))
    )
    await decide(town.actor(cast.COUNTY_REVIEWER), application.id, Act.RETURN, opinion, seen=application.version)
    return await Application.get(id=application.id)


async def test_after_a_return_no_office_holds_it(town: Town) -> None:
    stored = await returned(town)
    assert (stored.status, stored.stage, stored.holder_id, stored.arrived_at) == (Status.RETURNED, None, None, None)


async def test_a_return_keeps_its_reason_and_pins_for_the_applicant(town: Town) -> None:
    stored = await returned(town)
    assert (stored.return_reason, stored.pins) == ('参加工作时间与档案不一致', PINS)


async def test_the_journal_says_who_returned_it_and_what_was_pinned(town: Town) -> None:
    entry = await JournalEntry.filter(application_id=(await returned(town)).id).order_by('-sequence').first()
    assert entry is not None
    assert (entry.act, entry.actor, entry.office) == (Act.RETURN, '王丽', '宜阳县')
    assert (entry.reason, entry.details['pins']) == ('参加工作时间与档案不一致', PINS)


@pytest.mark.parametrize('act', [Act.RETURN, Act.REJECT])
@pytest.mark.parametrize('reason', ['', ' 短 ', '长' * 501])
async def test_a_refusal_changes_nothing(town: Town, act: Act, reason: str) -> None:
    application = await town.application()
    heard: list[events.Event] = []
    leave = events.subscribe(heard.append)
    before = await traces(application)
    with pytest.raises(Unmet):
        await decide(town.actor(cast.SCHOOL), application.id, act, Opinion(reason), seen=application.version)
    leave()
    assert await traces(application) == before
    assert heard == []


@pytest.mark.parametrize('stranger', [cast.PRIMARY, cast.HEALTH, cast.OTHER_COUNTY, cast.OTHER_CITY])
async def test_another_unit_cannot_even_find_it(town: Town, stranger: str) -> None:
    application = await town.application()
    before = await traces(application)
    with pytest.raises(NotFound) as foreign:
        await decide(town.actor(stranger), application.id, Act.APPROVE, Opinion(), seen=application.version)
    with pytest.raises(NotFound) as missing:
        await decide(town.actor(stranger), 999_999, Act.APPROVE, Opinion(), seen=1)
    assert str(foreign.value) == str(missing.value)
    assert await traces(application) == before


async def test_a_superior_sees_it_but_does_not_decide_before_its_turn(town: Town) -> None:
    application = await town.application(at=Level.UNIT)
    for login in (cast.DEPARTMENT, cast.COUNTY, cast.CITY, cast.PROVINCE):
        with pytest.raises(Forbidden):
            await decide(town.actor(login), application.id, Act.APPROVE, Opinion(), seen=application.version)
    with pytest.raises(Forbidden):
        await decide(town.applicant(application), application.id, Act.APPROVE, Opinion(), seen=application.version)


async def test_somebody_was_faster(town: Town) -> None:
    application = await town.application(at=Level.COUNTY)
    seen = application.version
    await decide(town.actor(cast.COUNTY_REVIEWER), application.id, Act.RETURN, REASON, seen=seen)
    before = await traces(application)
    with pytest.raises(DecidedAlready) as late:
        await decide(town.actor(cast.COUNTY), application.id, Act.APPROVE, Opinion(), seen=seen)
    assert (late.value.who, late.value.what) == ('宜阳县 王丽', '退回本人')
    assert await traces(application) == before


async def test_nobody_reviews_themselves(town: Town) -> None:
    application = await town.application(at=Level.COUNTY)
    await Account.filter(login=cast.COUNTY_REVIEWER).update(id_number=application.id_number)
    town.accounts[cast.COUNTY_REVIEWER].id_number = application.id_number
    with pytest.raises(Forbidden, match='不能审核本人的申报'):
        await decide(town.actor(cast.COUNTY_REVIEWER), application.id, Act.APPROVE, Opinion(), seen=application.version)
    application = await decide(
        town.actor(cast.COUNTY), application.id, Act.APPROVE, Opinion(), seen=application.version
    )
    assert application.stage is Level.CITY


async def test_a_rejection_is_reopened_by_who_rejected_or_above_only(town: Town) -> None:
    application = await town.application(at=Status.REJECTED, by=Level.COUNTY)
    for login in (cast.SCHOOL, cast.DEPARTMENT):
        with pytest.raises(Forbidden):
            await decide(town.actor(login), application.id, Act.REOPEN, REASON, seen=application.version)
    application = await decide(town.actor(cast.CITY), application.id, Act.REOPEN, REASON, seen=application.version)
    assert application.status is Status.RETURNED
    offices = {town.organisations[code].id: code for code in (cast.COUNTY, cast.CITY)}
    rulings = {offices[row.organisation_id]: row.act for row in await Ruling.all() if row.organisation_id in offices}
    assert rulings == {cast.COUNTY: Act.RETURN, cast.CITY: Act.RETURN}


async def test_a_cancelled_approval_owes_nothing(town: Town) -> None:
    application = await town.application(at=Level.CITY)
    city = town.actor(cast.CITY)
    application = await decide(city, application.id, Act.APPROVE, Opinion(), seen=application.version)
    with pytest.raises(Forbidden):
        await decide(town.actor(cast.COUNTY), application.id, Act.CANCEL, REASON, seen=application.version)
    await decide(city, application.id, Act.CANCEL, REASON, seen=application.version)
    order = await PaymentOrder.get(application_id=application.id)
    assert (order.status, (await Application.get(id=application.id)).status) == (OrderStatus.CLOSED, Status.CANCELLED)


async def test_the_event_is_published_after_the_commit_and_names_nobody(town: Town) -> None:
    application = await town.application()
    heard: list[events.Event] = []
    leave = events.subscribe(heard.append)
    await decide(town.actor(cast.SCHOOL), application.id, Act.APPROVE, Opinion(), seen=application.version)
    leave()
    (news,) = heard
    assert isinstance(news, events.Changed)
    assert news.from_holder == town.organisations[cast.SCHOOL].id
    assert news.to_holder == town.organisations[cast.DEPARTMENT].id
    assert application.name not in repr(news)
    assert application.id_number not in repr(news)


async def test_an_account_disabled_in_the_meantime_decides_nothing(town: Town) -> None:
    application = await town.application()
    await Account.filter(login=cast.SCHOOL).update(enabled=False)
    with pytest.raises(SignedOut):
        await decide(town.actor(cast.SCHOOL), application.id, Act.APPROVE, Opinion(), seen=application.version)


async def test_only_decisions_are_decided(town: Town) -> None:
    application = await town.application()
    with pytest.raises(ValueError, match='not a decision'):
        await decide(town.actor(cast.SCHOOL), application.id, Act.BILL, Opinion(), seen=application.version)
