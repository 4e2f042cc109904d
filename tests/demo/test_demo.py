"""The demonstration world is complete, follows the rules, and can be worked in."""

from __future__ import annotations

from collections import Counter

from domain import clock
from domain.demo import world
from domain.demo.accounts import NEVER_SIGNED_IN
from domain.demo.applications.forms import YEAR
from domain.rules.actor import Actor
from domain.rules.application.form import Form
from domain.rules.application.id_number import parse_id_number
from domain.rules.application.pins import MATERIAL, material_key
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.vocabulary import (
    Act,
    Channel,
    DeferralState,
    Finding,
    Level,
    MaterialKind,
    NoteState,
    OrderStatus,
    Status,
    WindowKind,
)
from domain.rules.year.windows import next_opening, open_now
from domain.services import journal
from domain.services.access import sessions
from domain.services.application import filling, materials
from domain.services.lists import application_lists
from domain.services.review.decisions import Opinion, decide
from domain.services.year import years
from storage import files
from storage.models import (
    Account,
    Application,
    Deferral,
    JournalEntry,
    Mark,
    Material,
    PaymentOrder,
    PriorPass,
    Ruling,
)
from storage.models import Opinion as Written
from storage.settings.config import Settings

UNITS = (
    '410327001001', '410327001002', '410327002001', '410327003001', '410327003002', '410300001001', '410000001001',
)  # fmt: skip
ABOVE = ('410327001000', '410327002000', '410327003000', '410300001000', '410000001000', '410327', '410300', '410000')
DECISIONS = {Act.APPROVE, Act.RETURN, Act.REJECT}


async def actor(login: str) -> Actor:
    return sessions.actor_from(await Account.get(login=login).select_related('organisation'))


async def test_every_named_desk_has_work_and_every_record_page_has_rows(demo: Settings) -> None:
    for login in UNITS:
        who = await actor(login)
        assert await application_lists.desk_count(who, senior=False) >= 8, login
        assert await application_lists.desk_count(who, senior=True) >= 2, login
    for login in ABOVE:
        who = await actor(login)
        assert await application_lists.desk_count(who, senior=False) >= 3, login
        assert await application_lists.desk_count(who, senior=True) >= 1, login
    for login in ('410327001001', '410327001000', '410327', '410300', '410000'):
        for act in DECISIONS:
            found = await application_lists.records(
                await actor(login), act, filters=ApplicationFilters(), paging=Paging()
            )
            assert found.total > 0, (login, act)


async def test_it_has_rows_of_every_kind(demo: Settings) -> None:
    rows = await Application.filter(year__year=YEAR)
    assert len(rows) == 400
    assert Counter(row.grade for row in rows) == {5: 40, 4: 100, 3: 140, 2: 80, 1: 40}
    assert {row.status for row in rows} == set(Status)
    assert {row.stage for row in rows if row.stage} == set(Level)
    assert {row.channel for row in rows} == set(Channel)
    assert {row.precheck for row in rows if row.precheck} == set(Finding)
    assert {row.state for row in await Deferral.all()} == set(DeferralState)
    today = clock.today()
    assert {row.promised_on < today for row in await Deferral.filter(state=DeferralState.OPEN)} == {True, False}
    for book, number in ((Written, 6), (Mark, 5)):
        notes = await book.all()
        assert len(notes) == number
        assert {note.state for note in notes} == set(NoteState)
    assert {row.status for row in await PaymentOrder.all()} == set(OrderStatus)
    assert {row.year for row in await PriorPass.all()} <= set(range(2021, 2026))
    assert any('·' in row.name for row in rows)
    assert any(letter in row.name for row in rows for letter in '喆堃㛃䶮𬭎')
    waits = {(clock.now() - row.arrived_at).days for row in rows if row.arrived_at}
    assert len(waits) > 10
    assert all(row.changed_at <= clock.now() for row in rows)


async def test_id_numbers_are_valid_but_belong_to_nobody(demo: Settings) -> None:
    for row in await Application.all():
        number = parse_id_number(row.id_number, clock.today())
        assert 990 <= int(row.id_number[14:17]) <= 999
        assert (number.sex, number.born_on) == (row.sex, row.born_on)


async def test_the_windows_are_around_today(demo: Settings) -> None:
    year, now = await years.current_year(), clock.now()
    for kind in (WindowKind.REGISTRATION, WindowKind.LATE_ENTRY, WindowKind.REVIEW, WindowKind.PAYMENT):
        assert open_now(year.windows, kind, now), kind
    assert open_now(year.windows, WindowKind.PRINTING, now)
    assert next_opening(year.windows, WindowKind.PRINTING, now)


async def test_every_history_is_valid_and_ends_at_the_state_of_the_application(demo: Settings) -> None:
    assert [found async for found in journal.breaks()] == []
    assert await JournalEntry.filter(at__gt=clock.now()).count() == 0
    idle = await actor(NEVER_SIGNED_IN)
    assert not await JournalEntry.filter(account_id=idle.account_id).exists()
    rulings = {(row.application_id, row.organisation_id): (row.act, row.version) for row in await Ruling.all()}
    expected: dict[tuple[int, int], tuple[Act, int]] = {}
    standing: dict[int, dict[str, object]] = {}
    for entry in await JournalEntry.all().order_by('id'):
        after = entry.details.get('after')
        if after and entry.application_id:
            standing[entry.application_id] = after
            if entry.act in DECISIONS and entry.organisation_id:
                expected[entry.application_id, entry.organisation_id] = (entry.act, after['version'])
    assert rulings == expected
    for row in await Application.exclude(status=Status.DRAFT):
        after = standing[row.id]
        assert (row.status, row.stage, row.holder_id) == (after['status'], after['stage'], after['holder'])


async def test_files_exist_and_are_marked_as_demonstration(demo: Settings) -> None:
    rows = await Material.all()
    assert {row.kind for row in rows} >= set(MaterialKind) - {MaterialKind.PROMISE, MaterialKind.ACHIEVEMENT}
    assert all('演示' in row.label for row in rows)
    for name in {row.file for row in rows}:
        assert (await files.read(name))[:4] in (b'\xff\xd8\xff\xe0', b'%PDF')


async def test_work_can_continue_through_the_services(demo: Settings) -> None:
    school, city = await actor('410327001001'), await actor('410300')
    for row in await Application.filter(holder_id=school.organisation_id, senior=False):
        moved = await decide(school, row.id, Act.APPROVE, Opinion(), seen=row.version)
        assert moved.stage is Level.DEPARTMENT
    for row in await Application.filter(holder_id=city.organisation_id, senior=False):
        assert (await decide(city, row.id, Act.APPROVE, Opinion(), seen=row.version)).status is Status.APPROVED
    settled = Application.filter(stage=Level.PROVINCE, senior=True).exclude(deferral_state=DeferralState.OPEN)
    for row in await settled:
        moved = await decide(await actor('410000'), row.id, Act.APPROVE, Opinion(), seen=row.version)
        assert moved.status is Status.APPROVED
    assert [found async for found in journal.breaks()] == []


async def test_a_returned_application_can_be_corrected_and_a_draft_can_be_finished(demo: Settings) -> None:
    offered = [login for _, login, _ in await world.offers()]
    returned, draft = [await Application.get(id_number=login, year__year=YEAR) for login in offered[-2:]]
    assert (returned.status, draft.status) == (Status.RETURNED, Status.DRAFT)
    assert [pin['key'] for pin in returned.pins][1:] == [material_key(MaterialKind.PHOTO)]
    assert not returned.pins[0]['key'].startswith(MATERIAL)
    for row in (returned, draft):
        applicant = await actor(row.id_number)
        await filling.save(applicant, row.id, {'address': '河南省洛阳市宜阳县演示路 1 号'} if row is draft else {})
        own = await filling.own(applicant, await years.current_year())
        assert own is not None
        for problem in own.precheck.problems:
            assert problem.key.startswith(MATERIAL)
            kind = MaterialKind(problem.key.removeprefix(MATERIAL))
            content = await files.read((await Material.filter(kind=kind).first()).file)  # type: ignore[union-attr]
            await materials.upload(applicant, row.id, kind, 'a', content)
        sent = await filling.submit(applicant, row.id, seen=row.version)
        assert sent.status is Status.IN_REVIEW
    assert Form.model_validate(draft.form).address == ''
