"""The progress of the applicant's payment, in words: the line of steps, what is needed before, and the result."""

from __future__ import annotations

from components.kit.stations import Station
from components.kit.words import Kind
from domain import clock
from domain.rules.vocabulary import OrderStatus, Status, WindowKind
from domain.services.money.own_payment import OwnPayment

_ENDED: dict[OrderStatus, tuple[Kind, str]] = {
    OrderStatus.PAID: ('green', '您已缴费，请按时打印准考证。'),
    OrderStatus.EXEMPT: ('green', '您已免缴考核费，请按时打印准考证。'),
    OrderStatus.CLOSED: ('red', '未在规定时间内缴费，本次缴款已关闭，视为自动放弃。如有疑问，请联系单位或县区管理员。'),
    OrderStatus.REFUNDED: ('amber', '考核费已登记退还，本次报考不再安排考试。如有疑问，请联系县区管理员。'),
}
_AFTER_PRINTING = {OrderStatus.PAID: '您已缴费。', OrderStatus.EXEMPT: '您已免缴考核费。'}
_BEFORE = {
    Status.DRAFT: ('报名尚未提交', '请先完成并提交报名；终审通过后在这里缴费'),
    Status.IN_REVIEW: ('报名正在审核', '终审通过后在这里缴费，届时无需另行申请'),
    Status.RETURNED: ('报名已退回，请先修改', '修改并重新提交，终审通过后在这里缴费'),
    Status.REJECTED: ('审核不通过，无需缴费', '本年度的申报已经终止'),
    Status.APPROVED: ('终审已通过，缴款码尚未生成', '由县区管理员生成缴款码后，在这里缴费'),
    Status.CANCELLED: ('报考资格已取消，无需缴费', '如有疑问，请联系单位或县区管理员'),
}


def before(own: OwnPayment) -> tuple[str, str]:
    """What is needed before the payment, and what to do."""
    return _BEFORE[own.application.status]


def ended(own: OwnPayment, status: OrderStatus) -> tuple[Kind, str]:
    """What a payment with this status means for the applicant."""
    kind, sentence = _ENDED[status]
    return kind, _AFTER_PRINTING.get(status, sentence) if _printing_over(own) else sentence


def _printing_over(own: OwnPayment) -> bool:
    windows, now = own.year.windows_of(WindowKind.PRINTING), clock.now()
    return bool(windows) and all(window.closes_at < now for window in windows)


def steps(own: OwnPayment) -> list[Station]:
    """终审通过 → 缴费 → 打印准考证."""
    ended = own.application.status in (Status.REJECTED, Status.CANCELLED)
    approved = Station(
        '终审通过',
        'done' if own.approved else 'stopped' if ended else 'now',
        clock.short_text(own.application.approved_at) if own.approved else '',
        '' if own.approved else own.application.status.label,
    )
    settled = own.order is not None and own.order.status in (OrderStatus.PAID, OrderStatus.EXEMPT)
    ready = settled and own.approved
    if ready and _printing_over(own):
        return [approved, _payment(own), Station('打印准考证', 'done', note='打印已结束')]
    return [approved, _payment(own), Station('打印准考证', 'now' if ready else 'todo', note='待打印' if ready else '')]


def _payment(own: OwnPayment) -> Station:
    order = own.order
    if order is None or not own.approved:
        return Station('缴费', 'todo')
    match order.status:
        case OrderStatus.DUE:
            return Station('缴费', 'now', '', '待缴费')
        case OrderStatus.PAID | OrderStatus.EXEMPT:
            return Station('缴费', 'done', clock.short_text(order.paid_at or order.ended_at), order.status.label)
        case _:
            return Station('缴费', 'stopped', clock.short_text(order.ended_at), order.status.label)
