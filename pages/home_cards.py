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
from pages.access import County
from pages.county.money.dues import PATH as DUES
from pages.county.money.orders import PATH as ORDERS
from pages.reviewer.lists.search import PATH as SEARCH
from pages.reviewer.review.queue import MANUAL, SENIOR
from pages.views.pay_time import pay_time


async def count_cards(actor: Actor, year: Year) -> dict[str, StatCard]:
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
        cards = {
            name: stat_card(title, getattr(counts, name), path, kind, await hint_of(counts, name) or hint)
            for name, (title, path, kind, hint) in looks.items()
        }
        paying = [
            one for one in (await all_years()).by_id.values() if pay_time(one.windows_for(None, actor.path)).is_open
        ]
        if County.admits(actor) and paying:
            owing = f'{DUES}?standings={DueStatus.DUE.value}&year={paying[-1].year}'
            cards['owing'] = stat_card('未缴费', counts.owing, owing, 'amber', '网上缴费进行中')
        if counts.refunds:
            back = f'{ORDERS}?standings={DueStatus.TO_REFUND.value}&year={next(iter(counts.by_year["refunds"]))}'
            hint = await of_years(counts, 'refunds') or '不通过或已取消，已缴费'
            cards['refunds'] = stat_card('应退费', counts.refunds, back, 'red', hint)
    return cards


async def hint_of(counts: overview.Counts, name: str) -> str:
    """What a card says below its number: 去年同期 or the years that wait; empty for its usual words."""
    if name == 'approved' and counts.approved_before is not None:
        return compared_text(counts.approved, counts.approved_before)
    return await of_years(counts, name)


async def of_years(counts: overview.Counts, name: str) -> str:
    """2027年 3 · 2026年 1; empty while only the current year waits."""
    current = (await current_year()).year
    parts = {year: n for year, n in counts.by_year.get(name, {}).items() if n}
    return ' · '.join(f'{year}年\N{NO-BREAK SPACE}{n}' for year, n in parts.items()) if {*parts} - {current} else ''
