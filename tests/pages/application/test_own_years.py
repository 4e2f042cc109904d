"""历年: an applicant who registers again still finds the payment, the ticket and the result of last year."""

from __future__ import annotations

from nicegui import ui
from nicegui.testing import User

from domain.rules.vocabulary import Status, WindowKind
from domain.services.year import years
from storage.models import Application, ExamYear, Window
from tests import town as cast
from tests.money import due
from tests.pages.conftest import SignIn
from tests.scores import approved, published
from tests.town import Town
from tests.years import move, next_year


async def test_a_published_result_stays_when_the_year_turns(served: Town, user: User, sign_in: SignIn) -> None:
    person = await approved(served)
    (ticket,) = await published(served, person)
    then = (await next_year()).year - 1
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
    then = (await next_year()).year - 1
    again = await served.application(cast.SCHOOL, at=Status.DRAFT)
    await move((await ExamYear.get(current=True)).id, again.id)
    await Application.filter(id=again.id).update(applicant_id=person.applicant_id)
    await sign_in(user, person.id_number)
    await user.open('/my/result')  # it opens with the result that is there, not with the year that has none yet
    await user.should_see(f'{then} 年度考核结果')
    await user.should_see('成绩已发布')
    user.find(ui.toggle).elements.pop().set_value(str(then + 1))
    await user.should_see(f'{then + 1} 年度考核结果')


async def test_a_fee_of_last_year_is_still_owed_in_its_own_payment_time(
    served: Town, user: User, sign_in: SignIn
) -> None:
    order = await due(served)
    then = (await next_year()).year - 1
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


async def test_an_application_of_last_year_is_still_read_and_the_new_one_is_begun_beside_it(
    served: Town, user: User, sign_in: SignIn
) -> None:
    person = await served.application(at=Status.APPROVED)
    then = await ExamYear.get(current=True)
    await sign_in(user, person.id_number)
    after = await next_year()
    await user.open('/my')  # nobody can register in the new year yet
    await user.should_see(f'{then.year} 年度报名')
    await user.should_see(person.number)
    await Window.filter(year_id=then.id, kind=WindowKind.REGISTRATION).update(year_id=after.id)
    years.forget()
    await user.open('/my')
    await user.should_see(f'{after.year} 年度报名')
    user.find('开始报名').click()
    await user.should_see('预审与提交')
    mine = await Application.filter(applicant_id=person.applicant_id).order_by('id')
    assert [application.year_id for application in mine] == [then.id, after.id]
    await user.open(f'/my?year={then.year}')
    await user.should_see(f'{then.year} 年度报名')
    await user.should_see(person.number)
    await user.should_not_see('预审与提交')


async def test_a_form_returned_last_year_is_still_corrected(served: Town, user: User, sign_in: SignIn) -> None:
    person = await served.application(at=Status.RETURNED, papers=True)
    await next_year()
    await sign_in(user, person.id_number)
    await user.open('/my')
    await user.should_see('退回原因')
