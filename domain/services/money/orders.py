"""What an office does with orders: 生成缴款码 for persons without one, 免缴 and 退费 with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tortoise.expressions import Subquery

from domain import clock
from domain.errors import Forbidden, NotFound, Refusal, Unmet
from domain.rules.actor import Actor
from domain.rules.money.payment_time import is_over
from domain.rules.permissions import County
from domain.rules.reasons import is_reason
from domain.rules.review.judging import Facts, move_for
from domain.rules.review.workflow import Need
from domain.rules.vocabulary import Act, OrderStatus, Status
from domain.services.money import billing, order_moves
from domain.services.unit_of_work import unit_of_work, use_case
from domain.services.year import years
from domain.services.year.years import Year
from storage.models import AdmissionTicket, Application, ExamResult, Organisation, PaymentOrder, Refund
from storage.queries import applications
from storage.queries.organisations import path_of

MOST = 500
STANDS = {
    OrderStatus.DUE: '已有缴款码，尚未缴费',
    OrderStatus.PAID: '已缴费，不再收费',
    OrderStatus.EXEMPT: '免缴，不需要缴款码',
}


@dataclass(frozen=True, slots=True)
class Coded:
    """The result of 生成缴款码 for one person: the new order, or the reason why there is none."""

    application_id: int
    name: str
    order: PaymentOrder | None
    text: str

    @property
    def made(self) -> bool:
        """Whether an order was created."""
        return self.order is not None


@use_case
async def make_codes(actor: Actor, application_ids: Sequence[int]) -> list[Coded]:
    """生成缴款码 for persons without a live order whose 缴费时点 has come, one after another, in the order given.

    Each is a transaction of its own: created orders stay. Raises Forbidden below a county administrator, Refusal for
    none or more than 500.
    """
    County.require(actor)
    if not application_ids:
        raise Refusal('请先选择报考人员')
    if len(application_ids) > MOST:
        raise Refusal(f'一次最多处理 {MOST} 人，已选 {len(application_ids)} 人')
    return [await _make_code(actor, number) for number in dict.fromkeys(application_ids)]


async def _make_code(actor: Actor, application_id: int) -> Coded:
    order, at = None, clock.now()
    async with unit_of_work(actor) as news:
        application = await applications.visible_to(actor).select_for_update().get_or_none(id=application_id)
        if application is None:
            return Coded(application_id, '', None, str(NotFound('该申报')))
        year = await years.year_of(application.year_id)
        text = await _uncodable(actor, application, year)
        if not text:
            order = await billing.bill(application, at, news, actor)
            text = f'{year.year} 年度未设置该等级的收费标准'
        if order is not None:
            text = '已生成缴款码' if order.status is OrderStatus.DUE else '免缴'
            await order_moves.note_payment([application], order.status, at)
            news.extend(await order_moves.events_of([application], Act.BILL, actor))
    return Coded(application_id, application.name, order, text)


async def _uncodable(actor: Actor, application: Application, year: Year) -> str:
    try:
        early = [] if await billing.is_time(application) else [Need.TIME_TO_PAY]
        await _allow(actor, application, Act.BILL, '', *early)
    except (Forbidden, Unmet) as refusal:
        return str(refusal)
    live = await PaymentOrder.filter(application_id=application.id, status__in=order_moves.LIVE).first()
    if live is not None:
        return STANDS[live.status]
    windows = year.windows_for(application.grade, await path_of(application.unit_id))
    return f'{year.year} 年度缴费已经截止' if is_over(windows, clock.now()) else ''


@use_case
async def exempt(actor: Actor, order_id: int, reason: str) -> PaymentOrder:
    """免缴: a due order is no longer owed, for a reason of 2–500 characters.

    Raises NotFound, Forbidden (below county, no longer due, the actor's own order), Unmet without a reason.
    """
    async with unit_of_work(actor) as news:
        order, application = await _held(actor, order_id)
        await _allow(actor, application, Act.EXEMPT, reason)
        _standing(order, OrderStatus.DUE, Act.EXEMPT)
        at = clock.now()
        await order_moves.move(
            [order], {application.id: application}, Act.EXEMPT, OrderStatus.EXEMPT, at, news,
            actor=actor, reason=reason.strip(), ended_at=at,
        )  # fmt: skip
    return order


@use_case
async def refund(actor: Actor, order_id: int, reason: str) -> PaymentOrder:
    """退费 of a paid order in full, for a reason of 2–500 characters; the record of the payment stays beside it.

    Raises NotFound, Forbidden (below county, not paid, the actor's own order), Unmet without a reason, once there is a
    result, or while a printed ticket admits the person to the exam.
    """
    async with unit_of_work(actor) as news:
        order, application = await _held(actor, order_id)
        await _allow(actor, application, Act.REFUND, reason, *await _kept_from_refund(application))
        _standing(order, OrderStatus.PAID, Act.REFUND)
        at = clock.now()
        await Refund.create(
            order_id=order.id, amount_fen=order.amount_fen, reason=reason.strip(), account_id=actor.account_id, at=at
        )
        await order_moves.move(
            [order], {application.id: application}, Act.REFUND, OrderStatus.REFUNDED, at, news,
            actor=actor, reason=reason.strip(), ended_at=at,
        )  # fmt: skip
    return order


async def _held(actor: Actor, order_id: int) -> tuple[PaymentOrder, Application]:
    """The order in reach with its application, locked by the transaction. Raises NotFound, Forbidden below county."""
    visible = Subquery(applications.visible_to(actor).values('id'))
    order = await PaymentOrder.filter(application_id__in=visible).get_or_none(id=order_id)
    if order is None:
        raise NotFound('该缴款单')
    County.require(actor)
    held = await order_moves.lock([order.application_id])
    await order.refresh_from_db()
    return order, held[order.application_id]


async def _allow(actor: Actor, application: Application, act: Act, reason: str = '', *unmet: Need) -> None:
    needs = set(unmet)
    if not is_reason(reason):
        needs.add(Need.REASON)
    unit = await Organisation.get(id=application.unit_id)
    move_for(application, act, actor, Facts(unmet=frozenset(needs), unit_path=unit.path))


def _standing(order: PaymentOrder, status: OrderStatus, act: Act) -> None:
    if order.status is not status:
        raise Forbidden(f'该缴款单当前为“{order.status.label}”，不能{act.label}')


async def _kept_from_refund(application: Application) -> list[Need]:
    """A person who was examined has used the fee; a printed ticket admits until the qualification is cancelled."""
    needs = []
    if await ExamResult.filter(application_id=application.id).exists():
        needs.append(Need.NO_RESULT)
    printed = AdmissionTicket.filter(application_id=application.id, printed_at__isnull=False)
    if application.status is Status.APPROVED and await printed.exists():
        needs.append(Need.NO_PRINTED_TICKET)
    return needs
