"""The calls of the lists of payments, tickets and receipts for the measurement of lists."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from domain import clock
from domain.demo.applications.forms import YEAR
from domain.rules.actor import Actor
from domain.rules.exam.ticket_filters import Printed, TicketFilters
from domain.rules.lists.application_filters import Paging
from domain.rules.money.payment_filters import DueStatus, PaymentFilters
from domain.rules.money.receipt_filters import Handled, ReceiptFilters
from domain.rules.vocabulary import Grade, Level, PayChannel, ReceiptOutcome
from domain.services.exam import ticket_lists
from domain.services.money import due_lists, order_lists, receipt_lists
from storage.models import Application, PaymentOrder

FIRST = Paging()
Question = tuple[str, str, Callable[[], Awaitable[object]]]  # the list, the filter, the call


async def questions(actor: Actor) -> list[Question]:
    """应缴报考人员列表, 网上缴费状态查询, 准考证查询 and, where it is, 异常回执: each with one filter at a time."""
    order = await PaymentOrder.all().order_by('-id').first()
    assert order is not None
    person, today = await Application.get(id=order.application_id), clock.today()
    paid = {
        'no filter': PaymentFilters(year=YEAR),
        'unit': PaymentFilters(year=YEAR, unit=person.unit_id),
        'own': PaymentFilters(year=YEAR, own=True),
        'grade': PaymentFilters(year=YEAR, grades=(Grade.THREE,)),
        'trade': PaymentFilters(year=YEAR, trades=(person.trade,)),
        'due': PaymentFilters(year=YEAR, standings=(DueStatus.DUE,)),
        'paid': PaymentFilters(year=YEAR, standings=(DueStatus.PAID,)),
        'channel': PaymentFilters(year=YEAR, channels=(PayChannel.STATEMENT,)),
        'days': PaymentFilters(year=YEAR, paid_from=today - timedelta(days=7), paid_to=today),
        'name': PaymentFilters(year=YEAR, keyword=person.name[:2]),
        'ID number': PaymentFilters(year=YEAR, keyword=person.id_number),
        'pay code': PaymentFilters(year=YEAR, keyword=order.pay_code),
    }
    due = {**paid, 'not made yet': PaymentFilters(year=YEAR, standings=(DueStatus.UNBILLED,))}
    seated = {
        'no filter': TicketFilters(year=YEAR),
        'unit': TicketFilters(year=YEAR, unit=person.unit_id),
        'grade': TicketFilters(year=YEAR, grades=(Grade.THREE,)),
        'trade': TicketFilters(year=YEAR, trades=(person.trade,)),
        'printed': TicketFilters(year=YEAR, printed=Printed.PRINTED),
        'not printed': TicketFilters(year=YEAR, printed=Printed.NOT_YET),
        'name': TicketFilters(year=YEAR, keyword=person.name[:2]),
    }
    received = {
        'no filter': ReceiptFilters(year=YEAR, handled=Handled.ALL),
        'open': ReceiptFilters(year=YEAR),
        'outcome': ReceiptFilters(year=YEAR, outcomes=(ReceiptOutcome.DOUBLE,)),
        'days': ReceiptFilters(year=YEAR, received_from=today - timedelta(days=7), received_to=today),
    }
    questions: list[Question] = [
        *(
            ('应缴报考人员列表', word, partial(due_lists.listed, actor, filters=it, paging=FIRST))
            for word, it in due.items()
        ),
        *(
            ('网上缴费状态查询', word, partial(order_lists.listed, actor, filters=it, paging=FIRST))
            for word, it in paid.items()
        ),
        *(
            ('准考证查询', word, partial(ticket_lists.listed, actor, filters=it, paging=FIRST))
            for word, it in seated.items()
        ),
    ]
    questions += [
        ('应缴报考人员列表, its sums', 'no filter', partial(due_lists.totals, actor, PaymentFilters(year=YEAR))),
        ('网上缴费状态查询, its sum', 'no filter', partial(order_lists.total, actor, PaymentFilters(year=YEAR))),
    ]
    if actor.level is Level.PROVINCE:
        questions += [
            ('异常回执', word, partial(receipt_lists.listed, actor, filters=it, paging=FIRST))
            for word, it in received.items()
        ]
    return questions
