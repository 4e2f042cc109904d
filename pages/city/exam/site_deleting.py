"""删除 in 考点考场, and 停用 instead for a site or room that has seated persons."""

from __future__ import annotations

from dataclasses import replace

from nicegui import ui

from components.kit.confirm import confirm
from domain.errors import InUse
from domain.services.exam import rooms, sites
from pages.access import current_actor
from pages.city.exam.site_dialogs import CLOSED
from storage.models import Room, Site


async def delete_site(site: Site) -> None:
    """删除, or 停用 for a site that has seated persons."""
    if not await confirm('删除考点', f'确认删除考点 {site.name}？其考场一并删除。', '删除', danger=True):
        return
    try:
        await sites.delete_site(await current_actor(), site.id)
    except InUse as refusal:
        seen = sites.form_of(site)
        if await _disable_instead(refusal, enabled=site.enabled, name=site.name):
            await sites.edit_site(await current_actor(), site.id, replace(seen, enabled=False), seen=seen)
            ui.notify(f'{site.name} 已停用', type='positive')
        return
    ui.notify(f'{site.name} 已删除', type='positive')


async def delete_room(room: Room) -> None:
    """删除, or 停用 for a room that has seated persons."""
    if not await confirm('删除考场', f'确认删除 {room.name}？', '删除', danger=True):
        return
    try:
        await rooms.delete_room(await current_actor(), room.id)
    except InUse as refusal:
        seen = rooms.form_of(room)
        if await _disable_instead(refusal, enabled=room.enabled, name=room.name):
            await rooms.edit_room(await current_actor(), room.id, replace(seen, enabled=False), seen=seen)
            ui.notify(f'{room.name} 已停用', type='positive')
        return
    ui.notify(f'{room.name} 已删除', type='positive')


async def _disable_instead(refusal: InUse, *, enabled: bool, name: str) -> bool:
    if not enabled:
        raise refusal
    return await confirm('不能删除', f'{refusal}。可以改为停用 {name}：{CLOSED}', '停用')
