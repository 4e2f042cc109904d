"""What waits in 缴费管理 of an office: who still has to pay, and what is to be given back."""

from __future__ import annotations

from tortoise.functions import Count

from domain.rules.actor import Actor
from domain.rules.permissions import County
from domain.rules.vocabulary import OrderStatus
from domain.services.money.pay_windows import payable_now, payable_years
from domain.services.year.years import all_years
from storage.queries.money import orders


async def to_pay(actor: Actor) -> int:
    """The number of the badge: who in reach still has to pay and can pay now, in all years."""
    if not County.admits(actor):
        return 0
    return await orders.owing(actor).filter(await payable_now(), payment=OrderStatus.DUE).count()


async def owing(actor: Actor) -> dict[int, int]:
    """未缴费 in reach of each year in which somebody can pay now, the newest first; empty below a county.

    Counted like 应缴报考人员列表 of that year, to which the cards of 首页 lead.
    """
    if not County.admits(actor):
        return {}
    years, payable = (await all_years()).by_id, await payable_years(actor.path)
    due = orders.owing(actor).filter(year_id__in=payable, payment=OrderStatus.DUE)
    counted = await due.annotate(n=Count('id')).group_by('year_id').values_list('year_id', 'n')
    found = {years[id_].year: 0 for id_ in payable} | {years[int(id_)].year: int(n) for id_, n in counted}
    return dict(sorted(found.items(), reverse=True))


async def to_refund(actor: Actor) -> dict[int, int]:
    """应退 in reach: how many orders of which year, the newest first; empty below a county."""
    if not County.admits(actor):
        return {}
    found = orders.orders(actor).filter(await orders.to_refund()).annotate(n=Count('id')).group_by('year_id')
    years = (await all_years()).by_id
    counted = {years[int(id_)].year: int(n) for id_, n in await found.values_list('year_id', 'n')}
    return dict(sorted(counted.items(), reverse=True))
