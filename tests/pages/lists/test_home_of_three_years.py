"""首页 with three years: every card leads to a list with exactly as many rows, whichever year the page shows."""

from __future__ import annotations

from nicegui.testing import User

from domain.rules.vocabulary import Level
from tests import branches
from tests import town as cast
from tests.pages.conftest import SignIn
from tests.security.conftest import on_sqlite
from tests.services.lists.test_three_years import three_years_of
from tests.town import Town
from tests.years import move

OWING, REFUNDS = '/payments/dues', '/payments/orders'


def cards(user: User) -> dict[str, str]:
    """The address and the number of every card of 首页."""
    assert user.client is not None
    found = {}
    for card in user.client.elements.values():
        if 'stat' in card.classes:
            (number,) = [part.text for part in card.descendants() if 'n' in part.classes]  # type: ignore[attr-defined]
            found[str(card.props['href'])] = number
    return found


async def waiting(town: Town) -> None:
    """The county has ordinary and senior work of two years."""
    for grade in (3, 1):
        await town.application(grade=grade, at=Level.COUNTY)
        older = await town.application(grade=grade, at=Level.COUNTY)
        await move(2, older.id)


@on_sqlite
async def test_every_card_of_the_front_page_leads_to_as_many_rows(served: Town, user: User, sign_in: SignIn) -> None:
    await three_years_of(served)
    await waiting(served)
    for login, year in ((cast.PROVINCE, ''), (cast.COUNTY, '?year=2025'), (branches.AIRPORT, '')):
        await sign_in(user, login)
        await user.open(f'/{year}')
        shown = cards(user)
        for href, number in shown.items():
            await user.open(href)
            await user.should_see(f'共 {number} 条')
        assert login == branches.AIRPORT or sum(href.startswith(REFUNDS) for href in shown) > 1
        assert sum(href.startswith(OWING) for href in shown) > 1  # two years are paid at the same time
