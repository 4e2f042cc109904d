"""Anyone with the code of a ticket learns whether it is genuine, and no more of the person than the paper shows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import clock
from domain.rules.vocabulary import Grade, OrderStatus, PlanState, Status
from domain.services.exam.ticket_verification import Genuine, Shown, TicketCheck, checked
from storage.models import AdmissionTicket, Application, ExamSession, SeatingPlan
from tests.queries import counted
from tests.scores import approved
from tests.seats import seated
from tests.town import Town

UNKNOWN = TicketCheck(Genuine.UNKNOWN, '没有找到这张准考证，请核对二维码是否完整')
WITHDRAWN = TicketCheck(Genuine.VOID, '这张准考证已被撤回，请以重新打印的准考证为准')


async def ticket_of(town: Town) -> AdmissionTicket:
    person = await approved(town)
    await Application.filter(id=person.id).update(name='买买提·吐尔逊')
    (ticket,) = await seated(town, person)
    return ticket


async def test_a_valid_ticket_is_shown_with_a_masked_name(town: Town) -> None:
    ticket = await ticket_of(town)
    session = await ExamSession.get(id=ticket.session_id)
    assert await checked(ticket.token) == TicketCheck(
        Genuine.VALID,
        '这张准考证真实有效，请与本人身份证件核对',
        Shown(
            ticket.number, '买*****逊', Grade.THREE, '汽车驾驶员', '洛阳市第1考点', session.starts_at, session.ends_at
        ),
    )


async def test_a_ticket_is_valid_until_the_last_moment_of_its_session(town: Town, time_stands: None) -> None:
    ticket = await ticket_of(town)
    session = await ExamSession.get(id=ticket.session_id)
    clock.move_to(session.ends_at - timedelta(seconds=1))
    before = await checked(ticket.token)
    assert before.genuine is Genuine.VALID
    clock.move_to(session.ends_at)
    assert await checked(ticket.token) == TicketCheck(Genuine.VOID, '本场考试已经结束', before.shown)


@pytest.mark.parametrize(
    'change',
    [{'status': Status.CANCELLED}, {'payment': OrderStatus.REFUNDED}, {'payment': OrderStatus.DUE}, {'payment': None}],
)
async def test_without_approval_or_payment_nothing_of_the_ticket_is_shown(
    town: Town, change: dict[str, object]
) -> None:
    ticket = await ticket_of(town)
    await Application.filter(id=ticket.application_id).update(**change)
    assert await checked(ticket.token) == WITHDRAWN


async def test_an_exempt_person_has_a_valid_ticket_and_a_withdrawn_plan_has_none(town: Town) -> None:
    ticket = await ticket_of(town)
    await Application.filter(id=ticket.application_id).update(payment=OrderStatus.EXEMPT)
    assert (await checked(ticket.token)).genuine is Genuine.VALID
    await SeatingPlan.filter(id=ticket.plan_id).update(state=PlanState.DRAWN)
    assert await checked(ticket.token) == WITHDRAWN


@pytest.mark.parametrize('token', ['', '-', '0' * 32, 'x' * 33, 'x' * 400, '\x00', '\ud800'])
async def test_any_other_code_is_unknown(town: Town, token: str) -> None:
    await ticket_of(town)
    assert await checked(token) == UNKNOWN


async def test_every_answer_costs_the_same_queries(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = await ticket_of(town)
    await checked(ticket.token)  # the trades are cached from here on
    asked = []
    for token in (ticket.token, '0' * 32, '', 'x' * 400):
        with counted(monkeypatch) as statements:
            await checked(token)
        asked.append(len(statements))
    assert asked == [1, 1, 1, 1]
