"""The forms of 考点考场: a site, a room, many rooms at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from nicegui import ui

from components.forms.form_dialog import Field, FormDialog, SwitchField, TextField, Typed
from domain.rules.exam.site_form import (
    LONGEST_ADDRESS,
    LONGEST_DIRECTIONS,
    LONGEST_ROOM,
    LONGEST_SITE,
    MOST_SEATS,
    RoomForm,
    RoomsForm,
    SiteForm,
)
from domain.services.exam import rooms, sites
from pages.access import current_actor

CLOSED = '停用后不再用于编排，已发布的座位不变。'


async def add_site_dialog(year: int, then: Callable[[int], Awaitable[None]]) -> None:
    """新增考点 of this exam year; ``then`` receives its id."""
    number = await sites.next_number(await current_actor(), year)

    async def save(typed: Typed) -> None:
        site = await sites.add_site(await current_actor(), year, _site(typed))
        ui.notify(f'考点 {site.name} 已新增，请接着添加考场', type='positive')
        await then(site.id)

    FormDialog('新增考点', _site_fields(SiteForm(f'{number:02}', '', '')), save)


async def edit_site_dialog(site_id: int) -> None:
    seen = sites.form_of(await sites.site_of(await current_actor(), site_id))

    async def save(typed: Typed) -> None:
        await sites.edit_site(await current_actor(), site_id, _site(typed), seen=seen)
        ui.notify('考点已保存', type='positive')

    FormDialog('编辑考点', _site_fields(seen), save, remark=CLOSED)


async def add_room_dialog(site_id: int) -> None:
    number = await rooms.next_number(await current_actor(), site_id)

    async def save(typed: Typed) -> None:
        await rooms.add_room(await current_actor(), site_id, _room(typed))
        ui.notify('考场已新增', type='positive')

    FormDialog('新增考场', _room_fields(RoomForm(str(number), '30')), save)


async def add_rooms_dialog(site_id: int) -> None:
    """批量添加考场: from one number to another, all with the same capacity."""
    number = await rooms.next_number(await current_actor(), site_id)

    async def save(typed: Typed) -> None:
        count = await rooms.add_rooms(await current_actor(), site_id, RoomsForm(**typed.texts))
        ui.notify(f'已添加 {count} 个考场', type='positive')

    fields: list[Field] = [
        TextField('first', '起始编号', str(number), required=True, longest=3, keyboard='numeric'),
        TextField('last', '结束编号', str(number + 9), required=True, longest=3, keyboard='numeric'),
        TextField('capacity', '每个考场座位数', '30', required=True, longest=2, keyboard='numeric'),
    ]
    FormDialog('批量添加考场', fields, save, remark='考场名称为“第 N 考场”，可在添加后逐个修改。', yes='添加')


async def edit_room_dialog(room_id: int) -> None:
    seen = rooms.form_of(await rooms.room_of(await current_actor(), room_id))

    async def save(typed: Typed) -> None:
        await rooms.edit_room(await current_actor(), room_id, _room(typed), seen=seen)
        ui.notify('考场已保存', type='positive')

    FormDialog('编辑考场', _room_fields(seen), save, remark=CLOSED)


def _site_fields(form: SiteForm) -> list[Field]:
    number = TextField('number', '考点编号', form.number, required=True, longest=2, keyboard='numeric')
    return [
        replace(number, hint='两位数字，是准考证号的一部分'),
        TextField('name', '考点名称', form.name, required=True, longest=LONGEST_SITE),
        TextField('address', '地址', form.address, required=True, longest=LONGEST_ADDRESS),
        TextField('directions', '乘车路线', form.directions, longest=LONGEST_DIRECTIONS, hint='印在准考证上，可不填'),
        SwitchField('enabled', '状态', '用于编排', form.enabled),
    ]


def _room_fields(form: RoomForm) -> list[Field]:
    seats = TextField('capacity', '座位数', form.capacity, required=True, longest=2, keyboard='numeric')
    return [
        TextField('number', '考场编号', form.number, required=True, longest=3, keyboard='numeric'),
        TextField('name', '考场名称', form.name, longest=LONGEST_ROOM, hint='不填时为“第 N 考场”'),
        replace(seats, hint=f'1–{MOST_SEATS}，每场都可重复使用'),
        SwitchField('enabled', '状态', '用于编排', form.enabled),
    ]


def _site(typed: Typed) -> SiteForm:
    text = typed.texts
    return SiteForm(text['number'], text['name'], text['address'], text['directions'], typed.switches['enabled'])


def _room(typed: Typed) -> RoomForm:
    text = typed.texts
    return RoomForm(text['number'], text['capacity'], text['name'], typed.switches['enabled'])
