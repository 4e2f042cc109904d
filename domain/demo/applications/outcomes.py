"""The planned application of each person of the demonstration: its stage, who ended it, and its overlays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from random import Random

from domain.demo.accounts import NEVER_SIGNED_IN
from domain.demo.places import Place
from domain.rules.vocabulary import Channel, Conclusion, DeferralState, Grade, Level, NoteState, OrderStatus, Status

SENIOR_SHARE = 0.10
_ORDINARY_SHARES = ((Grade.FIVE, 0.10), (Grade.FOUR, 0.25), (Grade.THREE, 0.35), (Grade.TWO, 0.20))
_NAMED_UNITS = (
    '410327001001', '410327001002', '410327002001', '410327003001', NEVER_SIGNED_IN, '410300001001', '410000001001',
)  # fmt: skip
# The origins of the applications held by departments: their units and their own staff.
_OF_DEPARTMENTS = (
    ('410327001001', '410327001002', '410327001000'),
    ('410327002001', '410327002002', '410327002000'),
    ('410327003001', '410327003000'),
    ('410300001001', '410300001002', '410300001000'),
    ('410000001001', '410000001000'),
)
_YIYANG = (
    '410327001001', '410327001002', '410327001003', '410327002001', '410327003001', '410327004001', '410327004002',
    '410327005001',
)  # fmt: skip
_LUOYANG = (*_YIYANG, '410328001001', '410328002001', '410300001001', '410300001002')
_WATER = ('410000001001', '410000001000')


@dataclass(slots=True)
class ApplicationPlan:
    """One application before it is built. ``level`` is its stage in review, or who returned or rejected it.

    ``person``: the same number in plans of several years is the same person, 0 for somebody who applies once.
    """

    unit: str
    status: Status
    level: Level | None = None
    senior: bool = False
    grade: Grade = Grade.THREE
    channel: Channel = Channel.REGULAR
    short: bool = False  # has too few years
    corrected: bool = False  # returned once and submitted again
    payment: OrderStatus = OrderStatus.DUE  # of the approved; CLOSED: approved once, then cancelled
    statement: bool = False  # paid at a bank
    deferral: DeferralState | None = None
    overdue: bool = False
    opinion: NoteState | None = None
    mark: NoteState | None = None
    person: int = 0
    joined_by: int = 0  # the last year of starting work, if it matters
    result: Conclusion | None = None  # of a finished year; None: drawn by lot


def application_plans(count: int, places: Sequence[Place], random: Random) -> list[ApplicationPlan]:
    """``count`` plans in random order; from about 300 on every desk of 3-screens §4 has work."""
    found = list(_wanted())
    if count < len(found):
        found = random.sample(found, count)
    seniors = sum(plan.senior for plan in found)
    rest = count - len(found)
    wanted = min(rest, max(0, round(count * SENIOR_SHARE) - seniors))
    offices = [place for place in places if place.level in (Level.UNIT, Level.DEPARTMENT)]
    offices = [place for place in offices if place.code != NEVER_SIGNED_IN]
    found += [_any(offices, random, senior=place < wanted) for place in range(rest)]
    _grade(found, count, random)
    _vary(found, random)
    _add_deferrals_and_notes(found)
    _settle(found)
    random.shuffle(found)
    return found


def _wanted() -> Iterator[ApplicationPlan]:
    """What the desks and record pages of the named offices must show."""
    for unit in _NAMED_UNITS:
        yield from _standing((unit,), Level.UNIT, 9, 2)
    for origins in _OF_DEPARTMENTS:
        yield from _standing(origins, Level.DEPARTMENT, 5, 1)
    yield from _standing(_YIYANG, Level.COUNTY, 14, 3)
    yield from _standing(_LUOYANG, Level.CITY, 12, 3)
    yield from _standing(_WATER, Level.PROVINCE, 3, 0)
    yield from _standing(_LUOYANG, Level.PROVINCE, 0, 4)
    for level, ordinary, senior in (
        (Level.UNIT, 12, 0), (Level.DEPARTMENT, 6, 1), (Level.COUNTY, 5, 1), (Level.CITY, 3, 0), (Level.PROVINCE, 0, 1),
    ):  # fmt: skip
        yield from _ended(Status.RETURNED, level, ordinary, senior)
    for level, ordinary, senior in (
        (Level.UNIT, 6, 0), (Level.DEPARTMENT, 6, 0), (Level.COUNTY, 8, 0), (Level.CITY, 2, 1), (Level.PROVINCE, 0, 1),
    ):  # fmt: skip
        yield from _ended(Status.REJECTED, level, ordinary, senior)
    yield from _ended(Status.APPROVED, None, 66, 4)
    yield from _ended(Status.DRAFT, None, 23, 1)
    yield from _ended(Status.CANCELLED, None, 4, 0)


def _standing(origins: Iterable[str], level: Level, ordinary: int, senior: int) -> Iterator[ApplicationPlan]:
    source = cycle(origins)
    for place in range(ordinary + senior):
        yield ApplicationPlan(next(source), Status.IN_REVIEW, level, senior=place >= ordinary)


def _ended(status: Status, level: Level | None, ordinary: int, senior: int) -> Iterator[ApplicationPlan]:
    origins = cycle(_YIYANG if level is not Level.CITY else _LUOYANG)
    for place in range(ordinary + senior):
        yield ApplicationPlan(next(origins), status, level, senior=place >= ordinary)


def _any(offices: Sequence[Place], random: Random, *, senior: bool) -> ApplicationPlan:
    office = random.choice(offices)
    status = random.choices(
        (Status.IN_REVIEW, Status.APPROVED, Status.RETURNED, Status.REJECTED, Status.DRAFT, Status.CANCELLED),
        (34, 40, 9, 7, 8, 2),
    )[0]
    level = None
    if status in (Status.IN_REVIEW, Status.RETURNED, Status.REJECTED):
        level = random.choices((office.level, Level.DEPARTMENT, Level.COUNTY, Level.CITY), (4, 2, 3, 2))[0]
    return ApplicationPlan(office.code, status, level, senior=senior)


def _grade(found: Sequence[ApplicationPlan], count: int, random: Random) -> None:
    ordinary = [plan for plan in found if not plan.senior]
    grades = [grade for grade, share in _ORDINARY_SHARES for _ in range(round(count * share))]
    grades += [Grade.THREE] * (len(ordinary) - len(grades))
    random.shuffle(grades)
    for plan, grade in zip(ordinary, grades, strict=False):
        plan.grade = grade
    for plan in found:
        if plan.senior:
            plan.grade = Grade.ONE


def _vary(found: Sequence[ApplicationPlan], random: Random) -> None:
    """Channels, missing years, corrections and payments, in the proportions of a usual year."""
    for plan in found:
        if not plan.senior:
            plan.channel = random.choices(tuple(Channel), (88, 6, 3, 3))[0]
        relaxed = plan.channel in (Channel.EXCEPTIONAL, Channel.FRONTLINE)
        lacking = 0.0 if plan.status in (Status.APPROVED, Status.DRAFT) else 0.06
        plan.short = random.random() < (0.75 if relaxed else lacking)
        acted = plan.unit != NEVER_SIGNED_IN and plan.status in (Status.IN_REVIEW, Status.APPROVED)
        plan.corrected = acted and random.random() < 0.15
        if plan.status is Status.APPROVED and random.random() < 0.55:
            plan.payment = OrderStatus.PAID


def _add_deferrals_and_notes(found: Sequence[ApplicationPlan]) -> None:
    """Deferrals in every state, six opinions and five marks."""
    opened, supplied, cleared = DeferralState.OPEN, DeferralState.SUPPLIED, DeferralState.CLEARED
    for level, states in (
        (Level.UNIT, ((opened, False), (opened, True))),
        (Level.DEPARTMENT, ((supplied, False),)),
        (Level.COUNTY, ((supplied, False), (opened, True))),
        (Level.CITY, ((cleared, False),)),
        (Level.PROVINCE, ((opened, False), (cleared, False))),
    ):
        waiting = (plan for plan in found if plan.senior and plan.status is Status.IN_REVIEW and plan.level is level)
        for plan, (state, overdue) in zip(waiting, states, strict=False):
            plan.deferral, plan.overdue = state, overdue
    ordinary = [plan for plan in found if not plan.senior]
    passed = [plan for plan in ordinary if plan.status is Status.APPROVED and plan.unit in _YIYANG]
    at_city = [plan for plan in ordinary if plan.status is Status.IN_REVIEW and plan.level is Level.CITY]
    notes = (NoteState.OPEN, NoteState.ANSWERED, NoteState.CLOSED)
    for plan, note in zip(at_city[:3] + passed[:3], notes * 2, strict=False):
        plan.opinion = note
    for plan, note in zip(passed[3:6] + at_city[3:5], (*notes, *notes[:2]), strict=False):
        plan.mark = note


def _settle(found: Sequence[ApplicationPlan]) -> None:
    """Some people paid at a bank, some got a refund, some are exempt, some were cancelled while an order was due.

    In fixed turns, not at random: the rest of the world stays the same.
    """
    plain = [plan for plan in found if not (plan.deferral or plan.opinion or plan.mark)]
    paid = [plan for plan in plain if plan.payment is OrderStatus.PAID]
    for place, plan in enumerate(paid):
        plan.statement = place % 3 == 1
        if place % 24 == 3:
            plan.payment = OrderStatus.REFUNDED
    owing = [plan for plan in plain if plan.status is Status.APPROVED and plan.payment is OrderStatus.DUE]
    for plan in owing[4::20]:
        plan.payment = OrderStatus.EXEMPT
    for plan in [plan for plan in plain if plan.status is Status.CANCELLED][::2]:
        plan.payment = OrderStatus.CLOSED
