"""An installation made by the first version: it opens, is intact, and its users can continue their work.

``tests/data/installation-of-the-first-version.tar.xz`` is a data folder with the demonstration's world of 24
applications, where 洛阳 has drawn seats that were not published yet.
"""

from __future__ import annotations

import tarfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from domain import clock
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.vocabulary import Act, Level, PlanState, Role, Status
from domain.services import journal
from domain.services.access import password_hashing, sessions, sign_in
from domain.services.exam import seating
from domain.services.lists import application_lists
from domain.services.operating import integrity_check
from domain.services.review.decisions import Opinion, decide
from storage.connection.database import close_database, open_database
from storage.models import Account, Application, Revision, SeatingPlan
from storage.settings.config import Settings, secrets_of

FOLDER = Path(__file__).parents[2] / 'data' / 'installation-of-the-first-version.tar.xz'
MADE_AT = clock.at(2026, 11, 28, 9)
PASSWORD = 'Demo@2026'


@pytest_asyncio.fixture
async def first_version(tmp_path: Path) -> AsyncIterator[Settings]:
    """The installation, open, at the moment it was made."""
    with tarfile.open(FOLDER) as archive:
        archive.extractall(tmp_path, filter='data')
    settings = Settings(data=tmp_path, database=None)
    clock.move_to(MADE_AT)
    await open_database(settings)
    password_hashing.prepare(secrets_of(settings.data).pepper, cost=4)
    yield settings
    await close_database()


async def test_it_is_intact(first_version: Settings) -> None:
    assert await Application.all().count() == 24
    assert [line async for line in integrity_check.findings()] == []
    assert [one async for one in journal.breaks()] == []


async def test_an_administrator_signs_in_and_approves_a_waiting_application(first_version: Settings) -> None:
    waiting = await Application.filter(status=Status.IN_REVIEW, stage=Level.COUNTY, senior=False).first()
    assert waiting is not None
    account = await Account.get(organisation_id=waiting.holder_id, role=Role.ADMIN)
    key = await sessions.find(await sign_in.redeem(await sign_in.sign_in(account.login, PASSWORD)))
    actor = await sessions.actor_of(key)
    desk = await application_lists.desk(actor, senior=False, filters=ApplicationFilters(), paging=Paging())
    assert waiting.id in {row.id for row in desk.rows}
    passed = await decide(actor, waiting.id, Act.APPROVE, Opinion(), seen=waiting.version)
    assert passed.holder_id != waiting.holder_id
    assert [one async for one in journal.breaks()] == []


async def test_seats_that_were_drawn_are_published(first_version: Settings) -> None:
    plan = await SeatingPlan.get(state=PlanState.DRAWN)
    account = await Account.get(organisation_id=plan.organisation_id, role=Role.ADMIN).select_related('organisation')
    published = await seating.publish(sessions.actor_from(account), plan.id)
    assert published.state is PlanState.PUBLISHED


async def test_the_first_submission_of_everybody_is_known(first_version: Settings) -> None:
    first = dict(await Revision.filter(submission=1).values_list('application_id', 'at'))
    assert first
    assert dict(await Application.filter(submissions__gt=0).values_list('id', 'first_submitted_at')) == first
    assert not await Application.filter(submissions=0, first_submitted_at__isnull=False).exists()
