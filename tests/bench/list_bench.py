"""Measures every list on a large database, as each level sees it: without a filter, with one, and with some pairs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from domain import clock
from domain.demo.applications.forms import YEAR
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters, Blank, Paging
from domain.rules.lists.audit_filters import AuditFilters
from domain.rules.lists.rosters import Reach
from domain.rules.offices.office_filters import AccountFilters, UnitFilters
from domain.rules.registration.late_and_exceptional_entries import Entrance
from domain.rules.results.prior_pass_filters import PriorPassFilters
from domain.rules.vocabulary import (
    AccountState,
    Act,
    Basis,
    Channel,
    DeferralState,
    Finding,
    Grade,
    Level,
    OrderStatus,
    Role,
    Status,
)
from domain.services.lists import application_lists, audit, rosters
from domain.services.offices import office_lists
from domain.services.registration import late_lists
from domain.services.results import prior_passes
from domain.services.review import deferral_ledger, note_lists
from domain.services.review.notes import MARKS, OPINIONS
from storage.models import Application, PriorPass
from tests.bench import payment_lists
from tests.bench.figures import Figure
from tests.bench.storage_bench import CITY, COUNTY, PROVINCE, office, timed

RUNS = 20
LIMIT = 80  # ms at p95, with any single filter; pairs of filters have no limit
FIRST = Paging()
Question = tuple[str, str, Callable[[], Awaitable[object]]]  # the list, the filter, the call


@dataclass(frozen=True, slots=True)
class ListOf:
    """One list of applications, and the filters that its page does not have; what waits has no year."""

    name: str
    ask: Callable[[Actor, ApplicationFilters], Awaitable[object]]
    without: tuple[str, ...] = ()

    def asked(self, filters: ApplicationFilters) -> ApplicationFilters:
        """The filters as the page sets them when it is opened without a year."""
        return replace(filters, year=None) if self.name in OVER_ALL_YEARS else filters


OVER_ALL_YEARS = ('人工审核', '审核通过', '退回本人', '容缺后补', '市级复核意见', '省级标记结果')
LISTS = (
    ListOf(
        '人工审核',
        lambda actor, filters: application_lists.desk(actor, senior=False, filters=filters, paging=FIRST),
        ('own',),
    ),
    ListOf('报名信息查询', lambda actor, filters: application_lists.search(actor, filters=filters, paging=FIRST)),
    ListOf(
        '审核通过', lambda actor, filters: application_lists.records(actor, Act.APPROVE, filters=filters, paging=FIRST)
    ),
    ListOf(
        '退回本人', lambda actor, filters: application_lists.records(actor, Act.RETURN, filters=filters, paging=FIRST)
    ),
    ListOf('终审通过名册', lambda actor, filters: rosters.listed(actor, Reach.FINAL, filters=filters, paging=FIRST)),
    ListOf('现场审核名册', lambda actor, filters: rosters.listed(actor, Reach.COUNTY, filters=filters, paging=FIRST)),
    ListOf('容缺后补', lambda actor, filters: deferral_ledger.ledger(actor, filters=filters, paging=FIRST)),
    ListOf('市级复核意见', lambda actor, filters: note_lists.lines(actor, OPINIONS, filters=filters, paging=FIRST)),
    ListOf('省级标记结果', lambda actor, filters: note_lists.lines(actor, MARKS, filters=filters, paging=FIRST)),
    ListOf('补报', lambda actor, filters: _late(actor, Entrance.LATE, filters), ('channel',)),
    ListOf('破格（一线）申报', lambda actor, filters: _late(actor, Entrance.EXCEPTIONAL, filters), ('channel',)),
)


async def _late(actor: Actor, entrance: Entrance, filters: ApplicationFilters) -> object:
    return await late_lists.listed(actor, entrance, filters=filters, paging=FIRST)


async def measure(runs: int = RUNS) -> list[Figure]:
    """All lists as a county, a city and the province open them."""
    figures = []
    for code in (COUNTY, CITY, PROVINCE):
        actor = (await office(code)).actor
        single, pairs = await _filters(actor)
        for one in LISTS:
            for asked, limit in ((single, LIMIT), (pairs, None)):
                for word, filters in asked.items():
                    if word not in one.without:
                        times = await timed(partial(one.ask, actor, one.asked(filters)), runs)
                        figures.append(Figure(f'{one.name} of {actor.organisation}: {word}', times, limit=limit))
        offices_of = [*_offices(actor), *(await _settings(actor) if code == PROVINCE else ())]
        for what, word, ask in [*offices_of, *await payment_lists.questions(actor)]:
            figures.append(Figure(f'{what} of {actor.organisation}: {word}', await timed(ask, runs), limit=LIMIT))
    return figures


async def _filters(actor: Actor) -> tuple[dict[str, ApplicationFilters], dict[str, ApplicationFilters]]:
    """One filter at a time with values that occur, and some pairs."""
    some = await application_lists.search(
        actor, filters=ApplicationFilters(year=YEAR, statuses=(Status.APPROVED,)), paging=Paging(size=1)
    )
    sample, today = await Application.get(id=some.rows[0].id), clock.today()
    single = {
        'no filter': ApplicationFilters(year=YEAR),
        'grade': ApplicationFilters(year=YEAR, grades=(Grade.THREE,)),
        'trade': ApplicationFilters(year=YEAR, trades=(sample.trade,)),
        'channel': ApplicationFilters(year=YEAR, channels=(Channel.SUPPLEMENTARY,)),
        'basis': ApplicationFilters(year=YEAR, bases=(Basis.SENIORITY,)),
        'status': ApplicationFilters(year=YEAR, statuses=(Status.IN_REVIEW,)),
        'stage': ApplicationFilters(year=YEAR, stages=(Level.CITY,)),
        'finding': ApplicationFilters(year=YEAR, findings=(Finding.UNMET,)),
        'unit': ApplicationFilters(year=YEAR, unit=sample.unit_id),
        'own': ApplicationFilters(year=YEAR, own=True),
        'days': ApplicationFilters(year=YEAR, submitted_from=today - timedelta(days=7), submitted_to=today),
        'deferral': ApplicationFilters(year=YEAR, deferrals=(DeferralState.OPEN,)),
        'payment': ApplicationFilters(year=YEAR, payments=(OrderStatus.DUE,)),
        'noted': ApplicationFilters(year=YEAR, noted=True),
        'not noted': ApplicationFilters(year=YEAR, noted=False),
        'blank': ApplicationFilters(year=YEAR, blanks=(Blank.TRADE,)),
        'name': ApplicationFilters(year=YEAR, keyword=sample.name[:2]),
        'no such name': ApplicationFilters(year=YEAR, keyword='无此人'),
        'ID prefix': ApplicationFilters(year=YEAR, keyword=sample.id_number[:10]),
        'ID number': ApplicationFilters(year=YEAR, keyword=sample.id_number),
        'mobile': ApplicationFilters(year=YEAR, keyword=sample.mobile),
    }
    pairs = {
        'grade and trade': ApplicationFilters(year=YEAR, grades=(Grade.THREE,), trades=(sample.trade,)),
        'grade and status': ApplicationFilters(year=YEAR, grades=(Grade.THREE,), statuses=(Status.APPROVED,)),
        'trade and status': ApplicationFilters(year=YEAR, trades=(sample.trade,), statuses=(Status.IN_REVIEW,)),
        'name and grade': ApplicationFilters(year=YEAR, keyword=sample.name[:2], grades=(Grade.THREE,)),
    }
    return single, pairs


def _offices(actor: Actor) -> list[Question]:
    """单位管理, 用户管理 and 本级审核员管理."""
    units = {
        'no filter': UnitFilters(),
        'name': UnitFilters(keyword='学校'),
        'level': UnitFilters(levels=(Level.UNIT,)),
        'standing': UnitFilters(standing=AccountState.ACTIVE),
    }
    accounts = {
        'no filter': AccountFilters(),
        'name': AccountFilters(keyword='王'),
        'login': AccountFilters(keyword='410327'),
        'role': AccountFilters(roles=(Role.APPLICANT,)),
        'unit': AccountFilters(unit=actor.organisation_id),
        'standing': AccountFilters(standing=AccountState.DISABLED),
    }
    return [
        *(('单位管理', word, partial(office_lists.units, actor, filters, FIRST)) for word, filters in units.items()),
        *(
            ('用户管理', word, partial(office_lists.managed_accounts, actor, it, FIRST))
            for word, it in accounts.items()
        ),
        ('本级审核员管理', 'no filter', partial(office_lists.own_reviewers, actor, FIRST)),
    ]


async def _settings(actor: Actor) -> list[Question]:
    """操作日志 and 往年报考合格库, which only the province has."""
    passed, today = await PriorPass.all().order_by('-id').first(), clock.today()
    applied = await Application.all().order_by('-id').first()
    journal = {
        'no filter': AuditFilters(),
        'who': AuditFilters(who='410327'),
        'office': AuditFilters(office=actor.organisation_id),
        'act': AuditFilters(acts=(Act.RETURN,)),
        'number': AuditFilters(number=applied.number if applied else ''),
        'days': AuditFilters(first=today - timedelta(days=7), last=today),
    }
    passes = {
        'no filter': PriorPassFilters(),
        'year': PriorPassFilters(year=passed.year if passed else clock.today().year - 1),
        'grade': PriorPassFilters(grades=(Grade.THREE,)),
        'name': PriorPassFilters(keyword='王'),
        'ID prefix': PriorPassFilters(keyword=passed.id_number[:10] if passed else '410327'),
    }
    return [
        *(('操作日志', word, partial(audit.entries, actor, filters, FIRST)) for word, filters in journal.items()),
        *(('往年报考合格库', word, partial(prior_passes.passes, actor, it, FIRST)) for word, it in passes.items()),
    ]
