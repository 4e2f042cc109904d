"""The cards of 首页: the numbers of the work that waits, each leading to its list."""

from __future__ import annotations

from components.frame.year_menu import EVERY
from components.kit.cards import StatCard, stat_card, stat_cards
from components.kit.words import Kind
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.money.payment_filters import DueStatus
from domain.rules.vocabulary import DeferralState, Status
from domain.rules.year.same_day import compared_text
from domain.services.lists import overview
from domain.services.year.years import Year, all_years, current_year
from pages import address
from pages.county.money.dues import PATH as DUES
from pages.county.money.orders import PATH as ORDERS
from pages.reviewer.lists.search import PATH as SEARCH
from pages.reviewer.review.queue import MANUAL, SENIOR

Cards = dict[tuple[str, int | None], StatCard]  # by the count, and its year where a card counts one year


async def count_cards(actor: Actor, year: Year) -> Cards:
    """Build the cards; what waits is of all years, the approved ones of this one."""
    counts = await overview.counts(actor, year)
    several = len((await all_years()).by_id) > 1

    def found(year: int | None = None, **filters: object) -> str:
        """The list that a card leads to: of one year, or of all where it counts what waits in all of them."""
        asked = ApplicationFilters.read({**filters, 'year': year})
        return address.address(SEARCH, asked, year=EVERY if several and year is None else '')

    open_deferrals, returned = found(deferrals=[DeferralState.OPEN.value]), found(statuses=[Status.RETURNED.value])
    passed = found(year.year, statuses=[Status.APPROVED.value])
    with stat_cards():
        looks: dict[str, tuple[str, str, Kind, str]] = {
            'waiting_ordinary': ('待审核 2–5 级', MANUAL, 'blue', '人工审核'),
            'waiting_senior': ('待审核 高级技师', SENIOR, 'blue', '高级技师审核'),
            'deferrals': ('容缺待补', open_deferrals, 'purple', '材料待补交'),
            'returned': ('退回未重报', returned, 'amber', '等待本人修改'),
            'approved': ('终审通过', passed, 'green', f'{year.year} 年度累计'),
            'notes': ('未读意见与标记', found(noted='yes'), 'red', '市级复核、省级标记'),
        }
        cards: Cards = {
            (name, None): stat_card(title, getattr(counts, name), path, kind, await hint_of(counts, name) or hint)
            for name, (title, path, kind, hint) in looks.items()
        }
        # Their lists are of one year each: with one card for all years the number would not be that of the list.
        for name, of_one in (('owing', _owing), ('refunds', _refunds)):
            for one, n in counts.by_year[name].items():
                title, path, kind, hint = of_one(one)
                text = f'{one} 年度，{hint}' if several else hint
                cards[name, one] = stat_card(title, n, path, kind, text)
    return cards


async def hint_of(counts: overview.Counts, name: str) -> str:
    """What a card says below its number: 去年同期 or the years that wait; empty for its usual words."""
    if name == 'approved' and counts.approved_before is not None:
        return compared_text(counts.approved, counts.approved_before)
    return await of_years(counts, name)


def _owing(year: int) -> tuple[str, str, Kind, str]:
    return '未缴费', f'{DUES}?standings={DueStatus.DUE.value}&year={year}', 'amber', '网上缴费进行中'


def _refunds(year: int) -> tuple[str, str, Kind, str]:
    path = f'{ORDERS}?standings={DueStatus.TO_REFUND.value}&year={year}'
    return '应退费', path, 'red', '不通过或已取消，已缴费'


async def count_again(cards: Cards, counts: overview.Counts) -> None:
    """Show these counts on the cards of an open page."""
    for (name, year), card in cards.items():
        if year is None:
            card.set(getattr(counts, name), await hint_of(counts, name) or None)
        else:
            card.set(counts.by_year[name].get(year, 0))


async def of_years(counts: overview.Counts, name: str) -> str:
    """2027年 3 · 2026年 1; empty while only the current year waits."""
    current = (await current_year()).year
    parts = {year: n for year, n in counts.by_year.get(name, {}).items() if n}
    return ' · '.join(f'{year}年\N{NO-BREAK SPACE}{n}' for year, n in parts.items()) if {*parts} - {current} else ''
