"""The accounts of the demonstration's offices: one administrator each, and some reviewers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import count
from random import Random

from domain.demo.persons import Persons
from domain.rules.actor import Actor
from domain.rules.vocabulary import Role, Sex
from storage.models import Account, Organisation

NEVER_SIGNED_IN = '410327003002'
# fmt: off
_NAMED = {
    '410000': '孟庆华', '410300': '郭晓燕', '410327': '李建国', '410327001000': '赵敏', '410327001001': '张卫东',
    '410327001002': '刘芳', '410327002000': '陈玉兰', '410327002001': '王志强', '410327003000': '孙海涛',
    '410327003001': '高建飞', '410300001000': '周明', '410300001001': '许静', '410000001000': '何国庆',
    '410000001001': '曹丽萍', NEVER_SIGNED_IN: '冯军',
}
_REVIEWERS = (
    ('410327', 'sh01', '王丽'), ('410327', 'sh02', '欧阳喆'), ('410300', 'sh01', '马堃'), ('410000', 'sh01', '沈燕'),
    ('410327001000', 'sh01', '梁慧'),
)
# fmt: on


def accounts(organisations: Iterable[Organisation], random: Random, hashed: str, at: datetime) -> list[Account]:
    """An administrator for every organisation, and reviewers for some of them, with ids from 1.

    ``hashed`` is the same password for all; accounts that never signed in still have the initial password.
    """
    persons, numbers = Persons(random), count(1)
    by_code = {organisation.code: organisation for organisation in organisations}
    rows = []
    for code, organisation in by_code.items():
        name = _NAMED.get(code) or persons.name(random.choice((Sex.MALE, Sex.FEMALE)))
        word = '' if code == NEVER_SIGNED_IN else hashed
        rows.append(_account(code, Role.ADMIN, organisation, name, word, at, next(numbers)))
    for code, suffix, name in _REVIEWERS:
        if code in by_code:
            rows.append(_account(f'{code}-{suffix}', Role.REVIEWER, by_code[code], name, hashed, at, next(numbers)))
    return rows


def actor_of(account: Account, organisation: Organisation) -> Actor:
    """The actor for an account of this organisation, without a session; an applicant oversees nothing."""
    return Actor(
        account_id=account.id,
        name=account.name,
        role=account.role,
        organisation_id=organisation.id,
        organisation=organisation.name,
        level=organisation.level,
        path='' if account.role is Role.APPLICANT else organisation.path,
        id_number=account.id_number,
    )


def applicant_account(
    id_number: str, name: str, unit: Organisation, hashed: str, at: datetime, number: int | None = None
) -> Account:
    """The account of an applicant: the login is the ID number. ``number``: its id, if set by hand."""
    row = _account(id_number, Role.APPLICANT, unit, name, hashed, at, number)
    row.id_number = id_number
    return row


def _account(
    login: str, role: Role, organisation: Organisation, name: str, hashed: str, at: datetime, number: int | None
) -> Account:
    # Only an id given to the constructor is written; an id set later is overwritten by the database.
    given = {'id': number} if number else {}
    return Account(
        **given,
        login=login,
        role=role,
        organisation_id=organisation.id,
        name=name,
        password_hash=hashed,
        activated_at=at if hashed else None,
        created_at=at,
    )
