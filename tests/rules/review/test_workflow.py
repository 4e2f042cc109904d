"""The workflow's table, tested as a table: who may do what in which status, and where it leads."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import Forbidden, Unmet
from domain.rules.actor import Actor
from domain.rules.review.judging import Facts, move_for, open_to, undo_is_late
from domain.rules.review.route import Stop, after, route_of
from domain.rules.review.workflow import MOVE, MOVES, By, Need
from domain.rules.vocabulary import Act, Level, Role, Status

UNIT, DEPARTMENT, COUNTY, CITY, PROVINCE = (
    Stop(5, Level.UNIT), Stop(4, Level.DEPARTMENT), Stop(3, Level.COUNTY), Stop(2, Level.CITY), Stop(1, Level.PROVINCE)
)  # fmt: skip
UPWARD = (UNIT, DEPARTMENT, COUNTY, CITY, PROVINCE)
PATHS = {1: '0001', 2: '00010003', 3: '000100030007', 4: '0001000300070001', 5: '00010003000700010002'}
ROUTE = (UNIT, DEPARTMENT, COUNTY, CITY)
PERSON = 'applicant', Actor(90, '李甯', Role.APPLICANT)
STRANGER = 'another applicant', Actor(91, '王喆', Role.APPLICANT)


def office(stop: Stop, role: Role = Role.ADMIN) -> Actor:
    return Actor(stop.id * 10, stop.level.label, role, stop.id, stop.level.label, stop.level, PATHS[stop.id])


CAST = dict(
    [PERSON, STRANGER]
    + [(stop.level.value, office(stop)) for stop in UPWARD]
    + [('county reviewer', office(COUNTY, Role.REVIEWER)), ('city reviewer', office(CITY, Role.REVIEWER))]
    + [('foreign county', Actor(77, '洛宁县', Role.ADMIN, 8, '洛宁县', Level.COUNTY, '000100030008'))]
)


@dataclass
class Sheet:
    """An application as the table sees it."""

    status: Status
    holder_id: int | None = None
    applicant_id: int = 90
    id_number: str = '34052419800101001X'


FACTS = Facts(rejecter_path=PATHS[3], deferrer_id=5, deferrer_path=PATHS[5], unit_path=PATHS[5], decider_id=30)
AT_COUNTY = {Status.IN_REVIEW: 3}

# Written down from 2-workflow §2 by hand, not from the table: who may act while the application stands at the county.
EXPECTED = {
    (Status.DRAFT, Act.SUBMIT): {'applicant'},
    (Status.RETURNED, Act.SUBMIT): {'applicant'},
    (Status.IN_REVIEW, Act.APPROVE): {'county', 'county reviewer'},
    (Status.IN_REVIEW, Act.RETURN): {'county', 'county reviewer'},
    (Status.IN_REVIEW, Act.REJECT): {'county', 'county reviewer'},
    (Status.IN_REVIEW, Act.DEFER): {'county', 'county reviewer'},
    (Status.REJECTED, Act.REOPEN): {'county', 'county reviewer', 'city', 'city reviewer', 'province'},
    **{(status, Act.CONFIRM): {'unit'} for status in (Status.IN_REVIEW, Status.APPROVED)},
    **{
        (status, act): {'county', 'county reviewer', 'city', 'city reviewer', 'province'}
        for status in (Status.IN_REVIEW, Status.APPROVED)
        for act in (Act.RECHECK_PASS, Act.RECHECK_FAIL)
    },
    **{
        (status, act): {'city'}
        for status in (Status.IN_REVIEW, Status.APPROVED)
        for act in (Act.OPINION, Act.CLOSE_OPINION)
    },
    **{
        (status, act): {'province'}
        for status in (Status.IN_REVIEW, Status.APPROVED)
        for act in (Act.MARK, Act.CLOSE_MARK)
    },
    **{
        (status, act): {'unit'}
        for status in (Status.IN_REVIEW, Status.APPROVED)
        for act in (Act.ANSWER_OPINION, Act.ANSWER_MARK)
    },
    (Status.APPROVED, Act.SEAT): {'city', 'province'},
    **{
        at: {'county', 'city', 'province'}
        for at in (
            *((status, Act.BILL) for status in (Status.IN_REVIEW, Status.APPROVED)),
            *((status, Act.EXEMPT) for status in (Status.IN_REVIEW, Status.RETURNED, Status.APPROVED)),
            *((status, Act.REFUND) for status in Status if status is not Status.DRAFT),
        )
    },
    **{
        (status, Act.CANCEL): {'city', 'province'}
        for status in (Status.DRAFT, Status.RETURNED, Status.IN_REVIEW, Status.APPROVED)
    },
    **{
        (status, Act.UNDO): {'county', 'county reviewer'}  # both share the account id of the decider here
        for status in (Status.IN_REVIEW, Status.RETURNED, Status.REJECTED, Status.APPROVED)
    },
}


@pytest.mark.parametrize(('status', 'act'), list(itertools.product(Status, MOVE)))
def test_only_those_the_specification_names_may_act(status: Status, act: Act) -> None:
    sheet = Sheet(status, AT_COUNTY.get(status))
    admitted = {name for name, actor in CAST.items() if act in open_to(sheet, actor, FACTS)}
    assert admitted == EXPECTED.get((status, act), set())


def test_the_table_has_a_row_for_every_transition_and_one_only() -> None:
    acts = [move.act for move in MOVES]
    assert len(acts) == len(set(acts)) == 24
    assert {move.by for move in MOVES} == set(By)
    assert {need for move in MOVES for need in move.needs} == set(Need)


def test_an_application_climbs_stop_by_stop_until_the_last_one_approves() -> None:
    stations = []
    for stop in ROUTE:
        step = move_for(Sheet(Status.IN_REVIEW, stop.id), Act.APPROVE, office(stop), FACTS, ROUTE)
        stations.append((step.status, step.stop))
    assert stations == [
        (Status.IN_REVIEW, DEPARTMENT),
        (Status.IN_REVIEW, COUNTY),
        (Status.IN_REVIEW, CITY),
        (Status.APPROVED, None),
    ]


def test_a_corrected_application_begins_at_the_first_stage_again() -> None:
    step = move_for(Sheet(Status.RETURNED), Act.SUBMIT, PERSON[1], FACTS, ROUTE)
    assert (step.status, step.stop) == (Status.IN_REVIEW, UNIT)


def test_every_unmet_need_is_told_in_its_own_words() -> None:
    facts = replace(FACTS, unmet=frozenset({Need.SALARY, Need.EXCELLENCE}))
    with pytest.raises(Unmet) as refusal:
        move_for(Sheet(Status.IN_REVIEW, 3), Act.APPROVE, office(COUNTY), facts, ROUTE)
    assert refusal.value.sentences == (Need.SALARY.value, Need.EXCELLENCE.value)


def test_a_need_of_another_act_does_not_stop_this_one() -> None:
    facts = replace(FACTS, unmet=frozenset({Need.SALARY}))
    assert move_for(Sheet(Status.IN_REVIEW, 3), Act.RETURN, office(COUNTY), facts, ROUTE).status is Status.RETURNED


def test_nobody_reviews_themselves() -> None:
    myself = replace(office(COUNTY), id_number='34052419800101001X')
    with pytest.raises(Forbidden, match='不能审核本人的申报'):
        move_for(Sheet(Status.IN_REVIEW, 3), Act.APPROVE, myself, FACTS, ROUTE)
    assert open_to(Sheet(Status.IN_REVIEW, 3), myself, FACTS) == frozenset()


def test_a_wrong_status_is_named_in_the_refusal() -> None:
    with pytest.raises(Forbidden, match='该申报当前为“终审通过”，不能退回本人'):
        move_for(Sheet(Status.APPROVED), Act.RETURN, office(COUNTY), FACTS, ROUTE)


@pytest.mark.parametrize(
    ('chain', 'final', 'stations'),
    [
        (UPWARD, Level.CITY, ROUTE),
        (UPWARD, Level.PROVINCE, UPWARD),
        ((DEPARTMENT, COUNTY, CITY, PROVINCE), Level.CITY, (DEPARTMENT, COUNTY, CITY)),  # a department's own staff
        ((UNIT, COUNTY, CITY, PROVINCE), Level.CITY, (UNIT, COUNTY, CITY)),  # no department above
        ((UNIT, DEPARTMENT, CITY, PROVINCE), Level.CITY, (UNIT, DEPARTMENT, CITY)),  # 市直
        ((UNIT, DEPARTMENT, PROVINCE), Level.CITY, (UNIT, DEPARTMENT, PROVINCE)),  # 省直 has no city above it
    ],
)
def test_the_route_is_the_way_up_to_the_final_level(
    chain: tuple[Stop, ...], final: Level, stations: tuple[Stop, ...]
) -> None:
    assert route_of(chain, final) == stations


def test_nothing_follows_the_last_stop() -> None:
    assert after(ROUTE, 5) == DEPARTMENT
    assert after(ROUTE, 2) is None


def test_undo_is_late_after_five_minutes() -> None:
    then = datetime(2026, 4, 3, 9, tzinfo=UTC)
    assert not undo_is_late(then, then + timedelta(minutes=5))
    assert undo_is_late(then, then + timedelta(minutes=5, seconds=1))
