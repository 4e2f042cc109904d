"""Every act that has a line in the table of past years, with a person on whom it could be done at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from domain import clock
from domain.errors import Unmet
from domain.rules.registration.late_and_exceptional_entries import Entrance
from domain.rules.vocabulary import Act, Level, MaterialKind, OrderStatus, ReceiptOutcome, Status
from domain.services.application import filling, materials
from domain.services.exam import seating, ticket_printing
from domain.services.money import bundles, orders
from domain.services.money.receipts import settle
from domain.services.registration import late_entries
from domain.services.results import publication, score_changes
from domain.services.results.score_changes import Correction
from domain.services.review import application_detail, deferrals, id_check, notes, undo
from domain.services.review.decisions import Opinion, decide
from domain.services.review.notes import MARKS, OPINIONS, Notebook
from storage.models import Application, PaymentOrder
from tests import samples
from tests import town as cast
from tests.money import due, payment
from tests.scores import GOOD, approved, examined, import_rows, published, row
from tests.seats import seated
from tests.security.scope_acts import TEXT
from tests.services.exam.test_seating import paid, rooms
from tests.services.registration.test_late_entries import late
from tests.town import Town
from tests.years import THEN

Done = Callable[[], Awaitable[object]]
Prepared = Callable[[Town], Awaitable[Done]]
SALARY = (MaterialKind.SALARY,)


def _decision(act: Act, at: Level | Status, login: str) -> Prepared:
    async def prepared(town: Town) -> Done:
        one = await town.application(at=at, by=Level.COUNTY)
        return lambda: decide(town.actor(login), one.id, act, Opinion(TEXT), seen=one.version)

    return prepared


def _written(book: Notebook, login: str) -> Prepared:
    async def prepared(town: Town) -> Done:
        one, kind = await town.application(at=Level.COUNTY), (book.kinds or ('',))[0]
        return lambda: notes.write(town.actor(login), book, one.id, TEXT, kind, seen=one.version)

    return prepared


def _answered(book: Notebook, login: str, *, close: bool = False) -> Prepared:
    async def prepared(town: Town) -> Done:
        one, kind, unit = await town.application(at=Level.COUNTY), (book.kinds or ('',))[0], town.actor(cast.SCHOOL)
        note, seen = await notes.write(town.actor(login), book, one.id, TEXT, kind, seen=one.version), one.version + 1
        if not close:
            return lambda: notes.answer(unit, book, note.id, TEXT, seen=seen)
        await notes.answer(unit, book, note.id, TEXT, seen=seen)
        return lambda: notes.close(town.actor(login), book, note.id, seen=seen + 1)

    return prepared


async def _deferred(town: Town) -> Application:
    one = await town.application(grade=1, at=Level.UNIT)
    by = clock.today() + timedelta(days=1)
    await deferrals.defer(town.actor(cast.SCHOOL), one.id, SALARY, TEXT, by, seen=one.version)
    return await Application.get(id=one.id)


async def _register(town: Town) -> Done:
    return lambda: late_entries.add(town.actor(cast.COUNTY), Entrance.LATE, late(town))


async def _save(town: Town) -> Done:
    one = await town.application(at=Status.DRAFT)
    return lambda: filling.save(town.applicant(one), one.id, {'post': '锅炉工'})


async def _upload(town: Town) -> Done:
    one = await town.application(at=Status.DRAFT)
    page = samples.scan(size=(300, 400))
    return lambda: materials.upload(town.applicant(one), one.id, MaterialKind.ID_CARD, '身份证.jpg', page)


async def _remove(town: Town) -> Done:
    one = await town.application(at=Status.DRAFT)
    file = await town.upload(one, MaterialKind.ID_CARD)
    return lambda: materials.remove(town.applicant(one), file.id)


async def _submit(town: Town) -> Done:
    one = await town.application(at=Status.RETURNED, papers=True)
    return lambda: filling.submit(town.applicant(one), one.id, seen=one.version)


async def _undo(town: Town) -> Done:
    one, unit = await town.application(), town.actor(cast.SCHOOL)
    again = await decide(unit, one.id, Act.APPROVE, Opinion(), seen=one.version)
    return lambda: undo.undo(unit, one.id, seen=again.version)


async def _verify(town: Town) -> Done:
    one = await town.application()
    return lambda: id_check.verify(town.actor(cast.SCHOOL), one.id, one.id_number, seen=one.version)


async def _view(town: Town) -> Done:
    one = await town.application()
    return lambda: application_detail.dossier(town.actor(cast.SCHOOL), one.id)


async def _defer(town: Town) -> Done:
    one, by = await town.application(grade=1, at=Level.UNIT), clock.today() + timedelta(days=1)
    return lambda: deferrals.defer(town.actor(cast.SCHOOL), one.id, SALARY, TEXT, by, seen=one.version)


async def _confirm(town: Town) -> Done:
    one = await _deferred(town)
    await town.upload(one, MaterialKind.SALARY)
    return lambda: deferrals.confirm_supplied(town.actor(cast.SCHOOL), one.id, seen=one.version)


def _recheck(*, passed: bool) -> Prepared:
    async def prepared(town: Town) -> Done:
        await (await _confirm(town))()
        one = await Application.get(deferral_state='supplied')
        return lambda: deferrals.recheck(town.actor(cast.COUNTY), one.id, passed, TEXT, seen=one.version)

    return prepared


async def _bill(town: Town) -> Done:
    one = await approved(town)
    await PaymentOrder.all().delete()
    await Application.all().update(payment=None)

    async def code() -> None:
        (coded,) = await orders.make_codes(town.actor(cast.COUNTY), [one.id])
        if not coded.made:
            raise Unmet(coded.text)

    return code


async def _receipt(town: Town) -> Done:
    order = await due(town)

    async def pay() -> None:
        outcome = (await settle(payment(order))).outcome
        if outcome is not ReceiptOutcome.BOOKED:
            raise Unmet(outcome.label)

    return pay


async def _bundle(town: Town) -> Done:
    order = await due(town)
    return lambda: bundles.bundle(town.actor(cast.COUNTY), [order.id])


async def _close_order(town: Town) -> Done:
    order = await due(town)
    one = await Application.get(id=order.application_id)

    async def cancel() -> None:
        await decide(town.actor(cast.CITY), one.id, Act.CANCEL, Opinion(TEXT), seen=one.version)
        assert (await PaymentOrder.get(id=order.id)).status is OrderStatus.CLOSED

    return cancel


async def _exempt(town: Town) -> Done:
    order = await due(town)
    return lambda: orders.exempt(town.actor(cast.COUNTY), order.id, TEXT)


async def _refund(town: Town) -> Done:
    order = await due(town)
    await settle(payment(order))
    return lambda: orders.refund(town.actor(cast.COUNTY), order.id, TEXT)


async def _seat(town: Town) -> Done:
    await rooms(town, cast.CITY, sessions=[(3,)])
    await paid(town)
    return lambda: seating.draw(town.actor(cast.CITY), THEN, '7')


async def _publish_seats(town: Town) -> Done:
    await (await _seat(town))()
    return lambda: seating.publish(town.actor(cast.CITY), 1)


async def _withdraw_seats(town: Town) -> Done:
    await (await _publish_seats(town))()
    return lambda: seating.withdraw(town.actor(cast.CITY), 1, TEXT)


async def _print(town: Town) -> Done:
    one = await approved(town)
    await seated(town, one)
    return lambda: ticket_printing.record(town.actor(cast.SCHOOL), [one.id])


async def _score(town: Town) -> Done:
    one = await approved(town)
    (ticket,) = await examined(town, one)
    await import_rows(town, row(ticket, one, **GOOD))
    city = town.actor(cast.CITY)
    sheet = await score_changes.sheet(city, one.id)
    typed = Correction(dict.fromkeys(sheet.subjects, '50'), '', '')
    return lambda: score_changes.correct(city, one.id, typed, seen=sheet.version)


async def _publish_result(town: Town) -> Done:
    await (await _withdraw_result(town))()
    one = await Application.get()

    async def publish() -> None:
        assert await publication.publish(town.actor(cast.CITY), [one.id]) == 1

    return publish


async def _withdraw_result(town: Town) -> Done:
    one = await approved(town)
    await published(town, one)

    async def withdraw() -> None:
        assert await publication.withdraw(town.actor(cast.CITY), [one.id], TEXT) == 1

    return withdraw


TRIES: dict[Act, Prepared] = {
    Act.REGISTER: _register, Act.SAVE: _save, Act.UPLOAD: _upload, Act.REMOVE_FILE: _remove, Act.SUBMIT: _submit,
    Act.APPROVE: _decision(Act.APPROVE, Level.COUNTY, cast.COUNTY),
    Act.RETURN: _decision(Act.RETURN, Level.COUNTY, cast.COUNTY),
    Act.REJECT: _decision(Act.REJECT, Level.COUNTY, cast.COUNTY),
    Act.REOPEN: _decision(Act.REOPEN, Status.REJECTED, cast.COUNTY),
    Act.CANCEL: _decision(Act.CANCEL, Status.APPROVED, cast.CITY),
    Act.UNDO: _undo, Act.VERIFY_ID: _verify, Act.VIEW: _view, Act.DEFER: _defer, Act.CONFIRM: _confirm,
    Act.RECHECK_PASS: _recheck(passed=True), Act.RECHECK_FAIL: _recheck(passed=False),
    Act.OPINION: _written(OPINIONS, cast.CITY), Act.MARK: _written(MARKS, cast.PROVINCE),
    Act.ANSWER_OPINION: _answered(OPINIONS, cast.CITY), Act.ANSWER_MARK: _answered(MARKS, cast.PROVINCE),
    Act.CLOSE_OPINION: _answered(OPINIONS, cast.CITY, close=True),
    Act.CLOSE_MARK: _answered(MARKS, cast.PROVINCE, close=True),
    Act.BILL: _bill, Act.RECEIPT: _receipt, Act.BUNDLE: _bundle, Act.CLOSE_ORDER: _close_order, Act.EXEMPT: _exempt,
    Act.REFUND: _refund, Act.SEAT: _seat, Act.PUBLISH_SEATS: _publish_seats, Act.WITHDRAW_SEATS: _withdraw_seats,
    Act.PRINT_TICKET: _print, Act.SCORE: _score, Act.PUBLISH_RESULT: _publish_result,
    Act.WITHDRAW_RESULT: _withdraw_result,
}  # fmt: skip
