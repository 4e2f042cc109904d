"""Building the demonstration world: any size, only once, always the same, with accounts that can sign in."""

from __future__ import annotations

from pathlib import Path

import pytest
from tortoise.models import Model

from domain import clock
from domain.demo import world
from domain.demo.accounts import NEVER_SIGNED_IN
from domain.services.access import password_hashing
from storage.connection.database import close_database, open_database
from storage.models import (
    Account,
    AdmissionTicket,
    Application,
    ExamResult,
    ExamYear,
    JournalEntry,
    PaymentOrder,
    PriorPass,
    Window,
)
from storage.settings.config import Settings
from tests.conftest import Installed

SAME: dict[type[Model], tuple[str, ...]] = {  # what two builds of one day have in common
    ExamYear: ('year', 'current', 'fees'),
    Window: ('year_id', 'kind', 'opens_at', 'closes_at'),
    Account: ('login', 'name', 'organisation_id'),
    Application: ('number', 'name', 'id_number', 'unit_id', 'grade', 'status', 'holder_id', 'version', 'submitted_at'),
    PaymentOrder: ('application_id', 'pay_code', 'status', 'paid_at', 'amount_fen'),
    AdmissionTicket: ('application_id', 'number', 'token', 'printed_at'),
    ExamResult: ('application_id', 'scores', 'conclusion', 'version', 'published_at'),
    PriorPass: ('id_number', 'year', 'grade', 'application_id'),
    JournalEntry: ('chain', 'sequence', 'act', 'at', 'account_id'),
}


async def test_the_offered_accounts_can_sign_in(demo: Settings) -> None:
    logins = [login for _, login, _ in await world.offers()]
    assert len(logins) == len(set(logins)) == 20
    for _, login, word in await world.offers():
        account = await Account.get(login=login)
        if login == NEVER_SIGNED_IN:
            assert (account.password_hash, account.activated_at, word) == ('', None, '123')
        else:
            assert await password_hashing.matches(word, account.password_hash)


@pytest.mark.parametrize('applications_wanted', [0, 1, 50])
async def test_small_worlds_can_be_built_and_a_second_start_changes_nothing(
    database: Settings, applications_wanted: int
) -> None:
    password_hashing.prepare('00' * 32, 4)
    await world.build(applications=applications_wanted)
    await world.build(applications=400)
    assert await Application.filter(year__current=True).count() == applications_wanted
    fresh = await Account.create(login='x', role='reviewer', name='新来', created_at=clock.now())
    assert fresh.id > 190


async def test_it_is_always_the_same(installed: Installed, tmp_path: Path) -> None:
    password_hashing.prepare('00' * 32, 4)
    found: list[list[object]] = []
    for place in ('one', 'two'):
        await open_database(installed(tmp_path / place))
        await world.build(applications=60)
        found.append([await model.all().order_by('id').values_list(*columns) for model, columns in SAME.items()])
        await close_database()
    assert found[0] == found[1]
