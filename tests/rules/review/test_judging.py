"""Who the table's words speak of, what a refusal says, and where an act leads; offices and facts one at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import Forbidden, RefusalCode, Unmet
from domain.rules.actor import Actor
from domain.rules.review.judging import Facts, may, move_for, open_to, undo_is_late, unmet
from domain.rules.review.route import Stop
from domain.rules.review.workflow import By, Need
from domain.rules.vocabulary import Act, Level, Role, Status

PATHS = {
    Level.UNIT: '0001000300070001.2', Level.DEPARTMENT: '0001000300070001', Level.COUNTY: '000100030007',
    Level.CITY: '00010003', Level.PROVINCE: '0001',
}  # fmt: skip
IDS = {level: number for number, level in enumerate((Level.PROVINCE, Level.CITY, Level.COUNTY, Level.DEPARTMENT), 1)}
ROUTE = (Stop(5, Level.UNIT), Stop(3, Level.COUNTY), Stop(2, Level.CITY))
ID_NUMBER = '34052419800101001X'


def office(level: Level, role: Role = Role.ADMIN) -> Actor:
    number = IDS.get(level, 5)
    return Actor(10 * number + (role is Role.REVIEWER), role.label, role, number, level.label, level, PATHS[level])


PERSON, STRANGER = Actor(90, '李甯', Role.APPLICANT, 5), Actor(91, '王喆', Role.APPLICANT, 5)
CAST = {
    'person': PERSON,
    'stranger': STRANGER,
    **{level.value: office(level) for level in Level},
    **{f'{level.value} reviewer': office(level, Role.REVIEWER) for level in Level},
    'next county': Actor(80, '洛宁县', Role.ADMIN, 8, '洛宁县', Level.COUNTY, '000100030008'),
    'next unit': Actor(81, '二中', Role.ADMIN, 9, '二中', Level.UNIT, '0001000300070001.3'),
}


@dataclass
class Sheet:
    """An application as the table sees it."""

    status: Status = Status.IN_REVIEW
    holder_id: int | None = 3
    applicant_id: int = 90
    id_number: str = ID_NUMBER


FACTS = Facts(
    rejecter_path=PATHS[Level.COUNTY], deferrer_id=5, deferrer_path=PATHS[Level.UNIT], unit_path=PATHS[Level.UNIT],
    decider_id=31,
)  # fmt: skip


def admitted(by: By, sheet: Sheet | None = None, facts: Facts = FACTS) -> set[str]:
    return {name for name, actor in CAST.items() if may(by, sheet or Sheet(), actor, facts)}


ABOVE = {'county', 'city', 'province'}
REVIEWERS = {f'{name} reviewer' for name in ABOVE}


@pytest.mark.parametrize(('by', 'names'), [
    (By.APPLICANT, {'person'}),
    (By.APPLICANT_OR_COUNTY, {'person', 'stranger', 'next county', *ABOVE}),
    (By.HOLDER, {'county', 'county reviewer'}),
    (By.REJECTER, ABOVE | REVIEWERS),
    (By.DEFERRER, {'unit', 'unit reviewer'}),
    (By.ABOVE_DEFERRER, ABOVE | REVIEWERS),
    (By.CITY, {'city'}),
    (By.PROVINCE, {'province'}),
    (By.CITY_OR_PROVINCE, {'city', 'province'}),
    (By.COUNTY, ABOVE),
    (By.SYSTEM_OR_COUNTY, ABOVE),
    (By.UNIT, {'unit', 'unit reviewer'}),
    (By.DECIDER, {'county reviewer'}),
    (By.SYSTEM, set()),
])  # fmt: skip
def test_each_word_of_the_table_speaks_of_these(by: By, names: set[str]) -> None:
    assert admitted(by) == names


ASKED = (By.REJECTER, By.DEFERRER, By.ABOVE_DEFERRER, By.COUNTY, By.SYSTEM_OR_COUNTY, By.UNIT, By.DECIDER)


@pytest.mark.parametrize('by', ASKED)
def test_where_nothing_was_found_out_nobody_may(by: By) -> None:
    assert admitted(by, facts=Facts()) == set()


def test_nothing_is_known_of_an_application_at_first() -> None:
    assert Facts() == Facts(frozenset(), '', None, '', '', None)


def test_nobody_holds_what_is_not_in_review() -> None:
    assert admitted(By.HOLDER, Sheet(Status.DRAFT, holder_id=None)) == set()


def test_an_applicant_is_never_taken_for_the_unit_where_they_work() -> None:
    assert not may(By.HOLDER, Sheet(holder_id=5), PERSON, FACTS)
    assert not may(By.DEFERRER, Sheet(), PERSON, FACTS)
    assert not may(By.UNIT, Sheet(), replace(PERSON, path=PATHS[Level.UNIT]), FACTS)
    assert not may(By.APPLICANT, Sheet(applicant_id=30), office(Level.COUNTY), FACTS)


def test_an_office_with_the_id_of_somebody_else_decides() -> None:
    other = replace(office(Level.COUNTY), id_number='110105194912310021')
    assert move_for(Sheet(), Act.RETURN, other, FACTS).status is Status.RETURNED
    assert Act.RETURN in open_to(Sheet(), other, FACTS)


def test_an_account_without_an_id_is_nobody_in_person() -> None:
    nameless = replace(office(Level.COUNTY), id_number='')
    assert Act.RETURN in open_to(Sheet(id_number=''), nameless, FACTS)


def test_an_applicant_acts_on_the_own_application() -> None:
    person = replace(PERSON, id_number=ID_NUMBER)
    assert open_to(Sheet(Status.DRAFT), person, FACTS) == {Act.SUBMIT}
    assert move_for(Sheet(Status.DRAFT), Act.SUBMIT, person, FACTS, ROUTE).stop == ROUTE[0]


def test_whoever_may_not_reads_why() -> None:
    with pytest.raises(Forbidden) as refusal:
        move_for(Sheet(), Act.RETURN, office(Level.CITY), FACTS)
    assert str(refusal.value) == '该申报不在本单位审核环节'
    with pytest.raises(Forbidden) as refusal:
        move_for(Sheet(Status.APPROVED), Act.RETURN, office(Level.COUNTY), FACTS)
    assert str(refusal.value) == '该申报当前为“终审通过”，不能退回本人'
    with pytest.raises(Forbidden) as refusal:
        move_for(Sheet(), Act.RETURN, replace(office(Level.COUNTY), id_number=ID_NUMBER), FACTS)
    assert str(refusal.value) == '不能审核本人的申报'


def test_what_is_missing_is_told_in_the_order_of_the_row() -> None:
    facts = replace(FACTS, unmet=frozenset({Need.NO_LATER_ACT, Need.SETTLED_AT_LAST_STAGE, Need.SALARY}))
    with pytest.raises(Unmet) as refusal:
        move_for(Sheet(), Act.APPROVE, office(Level.COUNTY), facts, ROUTE)
    assert refusal.value.sentences == (Need.SALARY.value, Need.SETTLED_AT_LAST_STAGE.value)


def test_a_refusal_for_a_closed_window_or_a_second_application_can_be_told_apart() -> None:
    assert unmet(Need.OPEN_WINDOW, Need.SOLE_APPLICATION).code is RefusalCode.WINDOW_CLOSED
    assert unmet(Need.SOLE_APPLICATION, Need.OPEN_WINDOW).code is RefusalCode.HAS_APPLICATION
    assert unmet(Need.REASON).code is RefusalCode.UNMET
    assert unmet(Need.REASON, Need.OPEN_WINDOW).code is RefusalCode.UNMET
    both = unmet(Need.OPEN_WINDOW, Need.SOLE_APPLICATION)
    assert str(both) == '当前不在报名时间内；本年度已有一份申报，不能重复报名'


@pytest.mark.parametrize(('status', 'act', 'login', 'leads_to'), [
    (Status.RETURNED, Act.SUBMIT, 'person', (Status.IN_REVIEW, ROUTE[0])),
    (Status.IN_REVIEW, Act.APPROVE, 'county', (Status.IN_REVIEW, ROUTE[2])),
    (Status.IN_REVIEW, Act.RETURN, 'county', (Status.RETURNED, None)),
    (Status.IN_REVIEW, Act.REJECT, 'county', (Status.REJECTED, None)),
    (Status.REJECTED, Act.REOPEN, 'county', (Status.RETURNED, None)),
    (Status.IN_REVIEW, Act.CONFIRM, 'unit', (Status.IN_REVIEW, None)),
    (Status.APPROVED, Act.MARK, 'province', (Status.APPROVED, None)),
    (Status.APPROVED, Act.CANCEL, 'city', (Status.CANCELLED, None)),
    (Status.APPROVED, Act.UNDO, 'county reviewer', (Status.APPROVED, None)),  # where it was, undoing knows itself
])  # fmt: skip
def test_each_act_leads_where_the_specification_says(
    status: Status, act: Act, login: str, leads_to: tuple[Status, Stop | None]
) -> None:
    step = move_for(Sheet(status), act, CAST[login], FACTS, ROUTE)
    assert (step.status, step.stop) == leads_to
    assert step.move.act is act


def test_the_last_stage_of_the_route_approves() -> None:
    step = move_for(Sheet(holder_id=2), Act.APPROVE, office(Level.CITY), FACTS, ROUTE)
    assert (step.move.act, step.status, step.stop) == (Act.APPROVE, Status.APPROVED, None)


def test_undoing_is_possible_for_five_minutes_and_not_a_second_longer() -> None:
    then = datetime(2026, 4, 3, 23, 58, tzinfo=UTC)
    assert not undo_is_late(then, then)
    assert not undo_is_late(then, then + timedelta(seconds=300))
    assert undo_is_late(then, then + timedelta(seconds=301))
    assert undo_is_late(then, then + timedelta(days=1))
