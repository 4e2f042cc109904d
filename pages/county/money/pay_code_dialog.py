"""缴费二维码 on a page: a pay code within the actor's scope, shown, printed, closed, and followed until it is paid."""

from __future__ import annotations

from pathlib import Path

from nicegui import Client, run, ui

from components.documents import pdf
from components.documents.payment_slip import PaymentSlip, print_slip
from components.documents.workbook import file_name
from components.frame import live
from components.kit.confirm import confirm
from components.money.qr_dialog import QrDialog, QrView
from domain import clock
from domain.events import BundleChanged, Changed, Event
from domain.rules.actor import Actor
from domain.rules.money.fees import yuan_text
from domain.rules.money.pay_codes import grouped
from domain.rules.vocabulary import OrderStatus
from domain.rules.year.typed_times import over_at
from domain.services.lists import rosters
from domain.services.money import bundles, invoices
from domain.services.money.channels import cashier, channels
from domain.services.money.channels.channels import Owed
from domain.services.money.invoices import Invoice
from pages import installed
from pages.access import acting, current_actor
from pages.downloads.delivery import closed_folder, hand_over
from pages.downloads.titles import of_year
from pages.origin import origin
from pages.views.pay_time import pay_time

TITLE = '缴款单'


async def show_order(order_id: int) -> None:
    """The code of one person. Raises NotFound, Forbidden, and the channel's Refusal."""
    await show(await invoices.code_of(await current_actor(), order_id))


async def show(pay_code: str) -> None:
    """One code, of one person or of many. Raises as above."""
    client, invoice = ui.context.client, await invoices.find(await current_actor(), pay_code)
    bundle_id, people = invoice.bundle_id, {item.application_id for item in invoice.items}

    def concerns(event: Event) -> bool:
        if bundle_id is not None:
            return isinstance(event, BundleChanged) and event.bundle_id == bundle_id
        return isinstance(event, Changed) and event.application_id in people

    async def give_up() -> None:
        text = '作废后，此二维码和缴款码不能再缴费；人员仍为待缴费，可以重新生成。'
        if bundle_id is not None and await confirm('作废此码', text, '作废'):
            await bundles.cancel(await current_actor(), bundle_id)

    async def print_it() -> None:
        await _print(await current_actor(), pay_code, client)

    view = await _view(invoice, client)
    dialog = QrDialog(view, acting(print_it), acting(give_up) if bundle_id is not None else None)

    async def on_events(_news: live.News) -> None:
        dialog.show(await _view(await invoices.find(await current_actor(), pay_code), client))

    with dialog.dialog:  # listens as long as the dialog exists
        live.listen(concerns, on_events)


async def _view(invoice: Invoice, client: Client) -> QrView:
    due = invoice.status is OrderStatus.DUE
    return QrView(
        title=_names(invoice),
        payee=invoice.payee,
        pay_code=invoice.pay_code,
        total=yuan_text(invoice.amount_fen),
        status=invoice.status,
        remark=await _remark(invoice),
        address=await channels.address_of(_owed(invoice, client)) if due else '',
        payers=[(item.number, item.name, yuan_text(item.amount_fen)) for item in invoice.items],
    )


def _names(invoice: Invoice) -> str:
    first = invoice.items[0].name
    return f'{first}等 {len(invoice.items)} 人' if len(invoice.items) > 1 else first


async def _remark(invoice: Invoice) -> str:
    """Until when it can be paid, when it was paid, or why it can no longer be paid."""
    if invoice.status is OrderStatus.DUE:
        return pay_time(invoice.windows).text
    if invoice.status is OrderStatus.PAID:
        return f'缴费时间 {clock.minute_text(invoice.paid_at)}'
    return await invoices.why_closed(invoice)


def _owed(invoice: Invoice, client: Client) -> Owed:
    return Owed(invoice.pay_code, invoice.amount_fen, f'{invoice.year.year} 年度考核费', origin(client))


async def _print(actor: Actor, pay_code: str, client: Client) -> None:
    """打印缴款单: the code on paper, valid until the payment window ends."""
    invoice, now = await invoices.find(actor, pay_code), clock.now()
    owed = _owed(invoice, client)
    until = over_at(invoice.closes_at) if invoice.closes_at else None
    built_in = any(isinstance(channel, cashier.Cashier) for channel in channels.offered()[:1])
    slip = PaymentSlip(
        title=f'{invoice.year.year} 年度工勤技能岗位等级考核{TITLE}',
        payee=invoice.payee,
        pay_code=grouped(pay_code),
        total=yuan_text(invoice.amount_fen),
        until=clock.minute_text(invoice.closes_at),
        address=cashier.address_of(pay_code, owed.base, until) if built_in else pay_code,
        payers=[(item.number, item.name, item.unit, yuan_text(item.amount_fen)) for item in invoice.items],
        made_at=now,
        foot=f'打印时间 {clock.minute_text(now)}',
        demo=installed.now.demo,
    )
    folder = closed_folder()
    path = Path(folder.name) / 'slip.pdf'
    try:
        await run.cpu_bound(print_slip, slip, path)
        ids = [item.application_id for item in invoice.items]
        await rosters.record(actor, TITLE, 'PDF', len(ids), ids)
    except BaseException:
        folder.cleanup()
        raise
    stamp = clock.local(now).strftime('%Y%m%d_%H%M')
    hand_over(
        client,
        folder,
        path,
        file_name(of_year(TITLE, invoice.year.year), _names(invoice), stamp, ending='.pdf'),
        pdf.MEDIA_TYPE,
    )
