"""缴费二维码: the dialog that shows a pay code until it is paid or closed; it updates by itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from nicegui import ui

from components.kit.buttons import icon_button, plain_button
from components.kit.dialog import review_dialog
from components.kit.words import words
from components.money.qr import qr_code
from domain.rules.vocabulary import OrderStatus

# Runs only in the browser: the clipboard is available only during a click, and only this way works without HTTPS too.
_COPY = """(event) => {
  getSelection().selectAllChildren(event.currentTarget.parentElement.querySelector('.code'));
  document.execCommand('copy');
}"""
_LOOKS = {
    OrderStatus.DUE: ('due', 'qr_code_2', '待缴费'),
    OrderStatus.PAID: ('paid', 'check_circle', '已缴费'),
    OrderStatus.CLOSED: ('closed', 'block', '已失效'),
}


@dataclass(frozen=True, slots=True)
class QrView:
    """The state of a pay code: ``address`` is the content of the QR code, ``remark`` its deadline, or why it is closed.

    ``payers`` are number, name and amount of each person.
    """

    title: str
    payee: str
    pay_code: str
    total: str
    status: OrderStatus
    remark: str
    address: str
    payers: Sequence[tuple[str, str, str]]


class QrDialog:
    """Opens at once. ``show`` draws a new state; a paid or closed code can no longer be printed.

    ``cancel`` closes a code for several persons.
    """

    def __init__(
        self,
        view: QrView,
        on_print: Callable[[], Awaitable[None]],
        on_cancel: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        with review_dialog('缴费二维码', wide=True) as self.dialog:
            self._body = ui.element('div').classes('pay').props('aria-live=polite')
            with ui.element('div').classes('foot'):
                self._cancel = plain_button('作废此码', on_cancel, icon='block') if on_cancel else None
                words('', 'span', 'grow')
                self._print = plain_button('打印缴款单', on_print, icon='print')
                plain_button('关闭', self.dialog.close)
        self.show(view)
        self.dialog.open()

    def show(self, view: QrView) -> None:
        """Draw this state of the code."""
        if self.dialog.is_deleted:
            return
        look, icon, word = _LOOKS[view.status if view.status in _LOOKS else OrderStatus.CLOSED]
        due = view.status is OrderStatus.DUE
        self._print.set_visibility(due)
        if self._cancel:
            self._cancel.set_visibility(due)
        self._body.classes(remove='due paid closed', add=look)
        self._body.clear()
        with self._body:
            with ui.element('div').classes('pay-mark'):
                if due:
                    qr_code(view.address, f'{view.title}的缴费二维码')
                else:
                    ui.icon(icon).props('aria-hidden=true')
                words(word, 'b')
                words(view.remark, 'small')
            with ui.element('div').classes('pay-facts'):
                words(view.title, 'h3')
                words(f'收款单位　{view.payee}', 'p', 'muted')
                words(view.total, 'div', 'pay-total num')
                _code(view.pay_code)
                _payers(view.payers)


def _code(code: str) -> None:
    """The pay code in groups of four; when copied it is twenty digits without spaces."""
    with ui.element('div').classes('pay-code num'):
        words('缴款码', 'span', 'muted')
        with words('', 'b', 'code'):
            for start in range(0, len(code), 4):
                words(code[start : start + 4])
        copy = icon_button('content_copy', '复制缴款码', lambda: ui.notify('缴款码已复制', type='positive'))
        copy.on('click', js_handler=_COPY)


def _payers(payers: Sequence[tuple[str, str, str]]) -> None:
    with ui.element('ul').classes('outcomes payers').props('tabindex=0 aria-label=缴费人员'):
        for number, name, amount in payers:
            with ui.element('li'):
                words(number, 'span', 'num')
                words(name, 'b', 'grow')
                words(amount, 'span', 'amount num')
