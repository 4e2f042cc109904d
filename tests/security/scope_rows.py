"""The objects of the scope test: some of every kind in the whole town, read again for every try."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum
from random import Random
from typing import Any

from tortoise.queryset import QuerySet

from domain import clock
from domain.rules.money.receipts import PaymentNotification
from domain.rules.vocabulary import Act, Level, MaterialKind, PayChannel, Status
from domain.services.money import bundles
from domain.services.money.receipts import settle
from domain.services.review import deferrals, notes
from domain.services.review.notes import MARKS, OPINIONS
from storage import files
from storage.models import (
    Account,
    AdmissionTicket,
    Application,
    Deferral,
    JournalEntry,
    Mark,
    Material,
    Opinion,
    Organisation,
    PaymentBundle,
    PaymentOrder,
    Receipt,
)
from tests import branches
from tests import town as cast
from tests.money import payment
from tests.seats import seated
from tests.security.oracle import Somebody, World
from tests.town import Town
from tests.years import move, three_years

UNITS = (
    cast.SCHOOL, cast.PRIMARY, cast.HOSPITAL, '410327003001', cast.CITY_UNIT, cast.PROVINCE_UNIT, cast.OTHER_SCHOOL,
    '410400001001', branches.AIRPORT_SCHOOL, branches.CENTRAL_STATION,
)  # fmt: skip
CITIES = (cast.CITY, cast.OTHER_CITY, branches.AIRPORT, branches.CENTRAL)
_BRANCH = {Level.UNIT, Level.DEPARTMENT, Level.CITY}  # a branch without counties
PLACES: tuple[Level | Status, ...] = (
    Level.UNIT, Level.DEPARTMENT, Level.COUNTY, Level.CITY, Status.DRAFT, Status.RETURNED, Status.REJECTED,
    Status.APPROVED, Status.APPROVED,
)  # fmt: skip
DECISIONS = (Act.APPROVE, Act.RETURN, Act.REJECT, Act.REOPEN)


class Kind(Enum):
    """The kind of object an act is tried on, by its table."""

    APPLICATION = Application
    OPINION = Opinion
    MARK = Mark
    FILE = Material
    DEFERRAL = Deferral
    ORDER = PaymentOrder
    BUNDLE = PaymentBundle
    RECEIPT = Receipt
    ACCOUNT = Account
    UNIT = Organisation


@dataclass(frozen=True)
class Found:
    """One object with the values that the oracle needs."""

    number: int
    row: Mapping[str, Any]
    world: World
    near: tuple[int, ...]  # accounts related to it
    everybody: tuple[int, ...]

    def somebody(self, dice: Random) -> int:
        """Half of the time a related account, otherwise any account."""
        return dice.choice(self.near if self.near and dice.random() < 0.6 else self.everybody)

    def seen_by(self, who: Somebody) -> bool:
        """Whether this person can see the object."""
        if 'outcome' in self.row and self.row['organisation_id'] is None:
            return who.level == 'province' and who.works  # unassigned money belongs to the province
        return self.world.sees(who, self.row)


async def populate(town: Town, dice: Random) -> None:
    """Applications of every unit at every stage, with deferrals, notes, files, orders, receipts, bundles, tickets.

    They are of three exam years: a finished one, one with a review that still goes on, and the current one.
    """
    await branches.add_airport(town)
    await branches.add_central(town)
    of_years = await three_years()
    for unit in UNITS:
        chain = set(Level) if unit in UNITS[:4] else _BRANCH if unit in UNITS[-2:] else {Level.UNIT}
        for place in PLACES:
            if isinstance(place, Level) and place not in chain:
                continue
            application = await town.application(unit=unit, grade=dice.choice((1, 1, 2, 3, 4, 5)), at=place)
            paper = await town.upload(application, MaterialKind.ID_CARD)
            if place not in (Status.REJECTED, Status.APPROVED):  # these are decided: no original is kept
                original = await files.store(b'as it came', files.ORIGINAL)
                await Material.filter(id=paper.id).update(original=original.name, original_type='image/jpeg')
            if place in Level and dice.random() < 0.7:
                await _overlaid(town, application, dice)
            await move(dice.choice(of_years), application.id)
    orders = await PaymentOrder.all().order_by('id')
    for order in orders[::3]:
        await settle(payment(order))
    await settle(PaymentNotification(PayChannel.WECHAT, 'nobody', '9' * 20, 100, clock.now()))
    for login, unit in (
        (cast.COUNTY, cast.SCHOOL),
        (cast.OTHER_COUNTY, cast.OTHER_SCHOOL),
        (cast.CITY, cast.CITY_UNIT),
        (branches.AIRPORT, branches.AIRPORT_SCHOOL),
    ):
        due = PaymentOrder.filter(status='due', unit_id=town.organisations[unit].id, year_id=of_years[-1])
        if ids := await _ids(due):
            await bundles.bundle(town.actor(login), ids)
        await settle(replace(payment(orders[1]), trade_no=f'wrong {unit}', amount_fen=1))
    for year_id in of_years:
        approved = await Application.filter(status=Status.APPROVED, grade__gt=1, year_id=year_id).limit(4)
        await seated(town, *approved)
        await move(year_id, *(one.id for one in approved))
    near = await Application.filter(holder_id=town.organisations[cast.COUNTY].id).first()
    assert near is not None  # the county's own reviewer applies
    await Account.filter(login=cast.COUNTY_REVIEWER).update(id_number=near.id_number)


async def _overlaid(town: Town, application: Application, dice: Random) -> None:
    holder = await Account.filter(organisation_id=application.holder_id, role='admin').first()
    if application.grade == 1 and holder is not None:
        by = clock.today() + timedelta(days=1)
        items = (MaterialKind.SALARY, MaterialKind.ID_CARD)
        actor = town.actor(holder.login)
        await deferrals.defer(actor, application.id, items, '材料待补', by, seen=application.version)
        if dice.random() < 0.5:
            await town.upload(application, MaterialKind.SALARY)
            await deferrals.confirm_supplied(actor, application.id, seen=application.version + 1)
    unit = await Organisation.get(id=application.unit_id)
    city = next((one for one in CITIES if unit.path.startswith(town.organisations[one].path)), '')
    for book, login, kind in ((OPINIONS, city, ''), (MARKS, cast.PROVINCE, MARKS.kinds[0])):
        if not login or dice.random() < 0.3:
            continue
        await application.refresh_from_db()
        note = await notes.write(town.actor(login), book, application.id, '请核实', kind, seen=application.version)
        if dice.random() < 0.5:
            own = town.actor(unit.code)
            await notes.answer(own, book, note.id, '已核实', seen=application.version + 1)


async def world_of(kind: Kind, dice: Random) -> Found:
    """Any object of this kind in its current state, with everything the oracle needs."""
    table: Any = kind.value
    number = dice.choice(await _ids(table.all()))
    row = (await table.filter(id=number).values())[0]
    parents = dict(await Organisation.all().values_list('id', 'parent_id'))
    world, near = World(parents, {}), list[int]()
    if kind in (Kind.APPLICATION, Kind.OPINION, Kind.MARK, Kind.FILE, Kind.DEFERRAL, Kind.ORDER):
        application_id = number if kind is Kind.APPLICATION else row['application_id']
        of = (await Application.filter(id=application_id).values())[0]
        row = _joined(kind, row, of)
        world, near = await _about(world, of), [of['applicant_id']]
    if kind is Kind.UNIT:
        row = {**row, 'organisation_id': number}
    if kind is Kind.ACCOUNT:
        row = {**row, 'account_id': number}
    places = world.above(row['unit_id'] if 'unit_id' in row else row['organisation_id'])
    near += await _ids(Account.filter(organisation_id__in=places, role__not='applicant'))
    return Found(number, row, world, tuple(near), tuple(await _ids(Account.all())))


async def _ids(rows: QuerySet[Any]) -> list[int]:
    return [int(row[0]) for row in await rows.order_by('id').values_list('id')]


def _joined(kind: Kind, row: dict[str, Any], of: dict[str, Any]) -> dict[str, Any]:
    """The row together with the values of its application."""
    known = {key: of[key] for key in ('unit_id', 'version', 'id_number', 'applicant_id')}
    own = {} if kind in (Kind.APPLICATION, Kind.ORDER) else {'status': of['status']}
    return {**row, **known, **own, 'application_id': of['id'], 'application_status': of['status']}


async def _about(world: World, of: dict[str, Any]) -> World:
    acts = JournalEntry.filter(application_id=of['id'])
    rejected = await acts.filter(act=Act.REJECT).order_by('-sequence').first()
    deferral = await Deferral.filter(application_id=of['id']).exclude(state='cleared').order_by('-id').limit(1).values()
    return replace(
        world,
        people={of['id']: of},
        deferral=deferral[0] if deferral else None,
        rejecter=rejected.organisation_id if rejected else None,
        deciders=frozenset(entry.account_id or 0 for entry in await acts.filter(act__in=list(DECISIONS))),
        ticket=await AdmissionTicket.filter(application_id=of['id']).exists(),
    )
