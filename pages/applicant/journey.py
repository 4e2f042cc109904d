"""The progress of an application, in words for its applicant: the line of stations and the acts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from components.application.views import ActView
from components.kit.stations import State, Station
from domain import clock
from domain.rules.money.billing_time import biller
from domain.rules.review.route import Stop, stops_of
from domain.rules.vocabulary import Act, OrderStatus, Status
from domain.rules.year.parameters import BillingTime
from pages.views.application import COLOURS
from storage.models import Application, JournalEntry

# What the applicant sees of the journal: the acts on their own application, not who viewed or exported it.
SHOWN = (
    Act.REGISTER, Act.SUBMIT, Act.APPROVE, Act.RETURN, Act.REJECT, Act.REOPEN, Act.DEFER, Act.CONFIRM, Act.RECHECK_PASS,
    Act.RECHECK_FAIL, Act.UPLOAD, Act.REMOVE_FILE, Act.BILL, Act.RECEIPT, Act.SEAT, Act.CANCEL, Act.UNDO,
)  # fmt: skip


def journey(
    application: Application, way: Sequence[Stop], history: Sequence[JournalEntry], billed: BillingTime
) -> list[Station]:
    """草稿 → the offices of the route → 终审通过, with 缴费 after the office whose approval bills before the final one.

    ``way``: the route of a draft; ``history``: newest first; ``billed``: 缴费时点 of the year.
    """
    stops = stops_of(application.route) if application.route and application.status is not Status.DRAFT else way
    at, line = application.status, [_first(application)]
    passed = {
        entry.organisation_id: entry.at for entry in reversed(_since_submission(history)) if entry.act is Act.APPROVE
    }
    ended = next((entry for entry in history if entry.act in (Act.REJECT, Act.CANCEL)), None)
    for stop in stops:
        state, note, when = _stop(application, stop, passed.get(stop.id), ended)
        line.append(Station(stop.level.label, state, when, note))
        if stop == biller(billed, stops):
            line.append(_payment(application, passed=stop.id in passed))
    final: State = 'done' if at is Status.APPROVED else 'stopped' if at is Status.CANCELLED else 'todo'
    line.append(Station('终审通过' if at is not Status.CANCELLED else '已取消', final, _day(application.approved_at)))
    return line


def _first(application: Application) -> Station:
    match application.status:
        case Status.DRAFT:
            return Station('草稿', 'now', _day(application.created_at), '填写中')
        case Status.RETURNED:
            return Station('草稿', 'stopped', _day(application.changed_at), '已退回，请修改')
        case _:
            return Station('草稿', 'done', _day(application.submitted_at), '已提交')


def _stop(
    application: Application, stop: Stop, passed: datetime | None, ended: JournalEntry | None
) -> tuple[State, str, str]:
    if application.status in (Status.DRAFT, Status.RETURNED):
        return 'todo', '', ''
    if application.holder_id == stop.id:
        return 'now', '审核中', _day(application.arrived_at)
    if application.status is Status.REJECTED and ended and ended.organisation_id == stop.id:
        return 'stopped', '不通过', _day(ended.at)
    return ('done', '通过', _day(passed)) if passed else ('todo', '', '')


def _payment(application: Application, *, passed: bool) -> Station:
    match application.payment:
        case OrderStatus.DUE:
            return Station('缴费', 'now', note='待缴费')
        case OrderStatus.PAID | OrderStatus.EXEMPT as settled:
            return Station('缴费', 'done', note=settled.label)
        case OrderStatus.CLOSED | OrderStatus.REFUNDED as ended if passed:
            return Station('缴费', 'stopped', note=ended.label)
        case _:
            return Station('缴费', 'todo')


def _since_submission(history: Sequence[JournalEntry]) -> list[JournalEntry]:
    """The entries after the latest submission, newest first."""
    found: list[JournalEntry] = []
    for entry in history:
        if entry.act is Act.SUBMIT:
            break
        found.append(entry)
    return found


def acts(application: Application, history: Sequence[JournalEntry]) -> tuple[ActView, ...]:
    """审核记录 for the applicant: offices by name, never their staff."""
    return tuple(
        ActView(
            title=entry.act.label,
            who='本人' if entry.account_id == application.applicant_id else entry.office or '系统',
            when=clock.minute_text(entry.at),
            reason=entry.reason,
            extra=f'标注 {len(entry.details["pins"])} 处' if entry.details.get('pins') else '',
            kind=COLOURS.get(entry.act, 'blue'),
        )
        for entry in history
        if entry.act in SHOWN
    )


def _day(moment: datetime | None) -> str:
    return clock.short_text(moment)
