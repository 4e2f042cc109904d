"""考务 in the demonstration: rooms and sessions, a published plan that can be checked, and newcomers to add."""

from __future__ import annotations

from domain import clock
from domain.demo.accounts import actor_of
from domain.demo.applications.forms import YEAR
from domain.demo.exam_places import NEWCOMERS
from domain.rules.actor import Actor
from domain.rules.exam.tickets import Printing, times_of
from domain.rules.lists.application_filters import Paging
from domain.rules.vocabulary import Act, PlanState
from domain.services import journal
from domain.services.exam import exam_sessions, seating, seating_lists, sites
from domain.services.exam.seating_input import setting_of
from domain.services.year import years
from storage.models import Account, AdmissionTicket, JournalEntry, SeatingPlan
from storage.settings.config import Settings


async def administrator(login: str) -> Actor:
    account = await Account.get(login=login).select_related('organisation')
    assert account.organisation
    return actor_of(account, account.organisation)


async def test_a_city_has_seated_those_who_had_paid_and_can_add_the_others(demo: Settings) -> None:
    for login, places in (('410300', 2), ('410400', 1), ('410000', 1)):
        actor = await administrator(login)
        assert (await sites.sites(actor, YEAR, Paging())).total == places
        found = await exam_sessions.sessions(actor, YEAR, Paging())
        assert found.total
        assert all(row.fits and row.printing for row in found.rows)
        assert (await seating_lists.standing(actor, YEAR)).short == {}
    city = await administrator('410300')
    (plan,) = await SeatingPlan.filter(year__year=YEAR)
    assert plan.state is PlanState.PUBLISHED
    assert await AdmissionTicket.filter(plan_id=plan.id).count() == plan.seated > 20
    assert plan.digest[32:] == (await setting_of(city, 1, drawn=plan)).digest
    windows = (await years.current_year()).windows
    ticket = await AdmissionTicket.filter(plan_id=plan.id).select_related('session').first()
    assert ticket
    assert times_of(windows, ticket.session.printing_id, clock.now()).printing is Printing.OPEN
    acts = await JournalEntry.filter(account_id=city.account_id, application_id__isnull=True).values_list(
        'act', flat=True
    )
    assert {Act.SEAT, Act.PUBLISH_SEATS} <= set(acts)
    assert [one async for one in journal.breaks()] == []
    added = await seating.draw(city, YEAR, '1')
    assert (added.seated, added.left) == (NEWCOMERS, [])
