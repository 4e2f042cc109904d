"""The demonstration world: built once, always the same, with dates around today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import chain, islice
from random import Random

from tortoise.expressions import Q, Subquery

from domain import clock
from domain.demo import accounts as demo_accounts
from domain.demo import calendar, exam_places, payments, places
from domain.demo.applications import papers
from domain.demo.applications.life import Life
from domain.demo.applications.outcomes import ApplicationPlan, application_plans
from domain.demo.calendar import FINISHED
from domain.demo.careers import ApplicationBuilder
from domain.demo.cast import Cast
from domain.demo.moments import beginnings
from domain.demo.past import finished_year
from domain.demo.past.plans import past_plans
from domain.demo.persons import Persons
from domain.demo.places import Place
from domain.demo.rows import count_on, keep, keep_lives
from domain.rules.access.passwords import INITIAL_WORD
from domain.rules.vocabulary import Channel, Finding, OrderStatus, Status
from domain.services.access import password_hashing
from domain.services.year import years
from storage.connection.database import transaction
from storage.models import Account, Application, ExamYear, Mark, Opinion, Organisation, PriorPass

PASSWORD = 'Demo@2026'  # noqa: S105 - printed on the login page of the demonstration
SEED = 2026
MANY = 5000  # from this number on every county has offices, and only the first applications have files
CHUNK = 2000
_OFFERED = (
    '410327001001', '410327001002', '410327001000', '410327', '410327-sh01', '410300', '410000', '410327002001',
    '410327002000', '410327003001', '410327003000', '410300001001', '410300001000', '410000001001', '410000001000',
    demo_accounts.NEVER_SIGNED_IN,
)  # fmt: skip


async def build(*, applications: int = 400, past_years: bool = True) -> None:
    """Fill the open, empty database; one that already has organisations is left unchanged.

    ``applications``: of the current year, up to 200,000. ``past_years``: with two finished years before it, whose
    applications are fewer, see ``past.plans``. ``hashing`` must have been prepared and the files opened. All or
    nothing: a build that is interrupted leaves an empty database.
    """
    if await Organisation.exists():
        return
    random = Random(SEED)  # noqa: S311 - nothing here is secret
    chosen = places.places(broad=applications > MANY)
    organisations = places.rows_of(chosen)
    hashed = password_hashing.hash_at_once(PASSWORD)
    finished = calendar.finished_years() if past_years else []
    since = calendar.timetable(finished[0]).first if finished else clock.now()
    accounts = demo_accounts.accounts(organisations, random, hashed, since - timedelta(days=60))
    year, trades = calendar.exam_year(), list(calendar.trades())
    builder = ApplicationBuilder(
        cast=Cast(organisations, accounts, random),
        persons=Persons(random),
        trades={trade.code: trade.name for trade in trades},
        year=year,
        times=calendar.timetable(year),
        hashed=hashed,
        pool=await papers.pool(random),
        known={},
    )
    wanted = application_plans(applications, chosen, random)
    windows = chain.from_iterable(calendar.windows(one) for one in (*finished, year))
    async with transaction() as connection:
        for rows in (organisations, accounts, [*finished, year], windows, trades, calendar.reasons()):
            await keep(rows)
        if finished:
            builder.before = await _past(builder, finished, wanted, chosen)
        lives = _lives(builder, wanted)
        while batch := list(islice(lives, CHUNK)):
            await keep_lives(batch)
        await payments.keep_books(builder.cast, year, builder.times.imported)
        await exam_places.arrange(builder.cast, year)
        await count_on(connection, Organisation, Account, ExamYear, Application, Opinion, Mark)
    years.forget()


async def _past(
    builder: ApplicationBuilder,
    finished: Sequence[ExamYear],
    wanted: Sequence[ApplicationPlan],
    chosen: Sequence[Place],
) -> int:
    """The finished years, by lots of their own: without them the current year is the same. How many applications."""
    random, before = Random(SEED - 1), 0  # noqa: S311 - nothing here is secret
    plans = past_plans(wanted, chosen, random)
    for year in finished:
        of_year = replace(
            builder,
            cast=replace(builder.cast, random=random),
            persons=builder.persons.drawn_by(random),
            pool=replace(builder.pool, random=random),
            year=year,
            times=calendar.timetable(year),
            before=before,
        )
        await finished_year.live(of_year, plans[year.year])
        before += len(plans[year.year])
    return before


def _lives(builder: ApplicationBuilder, wanted: Sequence[ApplicationPlan]) -> Iterator[Life]:
    """The applications in the order in which they began, so that numbers rise with time."""
    begun = beginnings(builder.persons.random, len(wanted), builder.times.first, builder.times.last)
    for number, (plan, at) in enumerate(zip(wanted, begun, strict=True), start=1):
        yield builder.build(plan, number, at, files=number <= MANY or bool(plan.deferral))


async def offers() -> list[tuple[str, str, str]]:
    """The accounts offered on the login page as label, login and password: the offices of 3-screens §4 and applicants.

    The applicants are of the first unit, so that their route can be followed through the offered offices: one with a
    due order, one who passed last year, one with something to correct and one with a nearly complete draft, at the
    moment.
    """
    accounts = {row.login: row for row in await Account.filter(login__in=list(_OFFERED)).select_related('organisation')}
    found = []
    for login in _OFFERED:
        if (account := accounts.get(login)) and account.organisation:
            word = PASSWORD if account.activated_at else INITIAL_WORD
            actor = demo_accounts.actor_of(account, account.organisation)
            found.append((f'{actor.title}　{actor.organisation}', login, word))
    owing = Application.filter(payment=OrderStatus.DUE, status=Status.APPROVED, unit__code=_OFFERED[0])
    if one := await owing.order_by('id').first():
        found.append((f'报考人员　待缴费　{one.name}', one.id_number, PASSWORD))
    passed = PriorPass.filter(year=FINISHED[-1], application_id__isnull=False).values('id_number')
    again = Application.filter(year__current=True, status=Status.IN_REVIEW, unit__code=_OFFERED[0])
    if one := await again.filter(id_number__in=Subquery(passed)).order_by('id').first():
        found.append((f'报考人员　往年合格　{one.name}', one.id_number, PASSWORD))
    for status, label in ((Status.RETURNED, '报考人员　已退回，待修改'), (Status.DRAFT, '报考人员　填报中')):
        some = Application.filter(status=status, channel=Channel.REGULAR, unit__code=_OFFERED[0])
        one = await some.filter(Q(precheck__isnull=True) | Q(precheck=Finding.MET)).order_by('id').first()
        if one:
            found.append((f'{label}　{one.name}', one.id_number, PASSWORD))
    return found
