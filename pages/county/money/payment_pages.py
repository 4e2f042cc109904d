"""Shared parts of 缴费管理: the filters, the state of the payment window, and the tabs over the orders."""

from __future__ import annotations

from collections.abc import Sequence

from nicegui import ui

from components.frame.page_head import PageHead
from components.kit.segments import segments
from components.kit.words import notice
from components.table.filters import Choice, DateRange, Field, Keyword
from domain.rules.actor import Actor
from domain.rules.money.payment_filters import DueStatus, PaymentFilters
from domain.rules.vocabulary import Grade, PayChannel
from domain.rules.year.parameters import BillingTime
from domain.services.year.years import Year, trade_names
from pages.access import ADDRESSES
from pages.views.offices import unit_field
from pages.views.pay_time import PayTime

TRAIL = ('缴费管理',)
# Those who look at the orders also look at the money that was not booked: one menu entry, a tab for each.
TABS = {'/payments/orders': '缴费订单', '/payments/receipts': '异常回执', '/payments/statements': '对账记录'}


async def people_fields(actor: Actor, filters: PaymentFilters) -> list[Field]:
    """The fields that choose the persons."""
    return [
        Keyword('keyword', '关键字', '姓名/证号/缴款码'),
        await unit_field(actor, filters.unit),
        Choice('grades', '等级', {str(int(grade)): grade.label for grade in Grade}),
        Choice('trades', '工种', await trade_names()),
    ]


def standing_field(words: Sequence[DueStatus]) -> Choice:
    """状态, of persons or of orders."""
    return Choice('standings', '状态', {one.value: one.label for one in words})


def payment_fields() -> list[Field]:
    """How and when it was paid."""
    return [Choice('channels', '缴费渠道', PayChannel.labels()), DateRange('paid', '缴费时间')]


def show_time(head: PageHead, time: PayTime) -> None:
    """Show the payment deadline beside the title; when payment is not possible, a notice above the list says so."""
    head.set_aside(time.text if time.is_open else '')
    if not time.is_open:
        notice(time.text, 'amber')


def order_tabs(head: PageHead, path: str, year: int) -> None:
    """缴费订单 and the other tabs, if there are any, each about the same exam year."""
    options = {one: title for one, title in TABS.items() if one in ADDRESSES}
    if len(options) > 1:
        with head.side:
            segments(options, path, '网上缴费状态查询', lambda tab: ui.navigate.to(f'{tab}?year={year}'))


def when_billed(year: Year) -> str:
    """终审通过, or 县区审核通过 in a year that bills then."""
    return '终审通过' if year.parameters.billed is BillingTime.FINAL else '县区审核通过'
