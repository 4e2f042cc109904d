"""What waits in 缴费管理 of an office: who still has to pay, and what is to be given back."""

from __future__ import annotations

from tortoise.functions import Count

from domain import clock
from domain.rules.actor import Actor
from domain.rules.permissions import County
from domain.rules.vocabulary import OrderStatus, WindowKind
from domain.rules.year.windows import open_now
from domain.services.year.years import all_years
from storage.queries.money import orders


async def to_pay(actor: Actor) -> int:
    """The number of the badge and of the card of 首页: who in reach still has to pay, in all years that can be paid."""
    if not County.admits(actor):
        return 0
    now, years = clock.now(), (await all_years()).by_id.values()
    payable = [year.id for year in years if open_now(year.windows, WindowKind.PAYMENT, now)]
    return await orders.owing(actor).filter(year_id__in=payable, payment=OrderStatus.DUE).count() if payable else 0


async def to_refund(actor: Actor) -> dict[int, int]:
    """应退 in reach: how many orders of which year, the newest first; empty below a county."""
    if not County.admits(actor):
        return {}
    found = orders.orders(actor).filter(await orders.to_refund()).annotate(n=Count('id')).group_by('year_id')
    years = (await all_years()).by_id
    counted = {years[int(id_)].year: int(n) for id_, n in await found.values_list('year_id', 'n')}
    return dict(sorted(counted.items(), reverse=True))
