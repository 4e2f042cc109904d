"""The progress of the applicant's payment, in words: the line of steps, what is needed before, and the result."""

from __future__ import annotations

from components.kit.stations import Station
from components.kit.words import Kind
from domain import clock
from domain.rules.money.billing_time import BROKEN_OFF
from domain.rules.vocabulary import OrderStatus, Status, WindowKind
from domain.rules.year.windows import closing_of, of_kind
from domain.services.money.own_payment import OwnPayment

_ENDED: dict[OrderStatus, tuple[Kind, str]] = {
    OrderStatus.PAID: ('green', '您已缴费，请按时打印准考证。'),
    OrderStatus.EXEMPT: ('green', '您已免缴考核费，请按时打印准考证。'),
    OrderStatus.CLOSED: (
        'red',
        '未在规定时间内缴费，本次缴款已关闭，视为自动放弃。如有疑问，请联系县区及以上管理员。',
    ),
    OrderStatus.REFUNDED: ('amber', '考核费已登记退还，本次报考不再安排考试。如有疑问，请联系县区及以上管理员。'),
}
_AFTER_PRINTING = {OrderStatus.PAID: '您已缴费。', OrderStatus.EXEMPT: '您已免缴考核费。'}
_BEFORE = {
    Status.DRAFT: ('报名尚未提交', '请先完成并提交报名；{when}在这里缴费'),
    Status.IN_REVIEW: ('报名正在审核', '{when}在这里缴费，届时无需另行申请'),
    Status.RETURNED: ('报名已退回，请先修改', '修改并重新提交，{when}在这里缴费'),
    Status.REJECTED: ('审核不通过，无需缴费', '本年度的申报已经终止'),
    Status.APPROVED: ('终审已通过，缴款码尚未生成', '由县区及以上管理员生成缴款码后，在这里缴费'),
    Status.CANCELLED: ('报考资格已取消，无需缴费', '如有疑问，请联系单位或县区及以上管理员'),
}
_SETTLED = {OrderStatus.PAID: '您已缴费', OrderStatus.EXEMPT: '您已免缴考核费'}


def is_before(own: OwnPayment) -> bool:
    """Whether nothing is owed yet, or no longer: there is no order, or only one that an office's act has closed."""
    if own.order is None:
        return True
    return own.order.status is OrderStatus.CLOSED and not (own.approved or own.given_up)


def before(own: OwnPayment) -> tuple[str, str]:
    """What is needed before the payment, and what to do."""
    status = own.application.status
    if own.in_time and not own.approved:
        return f'{_passed(own)}，缴款码尚未生成', _BEFORE[Status.APPROVED][1]
    title, hint = _BEFORE[status]
    return title, hint.format(when=f'{_passed(own)}后')


def ended(own: OwnPayment, status: OrderStatus) -> tuple[Kind, str]:
    """What it means that the order is paid, exempt, closed or refunded."""
    application = own.application.status
    if status is OrderStatus.PAID and application in BROKEN_OFF:
        ending = '本次审核不通过' if application is Status.REJECTED else '报考资格已取消'
        if own.to_refund:
            return 'amber', f'{ending}，已缴的考核费应予退还，由县区管理员办理退费。'
        return 'amber', f'{ending}，按规定已缴的考核费不予退还。如有疑问，请联系县区管理员。'
    if status in _SETTLED and application is Status.RETURNED:
        return (
            'amber',
            f'{_SETTLED[status]}。报名已退回，请修改后重新提交，不用再次缴费；改报其他等级的，差额由县区管理员处理。',
        )
    if status in _SETTLED and not own.approved:
        return 'green', f'{_SETTLED[status]}。终审通过后，请按时打印准考证。'
    kind, sentence = _ENDED[status]
    return kind, _AFTER_PRINTING.get(status, sentence) if _printing_over(own) else sentence


def _printing_over(own: OwnPayment) -> bool:
    windows = of_kind(own.windows, WindowKind.PRINTING)
    return bool(windows) and all(closing_of(window) <= clock.now() for window in windows)


def steps(own: OwnPayment) -> list[Station]:
    """终审通过 → 缴费 → 打印准考证; in a year that bills earlier, 县区通过 → 缴费 → 终审通过 → 打印准考证."""
    status = own.application.status
    note = '' if own.approved else status.label
    billed = own.in_time or (own.order is not None and not is_before(own))
    final = Station(
        '终审通过',
        'done'
        if own.approved
        else 'stopped'
        if status in BROKEN_OFF
        else 'now'
        if billed or not own.biller
        else 'todo',
        clock.short_text(own.application.approved_at) if own.approved else '',
        note if billed or not own.biller else '',
    )
    settled = own.order is not None and own.order.status in _SETTLED
    ready = settled and own.approved
    if ready and _printing_over(own):
        ticket = Station('打印准考证', 'done', note='打印已结束')
    else:
        ticket = Station('打印准考证', 'now' if ready else 'todo', note='待打印' if ready else '')
    if own.biller is None:
        return [final, _payment(own), ticket]
    day = clock.short_text(own.order.created_at) if billed and own.order else ''
    first = Station(
        _passed(own), 'done' if billed else 'stopped' if status in BROKEN_OFF else 'now', day, '' if billed else note
    )
    return [first, _payment(own), final, ticket]


def _passed(own: OwnPayment) -> str:
    """终审通过, or 县区审核通过 where the county's approval bills."""
    return f'{own.biller.label}审核通过' if own.biller else '终审通过'


def _payment(own: OwnPayment) -> Station:
    order = own.order
    if order is None or is_before(own):
        return Station('缴费', 'todo')
    match order.status:
        case OrderStatus.DUE:
            return Station('缴费', 'now', '', '待缴费')
        case OrderStatus.PAID | OrderStatus.EXEMPT:
            return Station('缴费', 'done', clock.short_text(order.paid_at or order.ended_at), order.status.label)
        case _:
            return Station('缴费', 'stopped', clock.short_text(order.ended_at), order.status.label)
