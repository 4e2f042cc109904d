"""考场编排: drawing the seats, publishing the admission tickets, and withdrawing them."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterable, Sequence

from tortoise.expressions import F, Subquery

from domain import clock
from domain.errors import CHANGED_MEANWHILE, Invalid, NotFound, Problem, Refusal, Unmet
from domain.long_work import Step, to_the_end
from domain.rules import reasons
from domain.rules.actor import Actor
from domain.rules.application.numbering import ticket_number
from domain.rules.exam.seating import Person, Seat, Seating, seated
from domain.rules.permissions import City
from domain.rules.vocabulary import Act, PlanState
from domain.services import journal
from domain.services.exam.exam_offices import changing
from domain.services.exam.seating_input import Setting, digest_of, people_of, setting_of
from domain.services.unit_of_work import use_case
from domain.services.year.years import Year, numbered, year_of
from storage.models import AdmissionTicket, ExamResult, Organisation, SeatingPlan
from storage.queries.exam.seating import to_be_seated

LONGEST_SEED, BATCH = 32, 2000
PARTS = 3  # of a draw: read the people, draw the seats, save the seats
TOKEN_BYTES = 16  # in the address that verifies a ticket: 128 bits cannot be guessed
DRAWN_MEANWHILE = '编排期间考点、场次或编排结果被他人修改，本次编排没有保存，请重新编排'
PAID_MEANWHILE = '编排期间有人员的报名或缴费状态发生变化，本次编排没有保存，请重新编排'


@use_case
async def draw(actor: Actor, year: int, seed: str = '', step: Step = to_the_end) -> SeatingPlan:
    """编排, 重新编排 and 补充编排: seats for everybody of this year who has none in a published plan of it.

    It replaces unpublished plans; published seats stay. Without a seed the server takes a random one. ``step``
    receives the progress and may stop the draw until the seats are saved. Raises Forbidden, Invalid (seed), Unmet when
    there are no people, no room or no session, or when one of these was changed in the meantime, Refusal when stopped.
    """
    City.require(actor)
    seed = seed.strip() or str(secrets.randbelow(10**12)).zfill(12)
    if len(seed) > LONGEST_SEED or not seed.isprintable():
        raise Invalid([Problem('seed', f'随机种子最多 {LONGEST_SEED} 个字符')])
    of = await numbered(year)
    setting = await setting_of(actor, of.id)
    people = await people_of(actor, of.id, setting.kept)
    _require_something(people, setting)
    _go_on(step, 1)
    found = await asyncio.to_thread(seated, people, setting.rooms, setting.sittings, seed, setting.kept)
    digest = await asyncio.to_thread(digest_of, people, setting)
    _go_on(step, 2)
    async with changing(actor):
        if await setting_of(actor, of.id) != setting:
            raise Unmet(DRAWN_MEANWHILE)
        await AdmissionTicket.filter(plan_id__in=list(setting.drafts)).delete()
        await SeatingPlan.filter(id__in=list(setting.drafts)).delete()
        plan = await SeatingPlan.create(
            year_id=of.id, organisation_id=actor.organisation_id, account_id=actor.account_id, seed=seed,
            seated=len(found.seats), left=left_of(found), digest=digest, drawn_at=clock.now(),
        )  # fmt: skip
        await _seat(actor, plan, found.seats, setting, of)
        details = details_of(plan, year) | {'replaced': len(setting.drafts), 'left': plan.left}
        await journal.record(actor, Act.SEAT, details=details)
    return plan


@use_case
async def publish(actor: Actor, plan_id: int) -> SeatingPlan:
    """发布准考证: from now on units and applicants see these tickets, and print them while a print window is open.

    Raises NotFound, Unmet when it is already published, has no seats, or rooms or sessions changed since the draw.
    """
    async with changing(actor):
        plan = await _plan(actor, plan_id)
        if plan.state is PlanState.PUBLISHED:
            raise Unmet('该编排已经发布')
        if not plan.seated:
            raise Unmet('该编排没有任何座位，不能发布')
        if (await setting_of(actor, plan.year_id, drawn=plan)).digest != plan.digest[-32:]:
            raise Unmet('考点考场或场次在编排后有变化，请重新编排后再发布')
        if await AdmissionTicket.exists(plan_id=plan.id, session__starts_at__lte=clock.now()):
            raise Unmet('编排中有场次已经开始，请重新编排后再发布')
        await _turn(plan, PlanState.PUBLISHED)
        await journal.record(actor, Act.PUBLISH_SEATS, details=details_of(plan, await _number(plan)))
    return plan


@use_case
async def withdraw(actor: Actor, plan_id: int, reason: str) -> SeatingPlan:
    """撤回准考证 with a reason: its tickets, printed ones too, are not valid until it is published again.

    Raises NotFound, Invalid (reason), Unmet when it is not published, its exam has begun, or results exist.
    """
    reason = reason.strip()
    if not reasons.is_reason(reason):
        raise Invalid([Problem('reason', f'请填写撤回原因（{reasons.SHORTEST}–{reasons.LONGEST} 字）')])
    async with changing(actor):
        plan = await _plan(actor, plan_id)
        if plan.state is not PlanState.PUBLISHED:
            raise Unmet('该编排尚未发布')
        tickets = AdmissionTicket.filter(plan_id=plan.id)
        if await tickets.filter(session__starts_at__lte=clock.now()).exists():
            raise Unmet('考试已经开始，不能撤回准考证')
        if await ExamResult.filter(application_id__in=Subquery(tickets.values('application_id'))).exists():
            raise Unmet('已登记成绩，不能撤回准考证')
        printed = await tickets.filter(prints__gt=0).count()
        await _turn(plan, PlanState.DRAWN)
        details = details_of(plan, await _number(plan)) | {'printed': printed}
        await journal.record(actor, Act.WITHDRAW_SEATS, reason=reason, details=details)
    return plan


def left_of(found: Seating) -> list[dict[str, object]]:
    """How many people got no seat, by grade and reason, in the form that the plan stores."""
    return [
        {'grade': grade, 'why': lack.value, 'persons': count} for (grade, lack), count in sorted(found.left.items())
    ]


def tickets(
    plan_id: int, office_code: str, year: int, seats: Iterable[Seat], sites: dict[int, int]
) -> list[AdmissionTicket]:
    """The ticket rows of these seats, not saved; ``sites``: the site number of each room id."""
    now = clock.now()
    return [
        AdmissionTicket(
            application_id=seat.person.id, plan_id=plan_id, session_id=seat.session, room_id=seat.room,
            number=ticket_number(year, office_code, seat.person.grade, sites[seat.room], seat.room_number, seat.seat),
            room_number=seat.room_number, seat=seat.seat, token=secrets.token_hex(TOKEN_BYTES),
            unit_id=seat.person.unit, grade=seat.person.grade, created_at=now,
        )
        for seat in seats
    ]  # fmt: skip


def _go_on(step: Step, done: int) -> None:
    if not step(done, PARTS):
        raise Refusal('已取消编排，没有保存')


def _require_something(people: Sequence[Person], setting: Setting) -> None:
    if not people:
        raise Unmet('没有需要编排的人员：已终审通过并缴费（或免缴）的人员都已有座位' if setting.kept else
                    '没有需要编排的人员：须已终审通过并缴费（或免缴）')  # fmt: skip
    if not any(room.capacity for room in setting.rooms):
        raise Unmet('还没有可用的考场，请先在“考点考场”添加考点和考场')
    if not setting.sittings:
        raise Unmet('还没有尚未开始的考试场次，请先在“考点考场”的“考试场次”中添加')


async def _seat(actor: Actor, plan: SeatingPlan, seats: Sequence[Seat], setting: Setting, year: Year) -> None:
    """Write the tickets, and raise every application's version, so that its approval cannot be undone any more."""
    office = await Organisation.get(id=actor.organisation_id)
    sites = {room.id: room.site for room in setting.rooms}
    rows = await asyncio.to_thread(tickets, plan.id, office.code, year.year, seats, sites)
    await AdmissionTicket.bulk_create(rows, batch_size=BATCH)
    mine = Subquery(AdmissionTicket.filter(plan_id=plan.id).values('application_id'))
    updated = await (await to_be_seated(actor, year.id)).filter(id__in=mine).update(version=F('version') + 1)
    if updated != len(seats):
        raise Unmet(PAID_MEANWHILE)


async def _plan(actor: Actor, plan_id: int) -> SeatingPlan:
    plan = await SeatingPlan.get_or_none(id=plan_id, organisation_id=actor.organisation_id)
    if plan is None:
        raise NotFound('该次编排')
    return plan


async def _number(plan: SeatingPlan) -> int:
    return (await year_of(plan.year_id)).year


async def _turn(plan: SeatingPlan, state: PlanState) -> None:
    """Change the state of the plan. Raises Unmet when another user changed it since it was read."""
    published_at = clock.now() if state is PlanState.PUBLISHED else None
    updated = await SeatingPlan.filter(id=plan.id, state=plan.state).update(state=state, published_at=published_at)
    if not updated:
        raise Unmet(CHANGED_MEANWHILE)
    plan.state, plan.published_at = state, published_at


def details_of(plan: SeatingPlan, year: int) -> dict[str, object]:
    """What the journal records about a plan."""
    return {'year': year, 'plan': plan.id, 'seed': plan.seed, 'digest': plan.digest, 'seated': plan.seated}
