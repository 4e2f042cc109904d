"""A1 over three years: every address answers for each year of the installation, and shows nothing of another one."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle

from nicegui.testing import User

from domain.rules.vocabulary import Level, Status
from pages.access import ADDRESSES, AddressKind
from storage.models import Application, ExamYear
from tests import town as cast
from tests.security.conftest import on_sqlite
from tests.security.test_routes import _expected, _people, _said
from tests.town import Town
from tests.years import move, three_years

# The screens that show the year of their address; the others show what belongs to no year, or one thing by its number.
OF_A_YEAR = {
    '/', '/search', '/statistics', '/rosters/approved', '/rosters/onsite', '/review/manual', '/review/senior',
    '/deferrals', '/tickets', '/registrations/late', '/registrations/exceptional', '/results', '/marks/draws',
    '/payments/dues', '/payments/orders', '/payments/code', '/payments/statistics', '/payments/receipts',
    '/payments/statements', '/exam/sites', '/exam/seating', '/exam/results', '/year/own-windows',
}  # fmt: skip
# These show people in rows, so that the numbers of registration can be looked for in the answer.
WITH_PEOPLE = ('/search', '/review/manual', '/rosters/approved', '/payments/dues', '/payments/orders', '/tickets')
UNKNOWN, FORGED = '1999', ('abc', '-2026', '2026.0', '9' * 30, "2026'--", '%00', '2026,2025', '２０２６')
NOT_THERE = '1999 考核年度不存在'


@on_sqlite
async def test_every_address_answers_for_every_year(served: Town, user: User, figure: Callable[[str], None]) -> None:
    application, cookies = await _people(served)
    years = await _three_years_of(served)
    mismatches, requests, texts = list[tuple[object, ...]](), 0, cycle(FORGED)
    for path, address in ADDRESSES.items():
        if address.kind is not AddressKind.SCREEN:
            continue
        place, followed = path.replace('{application_id}', str(application.id)), path in OF_A_YEAR
        ours = cycle([who for who in cookies if _expected(path, who) == '200' and (who != 'branch' or '{' not in path)])
        others = [(who, str(years[0])) for who in cookies if _expected(path, who) != '200'][:1]
        asked_for = [str(year) for year in (years if followed else years[:1])]
        tries = [(next(ours), year) for year in (*asked_for, UNKNOWN, next(texts))]
        for who, asked in (*tries, *others):
            answer = await user.http_client.get(f'{place}?year={asked}', headers={'cookie': cookies[who]})
            requests += 1
            gone = followed and asked == UNKNOWN
            expected = '404' if gone else _expected(path, who)
            if _said(answer) != expected or (NOT_THERE in answer.text) is not gone:
                mismatches.append((path, who, asked, _said(answer), expected))
    assert mismatches == []
    figure(
        f'A1 the addresses with each of {len(years)} years, unknown and forged ones, {requests} answers: 0 mismatches'
    )


@on_sqlite
async def test_a_list_shows_no_number_of_another_year(served: Town, user: User) -> None:
    years = await _three_years_of(served)
    _, cookies = await _people(served)
    numbers = {
        year: {row.number for row in await Application.filter(year__year=year, unit__code=cast.SCHOOL)}
        for year in years[:-1]
    }
    for path in WITH_PEOPLE:
        for year, own in numbers.items():
            answer = await user.http_client.get(f'{path}?year={year}', headers={'cookie': cookies['county']})
            others = {number for other, some in numbers.items() if other != year for number in some}
            assert not [number for number in others if number in answer.text], (path, year)
            assert path == '/tickets' or any(number in answer.text for number in own), (path, year)


async def _three_years_of(town: Town) -> list[int]:
    """Somebody in review at the county and somebody approved, in each of three years; the numbers of the years."""
    for year_id in await three_years():
        some = [await town.application(at=at) for at in (Level.COUNTY, Status.APPROVED)]
        await move(year_id, *(one.id for one in some))
    return sorted([one.year for one in await ExamYear.all()])
