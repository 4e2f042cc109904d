"""L1: the time of a refusal does not show whether the account exists or is locked."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import product
from random import Random
from statistics import median

import pytest

from domain.errors import Forbidden, Locked
from domain.services.access import password_hashing, sign_in
from storage.models import Account, SignInFailure
from tests import town as cast
from tests.security.conftest import on_sqlite
from tests.town import Town

ROUNDS = 60
COST = 11  # as in production
FAR, APART = 0.2, 0.02  # how far from one half a single guess may be, and seconds between the medians


@on_sqlite
async def test_a_refusal_takes_the_same_time_whatever_is_wrong(town: Town, figure: Callable[[str], None]) -> None:
    password_hashing.prepare('00' * 32, cost=COST)
    known = password_hashing.hash_at_once('Kaohe@2026', COST)
    await Account.filter(login__in=[cast.COUNTY, cast.CITY]).update(password_hash=known)
    took: dict[str, list[float]] = {'unknown': [], 'wrong password': [], 'locked': []}
    order = [kind for _ in range(ROUNDS) for kind in took]
    Random(3).shuffle(order)
    for number, kind in enumerate(order):
        login = {'unknown': f'nobody{number}', 'wrong password': cast.COUNTY, 'locked': cast.CITY}[kind]
        await SignInFailure.all().delete()
        if kind == 'locked':
            await _lock(login)
        began = time.perf_counter()
        with pytest.raises((Forbidden, Locked)):
            await sign_in.sign_in(login, 'Falsch#2026', address=f'10.0.{number // 250}.{number % 250}')
        took[kind].append(time.perf_counter() - began)
    middles = {kind: median(times) for kind, times in took.items()}
    tells = [_tells(took[one], took[other]) for one, other in (('unknown', 'wrong password'), ('unknown', 'locked'))]
    figure(
        f'L1 timing of {ROUNDS} refusals each: '
        + ', '.join(f'{kind} {middle * 1000:.1f} ms' for kind, middle in middles.items())
        + f'; one look tells them apart {max(tells):.0%} of the time'
    )
    assert max(middles.values()) - min(middles.values()) < APART
    assert all(abs(share - 0.5) < FAR for share in tells)


async def _lock(login: str) -> None:
    """Five failures, as five wrong guesses would leave them."""
    for _ in range(sign_in.ACCOUNT_FAILURES):
        with pytest.raises(Forbidden):
            await sign_in._check(login, 'x', 'elsewhere', '10.9.9.9', '')


def _tells(one: list[float], other: list[float]) -> float:
    """How often comparing one of each identifies them correctly: one half is chance, one is always."""
    pairs = [(a > b) + (a == b) / 2 for a, b in product(one, other)]
    return sum(pairs) / len(pairs)
