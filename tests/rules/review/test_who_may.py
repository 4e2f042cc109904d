"""Who the workflow's column ``by`` speaks of: the role, the level and the office each count by themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.errors import Forbidden
from domain.rules.actor import Actor
from domain.rules.review.judging import Facts, Step, may, move_for, open_to
from domain.rules.review.workflow import By, Need
from domain.rules.vocabulary import Act, Level, Role, Status
from tests.rules.review.test_workflow import (
    AT_COUNTY,
    CITY,
    COUNTY,
    DEPARTMENT,
    FACTS,
    PATHS,
    PROVINCE,
    ROUTE,
    UNIT,
    Sheet,
    office,
)
from tests.rules.review.test_workflow import PERSON as APPLICANT

PERSON = APPLICANT[1]
HELD = Sheet(Status.IN_REVIEW, AT_COUNTY[Status.IN_REVIEW])
NOBODY = Actor(99, '', Role.APPLICANT, 3, '', Level.COUNTY, PATHS[3])  # everything of a county but the role


def allowed(by: By, *actors: Actor, facts: Facts = FACTS) -> list[bool]:
    return [may(by, HELD, actor, facts) for actor in actors]


def test_only_the_person_is_the_applicant() -> None:
    clerk = replace(office(UNIT), account_id=PERSON.account_id)
    assert allowed(By.APPLICANT, PERSON, replace(PERSON, account_id=91), clerk) == [True, False, False]


def test_an_application_begins_with_any_person_or_an_administrator_from_the_county_up() -> None:
    assert allowed(By.APPLICANT_OR_COUNTY, replace(PERSON, account_id=91), office(COUNTY), office(CITY)) == [True] * 3
    below, reviewer = office(DEPARTMENT), office(COUNTY, Role.REVIEWER)
    assert allowed(By.APPLICANT_OR_COUNTY, below, reviewer) == [False, False]


def test_who_holds_it_is_an_office_and_the_one_that_has_it() -> None:
    actors = office(COUNTY), office(COUNTY, Role.REVIEWER), NOBODY, office(CITY)
    assert allowed(By.HOLDER, *actors) == [True, True, False, False]


def test_who_rejected_it_or_stands_above_reopens_it() -> None:
    actors = office(COUNTY), office(CITY), office(DEPARTMENT), NOBODY
    assert allowed(By.REJECTER, *actors) == [True, True, False, False]
    assert allowed(By.REJECTER, office(COUNTY), replace(office(COUNTY), path=''), facts=Facts()) == [False, False]


def test_who_deferred_it_confirms() -> None:
    facts = replace(FACTS, deferrer_id=3)
    assert allowed(By.DEFERRER, office(COUNTY), NOBODY, office(CITY), facts=facts) == [True, False, False]


def test_above_the_deferrer_it_takes_a_county_to_check_again() -> None:
    actors = office(DEPARTMENT), office(COUNTY), office(CITY), replace(office(COUNTY), path='000100030008')
    assert allowed(By.ABOVE_DEFERRER, *actors) == [False, True, True, False]


@pytest.mark.parametrize(('by', 'levels'), [
    (By.CITY, [Level.CITY]),
    (By.PROVINCE, [Level.PROVINCE]),
    (By.CITY_OR_PROVINCE, [Level.CITY, Level.PROVINCE]),
    (By.COUNTY, [Level.COUNTY, Level.CITY, Level.PROVINCE]),
    (By.SYSTEM_OR_COUNTY, [Level.COUNTY, Level.CITY, Level.PROVINCE]),
])  # fmt: skip
def test_some_acts_are_for_administrators_of_a_level(by: By, levels: list[Level]) -> None:
    stops = (UNIT, DEPARTMENT, COUNTY, CITY, PROVINCE)
    assert [stop.level for stop in stops if may(by, HELD, office(stop), FACTS)] == levels
    assert allowed(by, *(office(stop, Role.REVIEWER) for stop in stops)) == [False] * 5
    assert allowed(by, NOBODY, PERSON) == [False, False]


@pytest.mark.parametrize('by', [By.COUNTY, By.SYSTEM_OR_COUNTY])
def test_money_is_the_matter_of_the_county_above_the_unit(by: By) -> None:
    assert allowed(by, replace(office(COUNTY), path='000100030008')) == [False]
    assert allowed(by, office(COUNTY), facts=Facts()) == [False]


def test_the_unit_itself_answers_and_nobody_above() -> None:
    clerk = replace(NOBODY, path=PATHS[5])
    assert allowed(By.UNIT, office(UNIT), office(UNIT, Role.REVIEWER), office(COUNTY), clerk) == [
        True, True, False, False
    ]  # fmt: skip


def test_who_decided_takes_it_back() -> None:
    assert allowed(By.DECIDER, office(COUNTY), office(CITY)) == [True, False]


def test_what_the_system_does_nobody_does() -> None:
    assert allowed(By.SYSTEM, PERSON, office(COUNTY), office(PROVINCE)) == [False] * 3


OWN = replace(office(COUNTY), id_number=HELD.id_number)


def test_for_the_own_application_an_office_is_offered_nothing() -> None:
    assert open_to(HELD, OWN, FACTS) == frozenset()
    assert Act.APPROVE in open_to(HELD, replace(OWN, id_number='410327197806150011'), FACTS)


def test_the_own_application_stays_open_to_the_person() -> None:
    person = replace(PERSON, id_number=HELD.id_number)
    assert open_to(Sheet(Status.DRAFT), person, FACTS) == {Act.SUBMIT}
    assert move_for(Sheet(Status.DRAFT), Act.SUBMIT, person, FACTS, ROUTE).status is Status.IN_REVIEW


def test_two_without_an_id_number_are_not_the_same_person() -> None:
    unnamed = Sheet(Status.IN_REVIEW, 3, id_number='')
    assert Act.APPROVE in open_to(unnamed, replace(OWN, id_number=''), FACTS)
    assert move_for(unnamed, Act.RETURN, replace(OWN, id_number=''), FACTS).status is Status.RETURNED


def test_who_may_not_is_told_who_may_before_anything_that_is_missing() -> None:
    facts = replace(FACTS, unmet=frozenset(Need))
    with pytest.raises(Forbidden, match=r'^该申报不在本单位审核环节$'):
        move_for(HELD, Act.APPROVE, office(CITY), facts, ROUTE)


@pytest.mark.parametrize(('at', 'act', 'actor', 'status'), [
    (Status.IN_REVIEW, Act.RETURN, office(COUNTY), Status.RETURNED),
    (Status.IN_REVIEW, Act.REJECT, office(COUNTY), Status.REJECTED),
    (Status.IN_REVIEW, Act.DEFER, office(COUNTY), Status.IN_REVIEW),
    (Status.REJECTED, Act.REOPEN, office(COUNTY), Status.RETURNED),
    (Status.APPROVED, Act.MARK, office(PROVINCE), Status.APPROVED),
    (Status.APPROVED, Act.CANCEL, office(CITY), Status.CANCELLED),
    (Status.RETURNED, Act.UNDO, office(COUNTY), Status.RETURNED),
])  # fmt: skip
def test_an_act_leads_where_the_table_says(at: Status, act: Act, actor: Actor, status: Status) -> None:
    step = move_for(Sheet(at, AT_COUNTY.get(at)), act, actor, FACTS)
    assert step == Step(step.move, status, None)
    assert step.move.act is act
