"""The applicant's part: one draft a year, saved as typed, submitted when complete, corrected where pinned."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from domain import clock, events
from domain.demo import accounts
from domain.errors import DecidedAlready, Forbidden, Invalid, NotFound, Unmet
from domain.rules.actor import Actor
from domain.rules.application.form import Form
from domain.rules.vocabulary import Act, Basis, Channel, Finding, Grade, Level, MaterialKind, Role, Status, WindowKind
from domain.services import journal
from domain.services.application import filling
from domain.services.application.registrations import Person
from domain.services.application_record import Pin
from domain.services.review.decisions import Opinion, decide
from domain.services.year import years
from storage.models import Account, Application, JournalEntry, Revision, Window
from tests import town as cast
from tests.town import Town


async def newcomer(town: Town, unit: str = cast.SCHOOL) -> Actor:
    """An applicant of ``unit`` with an account and no application yet."""
    office = town.organisations[unit]
    account = accounts.applicant_account('34052419800101001X', '张·三', office, '', clock.now())
    await account.save()
    town.accounts[account.login] = account
    return town.actor(account.login)


async def ready(town: Town, **given: Any) -> Application:
    """A complete draft."""
    return await town.application(at=Status.DRAFT, papers=True, **given)


async def close_windows(*kinds: WindowKind) -> None:
    past = clock.now() - timedelta(days=1)
    await Window.filter(kind__in=kinds).update(closes_at=past)
    years.forget()


async def traces() -> tuple[object, ...]:
    return (
        await Application.all().order_by('id').values(),
        await JournalEntry.all().count(),
        await Revision.all().count(),
        await Account.all().count(),
    )


async def test_registering_begins_one_draft_a_year(town: Town) -> None:
    person = await newcomer(town)
    assert await filling.own(person, await years.current_year()) is None
    application = await filling.register(person)
    assert (application.status, application.version, application.unit_id) == (
        Status.DRAFT, 1, town.organisations[cast.SCHOOL].id,
    )  # fmt: skip
    assert (application.born_on.isoformat(), application.sex.value) == ('1980-01-01', 'male')
    assert await cast.acts_of(application) == [Act.REGISTER]
    before = await traces()
    with pytest.raises(Unmet, match='不能重复报名'):
        await filling.register(person)
    assert await traces() == before


async def test_two_registrations_at_once_get_two_numbers_and_one_person_gets_one_draft(town: Town) -> None:
    person = await newcomer(town)
    outcomes = await asyncio.gather(*(filling.register(person) for _ in range(4)), return_exceptions=True)
    assert sum(isinstance(outcome, Application) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Unmet) for outcome in outcomes) == 3
    assert await Application.filter(id_number=person.id_number).count() == 1


async def test_registering_needs_an_open_window_and_an_applicant(town: Town) -> None:
    person = await newcomer(town)
    with pytest.raises(Forbidden):
        await filling.register(town.actor(cast.SCHOOL))
    await close_windows(WindowKind.REGISTRATION)
    before = await traces()
    with pytest.raises(Unmet, match='报名时间'):
        await filling.register(person)
    assert await traces() == before


async def test_a_county_enters_a_person_whose_account_has_the_initial_password(town: Town) -> None:
    unit = town.organisations[cast.SCHOOL]
    form = Form(channel=Channel.SUPPLEMENTARY, grade=Grade.FOUR, basis=Basis.SENIORITY)
    person = Person('李 四', '11010519491231002x'.replace('1949', '1969'), '138 0013 8000')
    with pytest.raises(Invalid, match='校验'):  # the year was changed, but not the check character
        await filling.enter(town.actor(cast.COUNTY), person, unit.id, form)
    person = Person('李 四', '34052419800101001x', '138 0013 8000')
    application = await filling.enter(town.actor(cast.COUNTY), person, unit.id, form)
    account = await Account.get(login='34052419800101001X')
    assert (account.role, account.password_hash, account.mobile, account.name) == (
        Role.APPLICANT, '', '13800138000', '李四',
    )  # fmt: skip
    assert (application.channel, application.grade, application.name) == (Channel.SUPPLEMENTARY, 4, '李四')
    before = await traces()
    for actor, refusal in ((cast.OTHER_COUNTY, NotFound), (cast.SCHOOL, Forbidden), (cast.COUNTY, Unmet)):
        with pytest.raises(refusal):
            await filling.enter(town.actor(actor), person, unit.id, form)
    assert await traces() == before


async def test_a_draft_is_saved_as_typed_and_a_mistake_affects_only_its_field(town: Town) -> None:
    application = await town.application(at=Status.DRAFT)
    person = town.applicant(application)
    typed = {
        'post': '  水电工 ', 'joined_on': '2005-13-01', 'mobile': '1380', 'grade': '1', 'trade': '9999',
        'school': '长' * 61, 'address': {'a': 1}, 'unknown': 'x',
    }  # fmt: skip
    with pytest.raises(Forbidden):  # a key that is not a field of the form
        await filling.save(person, application.id, typed)
    typed.pop('unknown')
    saved = await filling.save(person, application.id, typed)
    assert {problem.key for problem in saved.problems} == {'joined_on', 'mobile', 'trade', 'school', 'address'}
    stored = await Application.get(id=application.id)
    assert (stored.form['post'], stored.form['mobile']) == ('水电工', '1380')
    assert (stored.grade, stored.senior, stored.version) == (1, True, application.version)
    assert (stored.mobile, stored.form['joined_on']) == (application.mobile, application.form['joined_on'])
    assert await cast.acts_of(application) == [Act.REGISTER]


async def test_nobody_else_can_even_find_the_form(town: Town) -> None:
    application, other = await ready(town), await town.application(at=Status.DRAFT)
    before = await traces()
    for stranger in (town.applicant(other), town.actor(cast.OTHER_SCHOOL)):
        with pytest.raises(NotFound):
            await filling.save(stranger, application.id, {'post': 'x'})
        with pytest.raises(NotFound):
            await filling.submit(stranger, application.id, seen=application.version)
    with pytest.raises(Forbidden):  # in reach, but not one's own
        await filling.save(town.actor(cast.SCHOOL), application.id, {'post': 'x'})
    assert await traces() == before


async def test_submitting_takes_the_route_from_the_tree(town: Town) -> None:
    heard: list[events.Event] = []
    stop = events.subscribe(heard.append)
    for grade, last in ((3, Level.CITY), (1, Level.PROVINCE)):
        application = await ready(town, grade=grade)
        person = town.applicant(application)
        application = await filling.submit(person, application.id, seen=application.version)
        stored = await Application.get(id=application.id)
        assert (stored.status, stored.stage, stored.submissions) == (Status.IN_REVIEW, Level.UNIT, 1)
        assert stored.holder_id == town.organisations[cast.SCHOOL].id
        assert [stop['level'] for stop in stored.route][-1] == last
        assert stored.precheck in (Finding.MET, Finding.MANUAL)
        assert stored.submitted_at == stored.arrived_at
        revision = await Revision.get(application_id=application.id)
        assert (revision.submission, revision.changes) == (1, [])
        assert MaterialKind.PHOTO.value in revision.materials
    stop()
    changes = [event for event in heard if isinstance(event, events.Changed)]
    assert [(one.act, one.senior) for one in changes] == [(Act.SUBMIT, False), (Act.SUBMIT, True)]


async def test_what_is_missing_is_named_and_nothing_is_written(town: Town) -> None:
    application = await town.application(at=Status.DRAFT)
    person = town.applicant(application)
    await filling.save(person, application.id, {'post': '', 'education': None})
    before = await traces()
    with pytest.raises(Invalid) as refusal:
        await filling.submit(person, application.id, seen=application.version)
    keys = {problem.key for problem in refusal.value.problems}
    assert {'post', 'education', 'material:photo', 'material:id_card', 'material:form'} <= keys
    assert await traces() == before


async def test_a_rule_that_fails_stops_a_regular_application_and_only_warns_a_relaxed_one(town: Town) -> None:
    for channel, stopped in ((Channel.REGULAR, True), (Channel.FRONTLINE, False)):
        application = await ready(town, channel=channel)
        person = town.applicant(application)
        lately = (clock.today() - timedelta(days=400)).isoformat()
        await filling.save(person, application.id, dict.fromkeys(('obtained_on', 'joined_on', 'confirmed_on'), lately))
        if stopped:
            with pytest.raises(Unmet, match='不符合申报条件'):
                await filling.submit(person, application.id, seen=application.version)
        else:
            await filling.submit(person, application.id, seen=application.version)


async def test_a_draft_is_submitted_in_its_window_and_a_correction_also_during_review(town: Town) -> None:
    draft, returned = await ready(town), await town.application(at=Status.RETURNED, papers=True)
    await close_windows(WindowKind.REGISTRATION)
    with pytest.raises(Unmet, match='报名时间'):
        await filling.submit(town.applicant(draft), draft.id, seen=draft.version)
    again = await filling.submit(town.applicant(returned), returned.id, seen=returned.version)
    assert again.status is Status.IN_REVIEW
    late = await town.application(at=Status.RETURNED, papers=True)
    await close_windows(WindowKind.REVIEW)
    with pytest.raises(Unmet, match='报名时间'):
        await filling.submit(town.applicant(late), late.id, seen=late.version)


async def test_a_second_click_finds_the_application_submitted(town: Town) -> None:
    application = await ready(town)
    person = town.applicant(application)
    outcomes = await asyncio.gather(
        *(filling.submit(person, application.id, seen=application.version) for _ in range(3)),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, Application) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, DecidedAlready) for outcome in outcomes) == 2
    assert (await cast.acts_of(application)).count(Act.SUBMIT) == 1


async def test_a_return_opens_exactly_what_it_pinned_and_keeps_the_difference(town: Town) -> None:
    application = await ready(town)
    person = town.applicant(application)
    application = await filling.submit(person, application.id, seen=application.version)
    pins = (Pin('post', '请写全称'), Pin('material:form', '未盖章'))
    opinion = Opinion('岗位不完整', pins)
    application = await decide(town.actor(cast.SCHOOL), application.id, Act.RETURN, opinion, seen=application.version)
    own = await filling.own(person, await years.current_year())
    assert own is not None
    assert own.open_keys == {'post', 'material:form'}
    with pytest.raises(Forbidden, match='退回意见'):
        await filling.save(person, application.id, {'name': '别人'})
    before = own.form.post
    await filling.save(person, application.id, {'post': '水电维修工'})
    await filling.submit(person, application.id, seen=application.version)
    revision = await Revision.get(application_id=application.id, submission=2)
    assert revision.changes == [
        {'key': 'post', 'label': '现岗位', 'old': before, 'new': '水电维修工', 'remark': '请写全称'}
    ]
    stored = await Application.get(id=application.id)
    assert (stored.pins, stored.return_reason, stored.submissions) == ([], '', 2)
    assert [found async for found in journal.breaks()] == []


async def test_what_a_correction_makes_necessary_is_open_and_stays_open(town: Town) -> None:
    application = await ready(town, grade=3, basis=Basis.SENIORITY)
    person = town.applicant(application)
    application = await filling.submit(person, application.id, seen=application.version)
    opinion = Opinion('等级有误', (Pin('grade', '请核对'),))
    application = await decide(town.actor(cast.SCHOOL), application.id, Act.RETURN, opinion, seen=application.version)
    with pytest.raises(Forbidden):
        await filling.save(person, application.id, {'appointed_on': '2015-01-01'})
    await Application.filter(id=application.id).update(form={**application.form, 'appointed_on': None})
    await filling.save(person, application.id, {'grade': '1'})
    own = await filling.own(person, await years.current_year())
    assert own is not None
    assert 'appointed_on' in own.open_keys
    for day in ('2015-01-01', '2016-01-01'):
        assert not (await filling.save(person, application.id, {'appointed_on': day})).problems


@pytest.mark.parametrize('status', [Status.REJECTED, Status.APPROVED])
async def test_an_application_that_is_decided_cannot_be_changed(town: Town, status: Status) -> None:
    application = await town.application(at=status)
    with pytest.raises(Forbidden):
        await filling.save(town.applicant(application), application.id, {'post': 'x'})
    with pytest.raises(Forbidden):
        await filling.submit(town.applicant(application), application.id, seen=application.version)


async def test_a_name_is_listed_in_normal_form_also_of_a_draft_that_is_older_than_it(town: Town) -> None:
    application = await ready(town)
    old = {**application.form, 'name': '\u2fbc测·· 试'}
    await Application.filter(id=application.id).update(form=old, name='高')
    person = town.applicant(application)
    await filling.save(person, application.id, {'post': '水电工'})
    assert (await Application.get(id=application.id)).name == '高测·试'
    saved = await filling.save(person, application.id, {'name': '\u2ee2\u200b测•试', 'mobile': '138 0013－8000'})
    assert (saved.form.name, saved.form.mobile) == ('马测·试', '13800138000')
    after = await Application.get(id=application.id)
    assert (after.name, after.mobile) == ('马测·试', '13800138000')
