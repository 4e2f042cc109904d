"""What is still open in a year, by office below the province: shown before another year becomes the current one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from tortoise.expressions import Q
from tortoise.functions import Count

from domain.rules.actor import Actor
from domain.rules.exam.tickets import SETTLED
from domain.rules.permissions import Province
from domain.rules.vocabulary import DeferralState, OrderStatus, Status
from storage.models import Application
from storage.queries.organisations import directly_below

ADMITTED = Q(status=Status.APPROVED, payment__in=list(SETTLED))
OPEN: Mapping[str, Q] = {
    '填报中': Q(status=Status.DRAFT),
    '审核中': Q(status=Status.IN_REVIEW),
    '已退回': Q(status=Status.RETURNED),
    '待缴费': Q(payment=OrderStatus.DUE),
    '待编排': ADMITTED & Q(tickets__id__isnull=True),
    '待发布成绩': ADMITTED & Q(tickets__id__isnull=False, results__published_at__isnull=True),
    '容缺未补': Q(deferral_state=DeferralState.OPEN),
}


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The open work of one office below the province and everything below it: how many persons, by a key of ``OPEN``.

    A person may count twice: 审核中 and 容缺未补.
    """

    office: str
    open: Mapping[str, int]


async def unfinished(actor: Actor, year_id: int) -> tuple[Unfinished, ...]:
    """The offices with open work of this year, in the order of the tree. Raises Forbidden."""
    Province.require(actor)
    below = await directly_below(actor.organisation_id).values_list('path', 'name')
    offices = [(actor.path, f'{actor.organisation}（本级）'), *below]  # the province has staff of its own, too
    found: dict[str, Counter[str]] = {str(path): Counter() for path, _ in offices}
    length = max((len(path) for path in found), default=0)
    for kind, those in OPEN.items():
        counted = Application.filter(those, year_id=year_id).annotate(n=Count('id')).group_by('unit__path')
        for path, n in await counted.values_list('unit__path', 'n'):
            found[str(path)[:length]][kind] += int(n)
    return tuple(Unfinished(str(name), found[str(path)]) for path, name in offices if found[str(path)])
