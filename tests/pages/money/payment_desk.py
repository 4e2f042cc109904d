"""The steps of a county's administrator on the pages of 缴费管理."""

from __future__ import annotations

import io
from pathlib import Path

from nicegui import ui
from nicegui.testing import User

from components.table.listing import Row
from domain.rules.vocabulary import Status, WindowKind
from domain.services.year import years
from storage.models import Application, PaymentOrder, Window
from tests import town as cast
from tests.town import Town

DUES, ORDERS, CODE, STATISTICS = '/payments/dues', '/payments/orders', '/payments/code', '/payments/statistics'


def shown(user: User) -> list[Row]:
    return list(user.find(ui.table).elements.pop().rows)


def status(row: Row) -> str:
    return part(row, 'status', 'text')


def part(row: Row, column: str, what: str) -> str:
    """The text or the address of a cell that has several parts."""
    cell = row[column]
    return str(dict(cell)[what]) if isinstance(cell, dict) else str(cell)


def select(user: User, *ids: int) -> None:
    user.find(ui.table).trigger('selection', {'keys': list(ids), 'rows': [], 'added': True})


def press(user: User, words: str) -> None:
    user.find(kind=ui.button, content=words).click()


async def downloaded(user: User) -> io.BytesIO:
    """The workbook: handed over as a file or, a small one, at once."""
    answer = await user.download.next()
    at_once = answer.content.startswith(b'PK')
    return io.BytesIO(answer.content if at_once else Path(answer.request.url.path).read_bytes())


def shows_status(user: User, word: str) -> bool:
    return word in {status(row) for row in shown(user)}


async def unbilled(town: Town) -> Application:
    application = await town.application(cast.HOSPITAL, at=Status.APPROVED)
    await PaymentOrder.filter(application_id=application.id).delete()
    await Application.filter(id=application.id).update(payment=None)
    return application


async def close_window() -> None:
    await Window.filter(kind=WindowKind.PAYMENT).delete()
    years.forget()
