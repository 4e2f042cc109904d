"""The acts that are tried on objects of every kind, each with the service call that a page makes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

from domain import clock
from domain.errors import Forbidden, NotFound
from domain.rules.actor import Actor
from domain.rules.vocabulary import Act, MaterialKind
from domain.services.application import materials
from domain.services.exam import ticket_printing
from domain.services.money import bundles, invoices, order_lists, orders, receipts
from domain.services.offices import account_changes, organisation_changes
from domain.services.offices.account_changes import AccountForm
from domain.services.offices.organisation_changes import UnitForm
from domain.services.review import (
    application_detail,
    claims,
    decisions,
    deferral_ledger,
    deferrals,
    id_check,
    notes,
    undo,
)
from domain.services.review.decisions import Opinion
from domain.services.review.notes import MARKS, OPINIONS

Try = Callable[[Actor, int, Mapping[str, Any]], Awaitable[object]]
TEXT = '请核实本人的工作时间'


def _decide(act: Act, reason: str = TEXT) -> Try:
    return lambda actor, number, row: decisions.decide(actor, number, act, Opinion(reason), seen=row['version'])


def _upload(kind: MaterialKind) -> Try:
    return lambda actor, number, _: materials.upload(actor, number, kind, 'a.jpg', b'not a picture')


async def _defer(actor: Actor, number: int, row: Mapping[str, Any]) -> object:
    by = clock.today() + timedelta(days=1)
    return await deferrals.defer(actor, number, (MaterialKind.SALARY,), TEXT, by, seen=row['version'])


async def _make_code(actor: Actor, number: int, _: Mapping[str, Any]) -> object:
    """An act on many reports a result per person; it is raised as a refusal again for comparison."""
    (coded,) = await orders.make_codes(actor, [number])
    if coded.text == str(NotFound('该申报')):
        raise NotFound('该申报')
    if coded.text.startswith('该申报当前为') or coded.text == '不能审核本人的申报':
        raise Forbidden(coded.text)
    return coded


async def _edit_account(actor: Actor, number: int, row: Mapping[str, Any]) -> None:
    form = AccountForm(row['name'], row['mobile'] or '', row['enabled'])
    await account_changes.edit(actor, number, form, seen=form)


async def _edit_unit(actor: Actor, number: int, row: Mapping[str, Any]) -> None:
    form = UnitForm(row['name'], row['nature'] or '', row['enabled'])
    await organisation_changes.edit(actor, number, form, seen=form)


def _recheck(*, passed: bool) -> Try:
    return lambda actor, number, row: deferrals.recheck(actor, number, passed, TEXT, seen=row['version'])


ON_APPLICATIONS: dict[str, Try] = {
    'view': lambda actor, number, _: application_detail.dossier(actor, number),
    'files': lambda actor, number, _: materials.of(actor, number),
    'claim': lambda actor, number, _: claims.claim(actor, number),
    'verify': lambda actor, number, row: id_check.verify(actor, number, '1', seen=row['version']),
    'approve': _decide(Act.APPROVE),
    'return': _decide(Act.RETURN),
    'reject': _decide(Act.REJECT),
    'reopen': _decide(Act.REOPEN),
    'cancel': _decide(Act.CANCEL, ''),
    'undo': lambda actor, number, row: undo.undo(actor, number, seen=row['version']),
    'defer': _defer,
    'confirm': lambda actor, number, row: deferrals.confirm_supplied(actor, number, seen=row['version']),
    'recheck_pass': _recheck(passed=True),
    'recheck_fail': _recheck(passed=False),
    'opinion': lambda actor, number, row: notes.write(actor, OPINIONS, number, TEXT, seen=row['version']),
    'mark': lambda actor, number, row: notes.write(actor, MARKS, number, TEXT, MARKS.kinds[0], seen=row['version']),
    'upload salary': _upload(MaterialKind.SALARY),
    'upload promise': _upload(MaterialKind.PROMISE),
    'upload exception': _upload(MaterialKind.EXCEPTION),
    'upload id_card': _upload(MaterialKind.ID_CARD),
    'make code': _make_code,
    'print': lambda actor, number, _: ticket_printing.printable(actor, [number]),
}
ON_OPINIONS: dict[str, Try] = {
    'answer opinion': lambda actor, number, row: notes.answer(actor, OPINIONS, number, TEXT, seen=row['version']),
    'close opinion': lambda actor, number, row: notes.close(actor, OPINIONS, number, seen=row['version']),
}
ON_MARKS: dict[str, Try] = {
    'answer mark': lambda actor, number, row: notes.answer(actor, MARKS, number, TEXT, seen=row['version']),
    'close mark': lambda actor, number, row: notes.close(actor, MARKS, number, seen=row['version']),
}
ON_FILES: dict[str, Try] = {
    'open file': lambda actor, number, _: materials.content(actor, number),
    'save original': lambda actor, number, _: materials.original(actor, number),
}
ON_DEFERRALS: dict[str, Try] = {'look at deferral': lambda actor, number, _: deferral_ledger.entry_of(actor, number)}
ON_ORDERS: dict[str, Try] = {
    'exempt': lambda actor, number, _: orders.exempt(actor, number, TEXT),
    'refund': lambda actor, number, _: orders.refund(actor, number, TEXT),
    'look at order': lambda actor, number, _: order_lists.detail(actor, number),
    'look at code': lambda actor, number, _: invoices.code_of(actor, number),
    'bundle': lambda actor, number, _: bundles.bundle(actor, [number]),
}
ON_BUNDLES: dict[str, Try] = {'cancel bundle': lambda actor, number, _: bundles.cancel(actor, number)}
ON_RECEIPTS: dict[str, Try] = {'handle receipt': lambda actor, number, _: receipts.handle(actor, number, TEXT)}
ON_ACCOUNTS: dict[str, Try] = {
    'open account': lambda actor, number, _: account_changes.opened(actor, number),
    'reset password': lambda actor, number, _: account_changes.reset_password(actor, number),
    'edit account': _edit_account,
    'delete account': lambda actor, number, _: account_changes.delete(actor, number),
}
ON_UNITS: dict[str, Try] = {
    'look at unit': lambda actor, number, _: organisation_changes.unit_of(actor, number),
    'add unit': lambda actor, number, _: organisation_changes.add(actor, number, UnitForm('新增单位'), ''),
    'edit unit': _edit_unit,
    'delete unit': lambda actor, number, _: organisation_changes.delete(actor, number),
    'set administrator': lambda actor, number, _: account_changes.set_administrator(
        actor, number, AccountForm('张三', '13900000000')
    ),
}
