"""缴费 of the applicant: the amount and the deadline, the way to pay, and the receipt afterwards."""

from __future__ import annotations

from nicegui import ui

from components.frame import live
from components.frame.page_head import page_head
from components.kit.buttons import primary_button
from components.kit.empty import empty
from components.kit.facts import facts
from components.kit.stations import stations
from components.kit.status import order_cell
from components.kit.words import card, h2, notice, words
from components.money.qr import qr_code
from domain import clock
from domain.errors import Refusal
from domain.events import Changed, Event, YearChanged
from domain.rules.actor import Actor
from domain.rules.money.fees import yuan_text
from domain.rules.money.pay_codes import grouped
from domain.rules.vocabulary import OrderStatus
from domain.services.money.channels import channels
from domain.services.money.channels.channels import Owed
from domain.services.money.own_payment import OwnPayment, own_payment
from domain.services.year.years import year_of
from pages.access import Applicant, acting, current_actor, screen
from pages.applicant.own_year import year_of_page
from pages.applicant.payment_steps import before, ended, steps
from pages.origin import origin
from pages.views.pay_time import pay_time
from storage.models import PaymentOrder

PATH, TITLE = '/my/payment', '缴费'


@screen(PATH, title=TITLE, audience=Applicant)
async def my_payment(actor: Actor) -> None:
    """缴费 of one year: the newest in which the applicant has an application, or the one in the address."""
    await MyPayment().build(actor)


class MyPayment:
    """One open page; it is redrawn when the payment or the application changes."""

    async def build(self, actor: Actor) -> None:
        self.client = ui.context.client
        self.head = page_head((TITLE,), TITLE)
        self.year = await year_of_page(actor, PATH)
        self._root = ui.element('div').classes('page my')
        self._application = 0
        await self.show(actor)
        live.listen(self._concerns, self._follow)

    def _concerns(self, event: Event) -> bool:
        if isinstance(event, YearChanged):
            return True
        return isinstance(event, Changed) and event.application_id == self._application

    async def _follow(self, _: live.News) -> None:
        await self.show(await current_actor())

    async def show(self, actor: Actor) -> None:
        """Draw the current state of the payment."""
        self.year = await year_of(self.year.id)
        own = await own_payment(actor, self.year)
        self.head.title.text = f'{self.year.year} 年度{TITLE}'
        self.head.set_aside(own.application.number if own else '')
        self.head.set_tag('')
        self._root.clear()
        with self._root:
            if own is None:
                with card(), empty('您该年度没有报名', '报名并终审通过后，在这里缴费', icon='payments'):
                    primary_button('去报名', lambda: ui.navigate.to('/my'))
                return
            self._application = own.application.id
            if own.order:
                self.head.set_tag(**order_cell(own.order.status))
            with card().classes('sec'):
                stations(steps(own))
            with card().classes('sec stack'):
                await self._state(own)

    async def _state(self, own: OwnPayment) -> None:
        unsettled = own.order is None or own.order.status in (OrderStatus.DUE, OrderStatus.CLOSED)
        if own.order is None or (unsettled and not own.approved):
            title, hint = before(own)
            empty(title, hint, icon='hourglass_empty')
        elif own.order.status is OrderStatus.DUE:
            await self._owed(own, own.order)
        else:
            _ended(own, own.order)

    async def _owed(self, own: OwnPayment, order: PaymentOrder) -> None:
        """The amount, the deadline, and the way to pay: a button on this device, a QR code for another one."""
        time = pay_time(own.year)
        if not time.is_open:
            notice(time.text, 'amber')
        address = ''
        try:
            address = await channels.address_of(self._to_pay(own, order)) if time.is_open else ''
        except Refusal as refusal:  # the gateway cannot be reached: the office's way of paying still works
            notice(str(refusal), 'amber')
        with ui.element('div').classes('owing'):
            with ui.element('div').classes('what'):
                h2('应缴金额')
                words(yuan_text(order.amount_fen), 'div', 'pay-total num')
                if time.is_open:
                    words(time.text, 'p')
                    if address.startswith('http'):
                        primary_button('去缴费', acting(self._pay), icon='payments')
                facts((('缴款码', grouped(order.pay_code)), ('报考等级', own.grade.full_label if own.grade else '')))
                words('也可以由单位或县区统一缴费，缴费后本页自动更新。', 'p', 'muted')
            if address:
                with ui.element('div').classes('scan'):
                    qr_code(address, '缴费二维码')
                    words('用手机扫码缴费', 'small')

    def _to_pay(self, own: OwnPayment, order: PaymentOrder) -> Owed:
        subject = f'{own.year.year} 年度考核费'
        return Owed(order.pay_code, order.amount_fen, subject, origin(self.client))

    async def _pay(self) -> None:
        """去缴费: a device cannot scan its own screen, so the page behind the QR code opens here."""
        own = await own_payment(await current_actor(), self.year)
        if own and own.order and own.order.status is OrderStatus.DUE:
            ui.navigate.to(await channels.address_of(self._to_pay(own, own.order)))


def _ended(own: OwnPayment, order: PaymentOrder) -> None:
    """Paid, exempt, closed or refunded: what it means, and the receipt."""
    kind, sentence = ended(own, order.status)
    notice(sentence, kind)
    facts(
        (
            ('金额', yuan_text(order.amount_fen)),
            ('缴款码', grouped(order.pay_code)),
            ('缴费时间', clock.minute_text(order.paid_at)),
            ('缴费渠道', f'{own.channel.label}{"（统一缴费）" if own.bundled else ""}' if own.channel else ''),
            ('流水号', own.trade_no),
            ('退费时间', clock.minute_text(own.refunded_at)),
        )
    )
