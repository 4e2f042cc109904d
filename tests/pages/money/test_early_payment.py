"""A year of 县区通过后 on the pages: the applicant's steps, 应退 of the county, and the province's parameter."""

from __future__ import annotations

import pytest
from nicegui.testing import User

from domain.rules.vocabulary import Act, Level, OrderStatus, WindowKind
from domain.services.money import order_moves
from domain.services.money.receipts import settle
from storage.models import Application, PaymentOrder
from tests import town as cast
from tests.money import approve, past_county, payment
from tests.pages.conftest import SignIn
from tests.pages.money.payment_desk import DUES, ORDERS, STATISTICS, shown, shows_status, status
from tests.town import Town
from tests.years import set_parameters, window


async def pay(application: Application) -> Application:
    await settle(payment(await PaymentOrder.get(application_id=application.id, status=OrderStatus.DUE)))
    return await Application.get(id=application.id)


async def test_an_applicant_pays_once_the_county_has_approved_and_waits_for_the_final_approval(
    served: Town, user: User, sign_in: SignIn
) -> None:
    await set_parameters(billed='county')
    application = await served.application(at=Level.COUNTY)
    await sign_in(user, application.id_number)
    await user.open('/my')
    await user.should_see('缴费')
    await user.open('/my/payment')
    await user.should_see('县区审核通过后在这里缴费，届时无需另行申请')
    await user.should_see('县区审核通过')
    application = await approve(served, application)
    await user.should_see('应缴金额')
    await user.should_see('￥235.00')
    application = await pay(application)
    await user.should_see('您已缴费。终审通过后，请按时打印准考证。')
    await approve(served, application)
    await user.should_see('您已缴费，请按时打印准考证。')


@pytest.mark.parametrize(
    ('rule', 'act', 'sentence'),
    [
        ('refund', Act.REJECT, '本次审核不通过，已缴的考核费应予退还，由县区管理员办理退费。'),
        ('keep', Act.REJECT, '本次审核不通过，按规定已缴的考核费不予退还。如有疑问，请联系县区管理员。'),
        (
            'refund',
            Act.RETURN,
            '您已缴费。报名已退回，请修改后重新提交，不用再次缴费；改报其他等级的，差额由县区管理员处理。',
        ),
    ],
)
async def test_who_has_paid_reads_what_becomes_of_the_money(
    served: Town, user: User, sign_in: SignIn, rule: str, act: Act, sentence: str
) -> None:
    application = await pay(await past_county(served))
    await set_parameters(paid_and_ended=rule)
    await approve(served, application, act)
    await sign_in(user, application.id_number)
    await user.open('/my/payment')
    await user.should_see(sentence)


async def test_who_did_not_pay_in_time_reads_it_while_still_in_review(
    served: Town, user: User, sign_in: SignIn
) -> None:
    application = await past_county(served)
    await window(1, WindowKind.PAYMENT, -5, -1)
    await order_moves.close_overdue()
    await sign_in(user, application.id_number)
    await user.open('/my/payment')
    await user.should_see('视为自动放弃')
    await user.open('/my')
    await user.should_see('已关闭')


async def test_the_county_finds_what_is_to_be_refunded_on_its_home_page_and_in_the_list(
    served: Town, user: User, sign_in: SignIn
) -> None:
    application, other = await pay(await past_county(served)), await pay(await past_county(served))
    await sign_in(user, cast.COUNTY)
    await user.open('/')
    await user.should_not_see('应退费')
    await approve(served, application, Act.REJECT)
    await user.open('/')
    await user.should_see('应退费')
    await user.open(f'{ORDERS}?standings=to_refund&year=2026')
    assert [(row['name'], status(row)) for row in shown(user)] == [(application.name, '已缴费·应退')]
    await user.open(STATISTICS)
    assert shown(user)[-1]['to_refund_n'] == {
        'text': '1', 'href': f'{ORDERS}?year=2026&standings=to_refund',
    }  # fmt: skip
    await user.open(DUES)
    assert [row['name'] for row in shown(user)] == [other.name]


async def test_a_payment_for_another_grade_is_marked_with_the_fee_of_the_present_one(
    served: Town, user: User, sign_in: SignIn
) -> None:
    application = await pay(await past_county(served))
    await Application.filter(id=application.id).update(grade=4)
    await sign_in(user, cast.COUNTY)
    await user.open(f'{DUES}?standings=mismatch')
    assert shows_status(user, '金额不符，现为 ￥190.00')


async def test_the_parameter_says_to_whom_a_change_applies(served: Town, user: User, sign_in: SignIn) -> None:
    await sign_in(user, cast.PROVINCE)
    await user.open('/year/parameters')
    await user.should_see('缴费时点')
    await user.should_see('修改后只对此后的审核通过生效')
    await user.should_see('终审不通过的已缴费用')
