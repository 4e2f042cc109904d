"""历年: an applicant who registers again still finds the payment, the ticket and the result of last year."""

from __future__ import annotations

from nicegui import ui
from nicegui.testing import User

from domain.rules.vocabulary import Status
from domain.services.year import years
from storage.models import Application, ExamYear
from tests import town as cast
from tests.money import due
from tests.pages.conftest import SignIn
from tests.scores import approved, published
from tests.town import Town


async def turn_the_year() -> int:
    """设为当前年度 for the next year; returns the number of the year before."""
    then = await ExamYear.get(current=True)
    await ExamYear.filter(id=then.id).update(current=False)
    await ExamYear.create(year=then.year + 1, current=True, parameters=then.parameters, fees={})
    years.forget()
    return then.year


async def test_a_published_result_stays_when_the_year_turns(served: Town, user: User, sign_in: SignIn) -> None:
    person = await approved(served)
    (ticket,) = await published(served, person)
    then = await turn_the_year()
    await sign_in(user, person.id_number)
    await user.open('/my/result')
    await user.should_see(f'{then} 年度考核结果')
    await user.should_see(ticket.number)
    await user.open(f'/my/result?year={then + 1}')
    await user.should_see(f'{then + 1} 年度考核结果')
    await user.should_see('尚未终审通过')
    await user.should_not_see(ticket.number)
    await user.open('/my/ticket')
    await user.should_see(f'{then} 年度准考证打印')


async def test_who_registers_again_switches_between_the_years(served: Town, user: User, sign_in: SignIn) -> None:
    person = await approved(served)
    await published(served, person)
    then = await turn_the_year()
    again = await served.application(cast.SCHOOL, at=Status.DRAFT)
    await Application.filter(id=again.id).update(year_id=2, applicant_id=person.applicant_id)
    await sign_in(user, person.id_number)
    await user.open('/my/result')
    await user.should_see(f'{then + 1} 年度考核结果')
    user.find(ui.toggle).elements.pop().set_value(str(then))
    await user.should_see(f'{then} 年度考核结果')
    await user.should_see('成绩已发布')


async def test_a_fee_of_last_year_is_still_owed_in_its_own_payment_time(
    served: Town, user: User, sign_in: SignIn
) -> None:
    order = await due(served)
    then = await turn_the_year()
    await sign_in(user, (await Application.get(id=order.application_id)).id_number)
    await user.open('/my/payment')
    await user.should_see(f'{then} 年度缴费')
    await user.should_see('缴费截止')  # the new year has no payment time yet
    await user.open(f'/my/payment?year={then + 1}')
    await user.should_see('您该年度没有报名')


async def test_a_year_in_which_the_person_was_not_there_shows_the_newest_one(
    served: Town, user: User, sign_in: SignIn
) -> None:
    person = await approved(served)
    await sign_in(user, person.id_number)
    for other in ('1999', 'x', ''):
        await user.open(f'/my/result?year={other}')
        await user.should_see(f'{(await ExamYear.get()).year} 年度考核结果')
    await user.should_not_see(kind=ui.toggle)  # one year, no switch
