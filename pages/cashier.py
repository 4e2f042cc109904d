"""收银台: the page behind a payment's QR code, for the payer's phone; it needs no session."""

from __future__ import annotations

from datetime import datetime

from fastapi import Request
from nicegui import ui

from components.frame import live
from components.frame.theme import apply_theme, muted, watermark
from components.kit.attempt import RefusalLine
from components.kit.buttons import plain_button, primary_button
from components.money.payer_page import Line, payment_end, payment_summary, phone_frame
from domain import clock
from domain.errors import NotFound, Refusal
from domain.events import BundleChanged, Changed, Event
from domain.rules.money.fees import yuan_text
from domain.rules.money.pay_codes import grouped
from domain.rules.vocabulary import OrderStatus
from domain.services.money.channels import cashier
from domain.services.money.channels.signed_links import Expired, Tampered
from domain.services.money.invoices import Invoice
from pages import installed
from pages.access import Anyone, sheet

PRETENDED = '演示收银台：确认后记为已缴费，不会真正扣款'


@sheet('/pay/{token}', title='缴费', audience=Anyone)
async def cashier_page(request: Request, token: str) -> None:
    """The payment of this link; says so when the link is forged, expired, or has nothing that can be paid."""
    apply_theme(installed.dark(request))
    with phone_frame():
        try:
            invoice, until = await cashier.read(token)
        except (Tampered, Expired, NotFound) as refusal:
            ui.context.client.status_code = 410 if isinstance(refusal, Expired) else 404
            expired = isinstance(refusal, Expired)
            payment_end('amber' if expired else 'red', '链接已过期' if expired else '链接无效', str(refusal))
        else:
            Desk(token, invoice, until).build()
    if installed.now.demo:
        watermark()


class Desk:
    """The open page of one link: before payment, paid, cancelled, or not payable."""

    def __init__(self, token: str, invoice: Invoice, until: datetime) -> None:
        self.token, self.invoice, self.until = token, invoice, until
        self.busy = self.cancelled = False

    def build(self) -> None:
        """Show it, and listen for a payment or closing elsewhere."""
        self.place = ui.element('div').classes('stack')
        people = {item.application_id for item in self.invoice.items}

        def concerns(event: Event) -> bool:
            if isinstance(event, BundleChanged):
                return event.bundle_id == self.invoice.bundle_id
            return isinstance(event, Changed) and event.application_id in people

        live.listen(concerns, self.on_events)
        self.show()

    async def on_events(self, _: live.News) -> None:
        """Load again what others may have changed, unless a payment of this page is running."""
        if not self.busy:
            await self.read()

    async def read(self) -> None:
        """Show the current state; a link that has expired since stays on screen and is refused when it is used."""
        try:
            self.invoice, _ = await cashier.read(self.token)
        except Refusal:
            return
        self.show()

    def show(self) -> None:
        """Build the page again for the current state."""
        with self.place.clear():
            if self.invoice.status is OrderStatus.PAID:
                self._show_receipt()
            elif self.invoice.hindrance:
                payment_end('grey', '不能缴费', self.invoice.hindrance)
            elif self.cancelled:
                payment_end('grey', '已取消', '没有扣款。需要缴费时，请重新扫描二维码，或点击下方按钮。')
                plain_button('重新缴费', self.again).classes('big')
            else:
                self._show_question()

    def _show_question(self) -> None:
        invoice = self.invoice
        payment_summary(
            invoice.payee,
            yuan_text(invoice.amount_fen),
            (
                ('项目', f'{invoice.year.year} 年度工勤技能岗位等级考核费'),
                ('人数', f'{len(invoice.items)} 人'),
                ('缴款码', grouped(invoice.pay_code)),
                ('链接有效期', f'至 {clock.minute_text(self.until)}'),
            ),
            [Line(item.name, f'{item.grade.full_label}  {yuan_text(item.amount_fen)}') for item in invoice.items],
        )
        if installed.now.demo:
            muted(PRETENDED)
        self.refusal = RefusalLine()
        with ui.element('div').classes('foot'):
            plain_button('取消', self.cancel).classes('big')
            self.confirm = primary_button('确认支付', self.pay).classes('big')

    def _show_receipt(self) -> None:
        invoice, name = self.invoice, self.invoice.items[0].name
        pairs = (
            ('收款单位', invoice.payee),
            ('缴费金额', yuan_text(invoice.amount_fen)),
            ('缴费人员', f'{name}等 {len(invoice.items)} 人' if invoice.bundle_id else name),
            ('缴款码', grouped(invoice.pay_code)),
            ('缴费时间', clock.minute_text(invoice.paid_at)),
        )  # fmt: skip
        payment_end('green', '已缴费', '缴费成功，无需再次缴费。可以关闭此页面。', pairs)

    async def pay(self) -> None:
        """确认支付, carried out once even after several clicks; a refusal stays on screen."""
        if self.busy:
            return
        self.busy = True
        self.refusal.clear()
        self.confirm.props('loading')
        try:
            self.invoice = await cashier.pay(self.token)
        except Refusal as refusal:
            self.refusal.show(str(refusal))
            self.confirm.props(remove='loading')
        else:
            self.show()
        finally:
            self.busy = False

    def cancel(self) -> None:
        """取消: nothing was paid."""
        self.cancelled = True
        self.show()

    def again(self) -> None:
        """Back to the question."""
        self.cancelled = False
        self.show()
