"""考场: the rooms of one site, added singly or many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tortoise.functions import Count

from domain.errors import CHANGED_MEANWHILE, InUse, Invalid, NotFound, Problem, Unmet
from domain.rules.actor import Actor
from domain.rules.exam.site_form import RoomForm, RoomPlan, RoomsForm, read_room, read_rooms
from domain.rules.lists.application_filters import Paging
from domain.rules.permissions import City
from domain.rules.vocabulary import Act, PlanState
from domain.services import journal
from domain.services.exam.exam_offices import changing
from domain.services.exam.sites import site_of
from domain.services.unit_of_work import use_case
from storage.models import AdmissionTicket, Room, Site


@dataclass(frozen=True, slots=True)
class RoomRow:
    """One room in the list and how many persons sit there, over all sessions."""

    room: Room
    persons: int


@dataclass(frozen=True, slots=True)
class RoomRows:
    """One page of a site's rooms and how many there are."""

    rows: tuple[RoomRow, ...]
    total: int


async def rooms(actor: Actor, site_id: int, paging: Paging) -> RoomRows:
    """The rooms of one site by number. Raises Forbidden, NotFound."""
    site = await site_of(actor, site_id)
    found = Room.filter(site_id=site.id)
    page = await found.order_by('number').offset(paging.offset).limit(paging.size)
    seated = AdmissionTicket.filter(room_id__in=[room.id for room in page]).annotate(n=Count('id')).group_by('room_id')
    persons = {int(row[0]): int(row[1]) for row in await seated.values_list('room_id', 'n')}
    return RoomRows(tuple(RoomRow(room, persons.get(room.id, 0)) for room in page), await found.count())


async def room_of(actor: Actor, room_id: int) -> Room:
    """One room of the actor's own office. Raises Forbidden, NotFound."""
    City.require(actor)
    room = await Room.get_or_none(id=room_id, site__organisation_id=actor.organisation_id)
    if room is None:
        raise NotFound('该考场')
    return room


async def next_number(actor: Actor, site_id: int) -> int:
    """The number that a new room of this site would have. Raises Forbidden, NotFound."""
    site = await site_of(actor, site_id)
    highest = await Room.filter(site_id=site.id).order_by('-number').first()
    return highest.number + 1 if highest else 1


def form_of(room: Room) -> RoomForm:
    """A room as its form shows it."""
    return RoomForm(str(room.number), str(room.capacity), room.name, room.enabled)


@use_case
async def add_room(actor: Actor, site_id: int, form: RoomForm) -> None:
    """新增考场. Raises Invalid at the fields, NotFound, Forbidden."""
    await _add(actor, site_id, (read_room(form),), 'number')


@use_case
async def add_rooms(actor: Actor, site_id: int, form: RoomsForm) -> int:
    """批量添加考场: all of them or none; returns how many. Raises Invalid at the fields, NotFound, Forbidden."""
    plans = read_rooms(form)
    await _add(actor, site_id, plans, 'first')
    return len(plans)


async def _add(actor: Actor, site_id: int, plans: Sequence[RoomPlan], key: str) -> None:
    async with changing(actor):
        site = await site_of(actor, site_id)
        taken = Room.filter(site_id=site.id, number__gte=plans[0].number, number__lte=plans[-1].number)
        numbers = [str(row[0]) for row in await taken.order_by('number').limit(6).values_list('number')]
        if numbers:
            more = ' 等' if len(numbers) > 5 else ''
            raise Invalid([Problem(key, f'考场编号 {"、".join(numbers[:5])}{more}已被使用')])
        await Room.bulk_create(
            Room(site_id=site.id, number=plan.number, name=plan.name, capacity=plan.capacity, enabled=plan.enabled)
            for plan in plans
        )
        await _write(actor, site, '新增考场', *plans[:: max(1, len(plans) - 1)])


@use_case
async def edit_room(actor: Actor, room_id: int, form: RoomForm, *, seen: RoomForm) -> None:
    """Change a room that is still as ``seen``; a published seat stays.

    Raises Invalid at the fields, NotFound, Forbidden, Unmet.
    """
    plan = read_room(form)
    async with changing(actor):
        room = await room_of(actor, room_id)
        if form_of(room) != seen:
            raise Unmet(CHANGED_MEANWHILE)
        if plan.number != room.number and await Room.exists(site_id=room.site_id, number=plan.number):
            raise Invalid([Problem('number', f'考场编号 {plan.number} 已被使用')])
        published = AdmissionTicket.filter(room_id=room.id, plan__state=PlanState.PUBLISHED)
        last = await published.order_by('-seat').first()
        if last and plan.capacity < last.seat:
            raise Invalid([Problem('capacity', f'已发布的座位编到 {last.seat} 号，座位数不能小于 {last.seat}')])
        await Room.filter(id=room.id).update(
            number=plan.number, name=plan.name, capacity=plan.capacity, enabled=plan.enabled
        )
        await _write(actor, await site_of(actor, room.site_id), '修改考场', plan)


@use_case
async def delete_room(actor: Actor, room_id: int) -> None:
    """删除. Raises InUse when persons are seated there, NotFound, Forbidden."""
    async with changing(actor):
        room = await room_of(actor, room_id)
        persons = await AdmissionTicket.filter(room_id=room.id).count()
        if persons:
            raise InUse(f'{room.name}已编排 {persons} 人，不能删除')
        await Room.filter(id=room.id).delete()
        await _write(actor, await site_of(actor, room.site_id), '删除考场', read_room(form_of(room)))


async def _write(actor: Actor, site: Site, done: str, *plans: RoomPlan) -> None:
    """One journal entry: the room, or the first and the last of many."""
    text = ' 至 '.join(f'{plan.number} {plan.name}（{plan.capacity} 座）' for plan in plans)
    details = {'done': done, 'site': f'{site.number:02} {site.name}', 'room': text}
    await journal.record(actor, Act.EDIT_SITE, details=details)
