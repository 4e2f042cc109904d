"""考点考场: the sites of a city or the province with their rooms, and which changes seats still allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tortoise.functions import Count, Sum

from domain.errors import CHANGED_MEANWHILE, InUse, Invalid, NotFound, Problem, Unmet
from domain.rules.actor import Actor
from domain.rules.exam.site_form import SiteForm, read_site
from domain.rules.lists.application_filters import Paging
from domain.rules.permissions import City
from domain.rules.vocabulary import Act, PlanState
from domain.services import journal
from domain.services.exam.exam_offices import changing
from domain.services.unit_of_work import use_case
from domain.services.year.years import numbered, year_of
from storage.models import AdmissionTicket, Room, Site


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site in the list: enabled rooms, their seats, and how many persons any plan seats there."""

    site: Site
    rooms: int
    seats: int
    persons: int


@dataclass(frozen=True, slots=True)
class SiteRows:
    """One page of sites and how many there are; the rooms and seats of all enabled ones together."""

    rows: tuple[SiteRow, ...]
    total: int
    rooms: int
    seats: int


async def sites(actor: Actor, year: int, paging: Paging) -> SiteRows:
    """The sites of the actor's own office in this year by number. Raises Forbidden."""
    City.require(actor)
    year_id = (await numbered(year)).id
    found = Site.filter(organisation_id=actor.organisation_id, year_id=year_id)
    page = await found.order_by('number').offset(paging.offset).limit(paging.size)
    total = await found.count()
    used = Room.filter(enabled=True, site__enabled=True, site__organisation_id=actor.organisation_id)
    used = used.filter(site__year_id=year_id).annotate(n=Count('id'), seats=Sum('capacity')).group_by('site_id')
    sums = [(int(row[0]), int(row[1])) for row in await used.values_list('n', 'seats')]
    counted = await _counted([site.id for site in page])
    rows = tuple(SiteRow(site, *counted.get(site.id, (0, 0, 0))) for site in page)
    return SiteRows(rows, total, sum(n for n, _ in sums), sum(seats for _, seats in sums))


async def site_of(actor: Actor, site_id: int) -> Site:
    """One site of the actor's own office. Raises Forbidden, NotFound."""
    City.require(actor)
    site = await Site.get_or_none(id=site_id, organisation_id=actor.organisation_id)
    if site is None:
        raise NotFound('该考点')
    return site


async def next_number(actor: Actor, year: int) -> int:
    """The number that a new site of this year would have. Raises Forbidden."""
    City.require(actor)
    found = Site.filter(organisation_id=actor.organisation_id, year_id=(await numbered(year)).id)
    highest = await found.order_by('-number').first()
    return highest.number + 1 if highest else 1


def form_of(site: Site) -> SiteForm:
    """A site as its form shows it."""
    return SiteForm(f'{site.number:02}', site.name, site.address, site.directions, site.enabled)


@use_case
async def add_site(actor: Actor, year: int, form: SiteForm) -> Site:
    """新增考点 for this year. Raises Invalid at the fields, Forbidden."""
    plan = read_site(form)
    async with changing(actor):
        year_id = (await numbered(year)).id
        await _require_free(actor, year_id, plan.number)
        site = await Site.create(
            year_id=year_id, organisation_id=actor.organisation_id, number=plan.number, name=plan.name,
            address=plan.address, directions=plan.directions, enabled=plan.enabled,
        )  # fmt: skip
        await _write(actor, '新增考点', site)
    return site


@use_case
async def edit_site(actor: Actor, site_id: int, form: SiteForm, *, seen: SiteForm) -> None:
    """Change a site that is still as ``seen``; its number is fixed once tickets with it are published.

    Raises Invalid at the fields, NotFound, Forbidden, Unmet.
    """
    plan = read_site(form)
    async with changing(actor):
        site = await site_of(actor, site_id)
        if form_of(site) != seen:
            raise Unmet(CHANGED_MEANWHILE)
        if plan.number != site.number:
            if await AdmissionTicket.exists(room__site_id=site.id, plan__state=PlanState.PUBLISHED):
                raise Invalid([Problem('number', '已发布的准考证使用该考点编号，不能修改')])
            await _require_free(actor, site.year_id, plan.number)
        columns: Mapping[str, Any] = {
            'number': plan.number,
            'name': plan.name,
            'address': plan.address,
            'directions': plan.directions,
            'enabled': plan.enabled,
        }
        await Site.filter(id=site.id).update(**columns)
        await _write(actor, '修改考点', await site_of(actor, site_id))


@use_case
async def delete_site(actor: Actor, site_id: int) -> None:
    """删除 a site with its rooms. Raises InUse when persons are seated there, NotFound, Forbidden."""
    async with changing(actor):
        site = await site_of(actor, site_id)
        persons = await AdmissionTicket.filter(room__site_id=site.id).count()
        if persons:
            raise InUse(f'{site.name}已编排 {persons} 人，不能删除')
        await Room.filter(site_id=site.id).delete()
        await Site.filter(id=site.id).delete()
        await _write(actor, '删除考点', site)


async def _require_free(actor: Actor, year_id: int, number: int) -> None:
    if await Site.exists(organisation_id=actor.organisation_id, year_id=year_id, number=number):
        raise Invalid([Problem('number', f'考点编号 {number:02} 已被使用')])


async def _counted(ids: list[int]) -> dict[int, tuple[int, int, int]]:
    """Per site: enabled rooms, their seats, and persons."""
    rooms = Room.filter(site_id__in=ids, enabled=True).annotate(n=Count('id'), seats=Sum('capacity'))
    found = {int(row[0]): (int(row[1]), int(row[2])) for row in await rooms.group_by('site_id').values_list(
        'site_id', 'n', 'seats'
    )}  # fmt: skip
    seated = AdmissionTicket.filter(room__site_id__in=ids).annotate(n=Count('id')).group_by('room__site_id')
    persons = {int(row[0]): int(row[1]) for row in await seated.values_list('room__site_id', 'n')}
    return {id_: (*found.get(id_, (0, 0)), persons.get(id_, 0)) for id_ in ids}


async def _write(actor: Actor, done: str, site: Site) -> None:
    year = (await year_of(site.year_id)).year
    text = f'{site.number:02} {site.name}，{site.address}{"" if site.enabled else "（停用）"}'
    await journal.record(actor, Act.EDIT_SITE, details={'year': year, 'done': done, 'site': text})
