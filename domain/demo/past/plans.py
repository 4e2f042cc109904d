"""The planned applications of the finished years, some of them of persons who apply again in the current one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle
from random import Random

from domain.demo.accounts import NEVER_SIGNED_IN
from domain.demo.applications.outcomes import SENIOR_SHARE, ApplicationPlan
from domain.demo.calendar import FINISHED
from domain.demo.exam_places import OFFICES
from domain.demo.places import Place
from domain.rules.vocabulary import Channel, Conclusion, Grade, Level, OrderStatus, Status

SHARE, MOST = 0.4, 160  # of the current year's applications, and at most: a large world stays what it is for
RETURNING, ONE_IN = 24, 16
SHOWN_UNIT = '410327001001'  # has somebody with three years, offered on the sign-in page
_OLDER, _NEWER = FINISHED
_GRADES = ((Grade.FIVE, 12), (Grade.FOUR, 28), (Grade.THREE, 38), (Grade.TWO, 22))
_JOINED_BY = 2008  # with grade 4 then, such a person has years enough for grade 3 now
_ENDED = ((Status.APPROVED, 84), (Status.REJECTED, 11), (Status.CANCELLED, 5))
_WISHED = (Conclusion.VIOLATION, Conclusion.ABSENT, Conclusion.ABSENT, Conclusion.FAILED)
_WISHED_SENIOR = (Conclusion.FAILED, Conclusion.REVIEW_FAILED, Conclusion.REVIEW_PASSED)
# The earlier years of a returning person: the year, and the result. A pass was one grade below the present one.
_PASTS: tuple[tuple[tuple[int, Conclusion], ...], ...] = (
    ((_OLDER, Conclusion.FAILED), (_NEWER, Conclusion.PASSED)),
    ((_NEWER, Conclusion.FAILED),),
    ((_NEWER, Conclusion.PASSED),),
    ((_OLDER, Conclusion.ABSENT),),
    ((_OLDER, Conclusion.PASSED),),
)


def past_plans(
    present: Sequence[ApplicationPlan], places: Sequence[Place], random: Random
) -> dict[int, list[ApplicationPlan]]:
    """The plans of each finished year in random order; numbers the persons of ``present`` who return."""
    found: dict[int, list[ApplicationPlan]] = {year: [] for year in FINISHED}
    for person, (plan, past) in enumerate(_returning(present), start=1):
        plan.person = person
        grade = _below(plan.grade) if (past[-1][1] is Conclusion.PASSED) else plan.grade
        for year, result in past:
            found[year].append(
                ApplicationPlan(
                    plan.unit, Status.APPROVED, grade=grade, payment=OrderStatus.PAID, person=person, result=result,
                    joined_by=_JOINED_BY if grade is not plan.grade else 0,
                )
            )  # fmt: skip
    offices = [place for place in places if place.level in (Level.UNIT, Level.DEPARTMENT) and _has_exams(place.code)]
    for plans in found.values():
        _fill(plans, min(MOST, round(len(present) * SHARE)), offices, random)
        random.shuffle(plans)
    return found


def _has_exams(code: str) -> bool:
    return code != NEVER_SIGNED_IN and any(code.startswith(office[:4]) for office in OFFICES)


def _below(grade: Grade) -> Grade:
    return Grade(grade + 1)


def _returning(
    present: Sequence[ApplicationPlan],
) -> Iterator[tuple[ApplicationPlan, tuple[tuple[int, Conclusion], ...]]]:
    """The first is somebody of the shown unit whose application is in review."""
    able = [
        plan for plan in present
        if plan.channel is Channel.REGULAR and not plan.short and plan.grade in (Grade.FOUR, Grade.THREE, Grade.TWO)
        and _has_exams(plan.unit)
    ]  # fmt: skip
    third = [plan for plan in able if plan.grade is Grade.THREE]
    shown = [plan for plan in third if plan.unit == SHOWN_UNIT and plan.status is Status.IN_REVIEW]
    wanted = min(RETURNING, len(present) // ONE_IN)
    for place, past in zip(range(wanted), cycle(_PASTS), strict=False):
        source = shown if place == 0 and shown else third if past[-1][1] is Conclusion.PASSED else able
        start = place * len(source) // wanted
        if plan := next((one for one in source[start:] + source[:start] if not one.person), None):
            yield plan, past


def _fill(plans: list[ApplicationPlan], count: int, offices: Sequence[Place], random: Random) -> None:
    """More plans up to ``count``: all of them decided, and every conclusion among the results."""
    added = [_any(offices, random, senior=place < count * SENIOR_SHARE) for place in range(count - len(plans))]
    approved = [plan for plan in added if plan.status is Status.APPROVED]
    for place, plan in enumerate(approved):
        plan.statement = place % 3 == 1
        plan.payment = OrderStatus.PAID
        if place % 20 == 7:
            plan.payment = OrderStatus.EXEMPT
        elif place % 20 == 13:
            plan.payment = OrderStatus.CLOSED
        elif place % 30 == 17:
            plan.payment = OrderStatus.REFUNDED
    for senior, results in ((False, _WISHED), (True, _WISHED_SENIOR)):
        paid = (plan for plan in approved if plan.senior is senior and plan.payment is OrderStatus.PAID)
        for plan, result in zip(paid, results, strict=False):
            plan.result = result
    plans += added


def _any(offices: Sequence[Place], random: Random, *, senior: bool) -> ApplicationPlan:
    office = random.choice(offices)
    status = random.choices([one for one, _ in _ENDED], [share for _, share in _ENDED])[0]
    level = random.choice((office.level, Level.COUNTY, Level.CITY)) if status is Status.REJECTED else None
    plan = ApplicationPlan(office.code, status, level, senior=senior)
    plan.grade = Grade.ONE if senior else random.choices([one for one, _ in _GRADES], [n for _, n in _GRADES])[0]
    if not senior:
        plan.channel = random.choices(tuple(Channel), (90, 5, 3, 2))[0]
    plan.short = plan.status is Status.REJECTED and random.random() < 0.6
    plan.corrected = plan.status is Status.APPROVED and random.random() < 0.15
    return plan
