"""The world of the tests: organisations of the demonstration, the people who work there, and their applications."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

import pytest_asyncio

from domain import clock
from domain.demo import accounts as demo_accounts
from domain.demo import calendar, places
from domain.demo.applications.drafts import draft_of
from domain.demo.applications.forms import YEAR, worker
from domain.demo.applications.history import Chronicle
from domain.demo.persons import Persons
from domain.demo.places import Place
from domain.demo.rows import count_on, insert_chronicles, keep
from domain.rules.actor import Actor
from domain.rules.application.id_number import parse_id_number
from domain.rules.application.materials import Uploader, required
from domain.rules.eligibility import assessment
from domain.rules.money.fees import DEMO_FEES
from domain.rules.review.route import Stop, route_of
from domain.rules.vocabulary import Act, Basis, Channel, Grade, Level, MaterialKind, Role, Status
from domain.rules.year.parameters import Parameters
from domain.services.application_record import Pin
from domain.services.review.decisions import Opinion
from domain.services.year import years
from storage import files
from storage.connection.database import transaction
from storage.models import Account, Application, ExamYear, JournalEntry, Material, Organisation
from storage.queries.organisations import chain_of

PROVINCE, CITY, COUNTY = '410000', '410300', '410327'
COUNTY_REVIEWER, COUNTY_SECOND = '410327-sh01', '410327-sh02'
DEPARTMENT, SCHOOL, PRIMARY = '410327001000', '410327001001', '410327001002'
HEALTH, HOSPITAL = '410327002000', '410327002001'
OTHER_COUNTY, OTHER_SCHOOL, OTHER_CITY = '410328', '410328001001', '410400'
CITY_DEPARTMENT, CITY_UNIT = '410300001000', '410300001001'
PROVINCE_DEPARTMENT, PROVINCE_UNIT = '410000001000', '410000001001'
_CODES = (
    SCHOOL, PRIMARY, HOSPITAL, '410327003001', '410327003002', CITY_UNIT, PROVINCE_UNIT, OTHER_SCHOOL, '410400001001',
)  # fmt: skip
_TRADE = '0101'
_PICTURE = b'\xff\xd8\xff' + b'0' * 64  # stored unchanged, never decoded


@dataclass
class Town:
    """A small world in the open database. No account has a password; actors need none."""

    organisations: dict[str, Organisation]
    accounts: dict[str, Account]
    persons: Persons = field(default_factory=lambda: Persons(Random(7)))

    def actor(self, login: str) -> Actor:
        """The actor with this ``login``, without a session."""
        account = self.accounts[login]
        return demo_accounts.actor_of(account, self._office(account.organisation_id))

    def applicant(self, application: Application) -> Actor:
        """The person whose application it is."""
        return self.actor(application.id_number)

    async def application(
        self,
        unit: str = SCHOOL,
        grade: int = 3,
        at: Level | Status = Level.UNIT,
        *,
        by: Level = Level.UNIT,
        basis: Basis | None = None,
        channel: Channel = Channel.REGULAR,
        id_number: str | None = None,
        papers: bool = False,
    ) -> Application:
        """A new application of ``unit`` ``at`` a stage or status, with its history of the last days.

        ``by``: the level that returned or rejected it. ``papers``: with the materials of the applicant and,
        for grade 1, of the offices. ``id_number``: of a particular person.
        """
        office, start = self.organisations[unit], clock.now() - timedelta(days=3)
        person = worker(self.persons, Grade(grade), _TRADE, channel=channel, basis=basis)
        number = parse_id_number(id_number or person.id_number, clock.today())
        account = demo_accounts.applicant_account(number.value, person.form.name, office, '', start)
        await account.save()
        self.accounts[number.value] = account
        person = replace(person, id_number=number.value, sex=number.sex, born_on=number.born_on)
        form, application = person.form, draft_of(person, account, account.id, start, year_id=1)
        trades = {_TRADE: '汽车驾驶员'}
        report = assessment.assess(
            form, person, Parameters(), year=YEAR, registration_opens_on=clock.today(), trades=trades
        )
        application.precheck = report.overall
        await application.save()
        life = await self._lived(application, office, at, by, start)
        await application.save()
        async with transaction():
            await insert_chronicles([life])
        if papers:
            for need in required(form):
                if need.required and need.by in (Uploader.APPLICANT, Uploader.REVIEWER):
                    await self.upload(application, need.kind, start)
        return application

    async def upload(self, application: Application, kind: MaterialKind, at: datetime | None = None) -> Material:
        """Add a file of this kind, as if the applicant or an office had uploaded it."""
        stored = await files.store(_PICTURE, 'jpg')
        return await Material.create(
            application_id=application.id,
            kind=kind,
            file=stored.name,
            label=f'{kind.label}.jpg',
            media_type='image/jpeg',
            size=stored.size,
            sha256=hashlib.sha256(_PICTURE).hexdigest(),
            uploaded_by_id=application.applicant_id,
            uploaded_at=at or clock.now(),
        )

    async def _lived(
        self, application: Application, unit: Organisation, at: Level | Status, by: Level, start: datetime
    ) -> Chronicle:
        chain = [Stop(office.id, office.level) for office in await chain_of(unit)]
        route = route_of(chain, Parameters().final_level_of(Grade(application.grade or 5)))
        life = Chronicle(application, unit, route, DEMO_FEES, Random(application.id))
        person = self.applicant(application)
        relaxed = application.channel is not Channel.REGULAR
        life.register(self.actor(COUNTY) if relaxed else person, start)
        if at is Status.DRAFT:
            return life
        moment = start + timedelta(hours=1)
        life.submit(person, moment, {})
        last = {Status.RETURNED: by, Status.REJECTED: by, Status.APPROVED: None}.get(at, at)  # type: ignore[arg-type]
        while application.stage is not None and application.stage != last:
            moment += timedelta(hours=1)
            life.decide(self._administrator(application.holder_id), Act.APPROVE, moment)
        if at in (Status.RETURNED, Status.REJECTED):
            act = Act.RETURN if at is Status.RETURNED else Act.REJECT
            pins = (Pin('joined_on', '请核对'),) if at is Status.RETURNED else ()
            life.decide(
                self._administrator(application.holder_id),
                act,
                moment + timedelta(hours=1),
                Opinion('工作时间有误', pins),
            )
        return life

    def _office(self, organisation_id: int | None) -> Organisation:
        return next(one for one in self.organisations.values() if one.id == organisation_id)

    def _administrator(self, organisation_id: int | None) -> Actor:
        return self.actor(self._office(organisation_id).code)


async def acts_of(application: Application) -> list[Act]:
    """All acts on the application, oldest first."""
    return [entry.act for entry in await JournalEntry.filter(application_id=application.id).order_by('sequence')]


async def build() -> Town:
    """Write the town's organisations, accounts, year, windows and trades into the open, empty database."""
    organisations = places.rows_of(_the_few(_CODES))
    now = clock.now()
    accounts = demo_accounts.accounts(organisations, Random(3), '', now - timedelta(days=60))
    for account in accounts:
        account.activated_at = None if account.login == demo_accounts.NEVER_SIGNED_IN else account.created_at
    year = calendar.exam_year()
    async with transaction() as connection:
        await keep(organisations)
        await keep(accounts)
        await keep([year])
        await keep(calendar.windows(year))
        await keep(calendar.trades())
        await keep(calendar.reasons())
        await count_on(connection, Organisation, Account, ExamYear)
    years.forget()
    by_login = {account.login: account for account in accounts}
    return Town({one.code: one for one in organisations}, by_login)


def _the_few(codes: Iterable[str]) -> list[Place]:
    """These organisations of the table of 3-screens §4 and what stands above them."""
    by_code = {place.code: place for place in places.places()}
    kept: set[str] = set()
    for code in codes:
        above = code
        while above and above not in kept:
            kept.add(above)
            above = by_code[above].parent
    return [place for place in by_code.values() if place.code in kept]


@pytest_asyncio.fixture
async def town(database: object) -> AsyncIterator[Town]:
    """The town, in a fresh database."""
    yield await build()
    years.forget()


__all__ = ['Role', 'Town', 'build', 'town']
