"""W1: applications move through the workflow at random, and after every step all data is consistent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from domain.demo.applications.forms import YEAR
from domain.errors import NotFound, Refusal
from domain.rules.actor import Actor
from domain.rules.registration.late_and_exceptional_entries import Entrance
from domain.rules.review.workflow import MOVES
from domain.rules.vocabulary import Act, Level, MaterialKind, ReceiptOutcome, Status
from domain.services import journal
from domain.services.application import filling, materials
from domain.services.money import orders, receipts
from domain.services.registration import late_entries
from domain.services.results import publication
from domain.services.review import notes
from domain.services.review.decisions import Opinion, decide
from domain.services.review.notes import MARKS, OPINIONS
from domain.services.year import years
from storage.connection.database import dialect
from storage.models import (
    Account,
    Application,
    Deferral,
    ExamResult,
    ExamYear,
    JournalEntry,
    Mark,
    Organisation,
    PaymentOrder,
    PriorPass,
    Window,
)
from storage.models import Opinion as OpinionRow
from storage.queries.operating import integrity, journal_ends
from tests import branches, samples
from tests import town as cast
from tests.money import payment
from tests.own_windows import arrange
from tests.scores import GOOD, examined, import_rows, row
from tests.security.scope_acts import ON_APPLICATIONS, TEXT
from tests.services.money.test_fee_statistics import check_tables
from tests.services.registration.test_late_entries import late
from tests.town import Town
from tests.years import move, set_parameters, three_years

WALKS, STEPS = 32, 40
OFTEN = 0.05  # acts of the city on its windows
UNITS = (cast.SCHOOL, cast.CITY_UNIT, branches.AIRPORT_SCHOOL)
# The statuses from and to which each act moves; acts not listed here change neither status nor holder (2-workflow §2).
ENDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    'submit': (('draft', 'returned'), ('in_review',)),
    'approve': (('in_review',), ('in_review', 'approved')),
    'return': (('in_review',), ('returned',)),
    'reject': (('in_review',), ('rejected',)),
    'reopen': (('rejected',), ('returned',)),
    'cancel': (('draft', 'returned', 'in_review', 'approved'), ('cancelled',)),
}
NOT_ALONE = {Act.SEAT, Act.REGISTER}  # a draw seats a whole city; entering makes the application, see ``_entered``
QUIET = {'view', 'files', 'claim', 'print'}  # change nothing about the application
Step = Callable[[Actor, Application], Awaitable[object]]


@dataclass
class Walk:
    """One application, with its state before each decision."""

    town: Town
    dice: Random
    application: Application
    registers: bool  # whether its year registers now
    before: list[dict[str, Any]] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)

    async def step(self) -> None:
        """An actor tries a random act: it is refused and nothing changes, or exactly this act happens."""
        row = await Application.get(id=self.application.id)
        owed = _OWED[row.deferral_state.value if row.deferral_state else 'none']
        owed = owed + _ABOVE[2:] * 3 if row.open_notes else owed
        name = self.dice.choice([*_LIKELY[row.status], *owed, *_STEPS])
        actor = await self._somebody(row, name)
        was, entries = await _all_of(row)
        try:
            await _STEPS[name](actor, row)
        except Refusal:
            assert await _all_of(row) == (was, entries), f'{name} was refused and changed something'
            return
        now, after = await _all_of(row)
        self.done[name] += after > entries
        self._fits(name, was, now, after - entries)

    def _fits(self, name: str, was: Mapping[str, Any], now: Mapping[str, Any], written: int) -> None:
        assert now['year_id'] == was['year_id']
        assert self.registers or (name, was['status']) != ('submit', 'draft'), 'registration of its year has ended'
        moved = (was['status'], was['holder_id']) != (now['status'], now['holder_id'])
        if name == 'undo':
            back = self.before.pop()
            assert (now['status'], now['holder_id'], now['stage']) == (back['status'], back['holder_id'], back['stage'])
        elif name in ENDS:
            starts, ends = ENDS[name]
            assert was['status'] in starts, name
            assert now['status'] in ends, name
            self.before.append(dict(was))
        else:
            assert not moved, name
        assert was['payment'] != 'paid' or now['payment'] in ('paid', 'refunded'), f'{name} billed a payer again'
        assert now['version'] - was['version'] in ((0, 1) if name not in ENDS else (1,)), name
        assert written >= (now['version'] > was['version']), f'{name} left no entry'
        in_review = now['status'] == 'in_review'
        assert in_review == (now['holder_id'] is not None) == (now['stage'] is not None)
        route = [stop['id'] for stop in now['route'] or ()]
        assert not in_review or now['holder_id'] in route
        if name == 'approve':
            place = route.index(was['holder_id'])
            assert now['holder_id'] == (route[place + 1] if place + 1 < len(route) else None)

    async def _somebody(self, row: Application, name: str) -> Actor:
        """Mostly an actor who may: the holder to decide, the person to submit, otherwise the offices above."""
        if self.dice.random() < 0.15:
            return self.town.actor(self.dice.choice((cast.OTHER_COUNTY, cast.COUNTY_REVIEWER, cast.HOSPITAL)))
        unit = await Organisation.get(id=row.unit_id)
        match name:
            case 'submit' | 'upload id_card':
                return self.town.applicant(row)
            case 'opinion' | 'close opinion':
                return self.town.actor(self._city(unit))
            case 'mark' | 'close mark' | 'cancel' | 'reopen':
                return self.town.actor(cast.PROVINCE)
            case 'answer opinion' | 'answer mark':
                return self.town.actor(unit.code)
            case 'exempt' | 'refund' | 'make code' | 'recheck_pass' | 'recheck_fail':
                return self.town.actor(self.dice.choice((cast.COUNTY, self._city(unit), cast.PROVINCE)))
            case 'undo':
                last = (
                    await JournalEntry.filter(application_id=row.id, account_id__isnull=False).order_by('-id').first()
                )
                account = await Account.get(id=last.account_id if last else 1)
                return self.town.actor(account.login)
        owing = await Deferral.filter(application_id=row.id).exclude(state='cleared').first()
        place = owing.organisation_id if owing and name in ('confirm', 'supply') else row.holder_id
        office = await Organisation.get_or_none(id=place or 0) or unit
        return self.town.actor(office.code)

    def _city(self, unit: Organisation) -> str:
        """The office at the level of a city above this unit."""
        return branches.AIRPORT if unit.code.startswith(branches.AIRPORT) else cast.CITY


async def test_random_walks_break_nothing_and_cover_every_transition(town: Town, figure: Callable[[str], None]) -> None:
    figure(await wander(town, WALKS))


async def wander(town: Town, walks: int) -> str:
    """Walk ``walks`` times, and return the figure; an inconsistency fails at once.

    A third of the walks are of the year before, whose review and payment go on while the current year registers;
    between the steps the city arranges its own windows of the year.
    """
    dice, done, arranged = Random(walks), Counter[str](), Counter[str]()
    await branches.add_airport(town)
    finished, before, current = await three_years()
    for number in range(walks):
        year_id = before if number % 3 == 0 else current
        await set_parameters(year_id, billed=dice.choice(('final', 'county')))
        at = dice.choice((Status.DRAFT, Level.COUNTY, Level.CITY, Status.APPROVED)) if number else Status.DRAFT
        if number and year_id == before and at is Status.DRAFT:
            at = Level.COUNTY  # one walk is enough that a draft of that year cannot be submitted any more
        grade = dice.choice((1, 1, 3, 5)) if number else 3
        unit = cast.SCHOOL if at is Level.COUNTY else dice.choice(UNITS)
        application = await town.application(unit=unit, grade=grade, at=at, papers=True)
        await move(year_id, application.id)
        if year_id == before:  # so that the numbers of the current year go on
            await Application.filter(id=application.id).update(number=f'{YEAR - 1}{application.number[4:]}')
        walk = Walk(town, dice, application, registers=year_id == current)
        for _ in range(STEPS):
            if dice.random() < OFTEN:
                arranged[await arrange(town, dice, year_id)] += 1
            await walk.step()
        await Window.filter(narrows=True).delete()
        years.forget()
        done += walk.done
        if number % 20 == 19 or number == walks - 1:
            assert [sentence for sentence in integrity.RULES if (await integrity.offenders(sentence))[0]] == []
            assert [found async for found in journal.breaks()] == []
            assert await journal_ends.cut_off() == []
            for year in (None, *(one.year for one in await ExamYear.all())):
                await check_tables(town, cast.PROVINCE, year=year)
    assert {'add', 'delete'} <= arranged.keys()
    assert not await JournalEntry.filter(application__year_id=finished).exists()
    await _entered(town)
    await _examined(town, before)
    hit = {Act(str(act)) for act in await JournalEntry.all().distinct().values_list('act', flat=True)}
    assert {move.act for move in MOVES} - NOT_ALONE - hit == set()
    assert Act.REGISTER in hit
    return (
        f'W1 {walks} random walks × {STEPS} steps on {dialect()}: {done.total()} acts done, 0 violations, '
        f'{len({move.act for move in MOVES} & hit)} of {len(MOVES)} transitions hit'
    )


async def _all_of(row: Application) -> tuple[dict[str, Any], int]:
    """The whole stored row, and the length of its chain."""
    (stored,) = await Application.filter(id=row.id).values()
    return stored, await JournalEntry.filter(application_id=row.id).count()


async def _entered(town: Town) -> None:
    """The very first transition, by the county."""
    assert (await late_entries.add(town.actor(cast.COUNTY), Entrance.LATE, late(town))).status is Status.DRAFT


async def _examined(town: Town, year_id: int) -> None:
    """The last transition, in a past year: payment, result and entry in 往年报考合格库 are all of that year."""
    person = await town.application(at=Status.APPROVED)
    await move(year_id, person.id)
    order = await receipts.settle(payment(await _live(person)))
    (ticket,) = await examined(town, person)
    await move(year_id, person.id)
    await import_rows(town, row(ticket, person, **GOOD))
    await publication.publish(town.actor(cast.CITY), [person.id])
    number = (await ExamYear.get(id=year_id)).year
    assert order.outcome is ReceiptOutcome.BOOKED
    assert (await ExamResult.get(application_id=person.id)).year_id == year_id
    assert (await PriorPass.get(application_id=person.id)).year == number


async def _submit(actor: Actor, row: Application) -> object:
    return await filling.submit(actor, row.id, seen=row.version)


async def _supply(actor: Actor, row: Application) -> object:
    content = samples.scan(f'{row.id} {row.version}', size=(300, 400))
    return await materials.upload(actor, row.id, MaterialKind.SALARY, '工资表.jpg', content)


async def _live(row: Application) -> PaymentOrder:
    order = await PaymentOrder.filter(application_id=row.id).order_by('-id').first()
    if order is None:
        raise NotFound('该缴款单')
    return order


async def _pay(_: Actor, row: Application) -> object:
    return await receipts.settle(payment(await _live(row)))


async def _exempt(actor: Actor, row: Application) -> object:
    return await orders.exempt(actor, (await _live(row)).id, TEXT)


async def _refund(actor: Actor, row: Application) -> object:
    return await orders.refund(actor, (await _live(row)).id, TEXT)


def _noted(table: type[OpinionRow | Mark], work: Callable[..., Awaitable[object]], *text: str) -> Step:
    async def on_the_newest(actor: Actor, row: Application) -> object:
        note = await table.filter(application_id=row.id).order_by('-id').first()
        book = OPINIONS if table is OpinionRow else MARKS
        return await work(actor, book, note.id if note else 0, *text, seen=row.version)

    return on_the_newest


def _tried(name: str) -> Step:
    return lambda actor, row: ON_APPLICATIONS[name](actor, row.id, {'version': row.version})


async def _cancel(actor: Actor, row: Application) -> object:
    return await decide(actor, row.id, Act.CANCEL, Opinion(TEXT), seen=row.version)


_STEPS: dict[str, Step] = {
    **{name: _tried(name) for name in ON_APPLICATIONS if name not in QUIET},
    'submit': _submit, 'supply': _supply, 'pay': _pay, 'exempt': _exempt, 'refund': _refund, 'cancel': _cancel,
    'answer opinion': _noted(OpinionRow, notes.answer, TEXT), 'close opinion': _noted(OpinionRow, notes.close),
    'answer mark': _noted(Mark, notes.answer, TEXT), 'close mark': _noted(Mark, notes.close),
}  # fmt: skip
_ABOVE = ['opinion', 'mark', 'answer opinion', 'answer mark', 'close opinion', 'close mark']
_OWED = {
    'none': ['defer'] * 10,
    'cleared': [],
    'open': ['supply', 'confirm'] * 25,
    'supplied': ['recheck_pass', 'recheck_fail'] * 25,
}
# The acts that move it on from each status, so that walks get far; all other acts are tried everywhere too.
_LIKELY: dict[Status, list[str]] = {
    Status.DRAFT: ['submit'] * 30,
    Status.RETURNED: ['submit'] * 30 + ['undo'] * 5,
    Status.IN_REVIEW: ['approve'] * 20 + ['return', 'reject', 'undo', 'defer', 'supply', 'confirm', 'recheck_pass',
                                          'recheck_fail', 'pay', 'exempt', 'refund', 'make code'] * 3 + _ABOVE,
    Status.REJECTED: ['reopen'] * 25 + ['undo'] * 10,
    Status.APPROVED: ['undo', 'pay', 'exempt', 'refund', 'make code', 'confirm', 'recheck_pass'] * 2 + _ABOVE * 2,
    Status.CANCELLED: ['refund'],
}  # fmt: skip
