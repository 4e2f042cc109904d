"""时间节点: the periods of one year in which something is open; a kind may have several.

The province sets them for everybody, for 五至二级 or 一级, and for the whole province or one city. A city arranges
narrower ones for itself (本市时间安排): the same acts, on its own windows only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from tortoise.expressions import Q

from domain.errors import CHANGED_MEANWHILE, NotFound, Unmet
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import Paging
from domain.rules.permissions import City
from domain.rules.vocabulary import Act, GradeRange, Level, WindowKind
from domain.rules.year.city_times import Bound, bounds, require_inside
from domain.rules.year.window_form import WindowForm, WindowPlan, moment_text, read_window
from domain.services import journal
from domain.services.unit_of_work import use_case
from domain.services.year.year_settings import changing, held
from domain.services.year.years import whole, year_of
from storage.models import ExamYear, Organisation, Window


@dataclass(frozen=True, slots=True)
class Windows:
    """One page of windows and how many there are."""

    rows: tuple[Window, ...]
    total: int


async def windows_of(actor: Actor, year_id: int, paging: Paging) -> Windows:
    """The windows of a year in the order in which they open: all for the province, for a city its own.

    Raises Forbidden.
    """
    City.require(actor)
    mine = Q() if actor.level is Level.PROVINCE else _own(actor)
    rows = Window.filter(mine, year_id=year_id).select_related('area')
    page = await rows.order_by('opens_at', 'id').offset(paging.offset).limit(paging.size)
    return Windows(tuple(page), await rows.count())


async def bounds_for(actor: Actor, year_id: int) -> tuple[Bound, ...]:
    """The province's periods that this city may narrow, each with what is left of it. Raises Forbidden."""
    City.require(actor)
    return bounds((await year_of(year_id)).windows, actor.path)


async def areas() -> dict[str, str]:
    """The cities as 适用地区: id to name."""
    rows = await Organisation.filter(level=Level.CITY).order_by('path').values_list('id', 'name')
    return {str(id_): str(name) for id_, name in rows}


async def form_of(actor: Actor, window_id: int) -> WindowForm:
    """One window as its form shows it. Raises Forbidden, NotFound."""
    return _form(await _window(actor, window_id))


@use_case
async def add_window(actor: Actor, year_id: int, form: WindowForm) -> None:
    """新增时间节点. Raises Invalid at the fields, NotFound, Forbidden."""
    async with changing(actor, Act.EDIT_WINDOW, City):
        year = await held(year_id)
        plan = await _read(actor, year, form)
        await Window.create(year_id=year.id, **_columns(actor, plan))
        await _write(actor, year, '新增', form)


@use_case
async def edit_window(actor: Actor, window_id: int, form: WindowForm, *, seen: WindowForm) -> None:
    """Change a window that is still as ``seen``. Raises Invalid at the fields, NotFound, Forbidden, Unmet."""
    async with changing(actor, Act.EDIT_WINDOW, City):
        year = await held((await _window(actor, window_id)).year_id)
        plan = await _read(actor, year, form)
        window = await _window(actor, window_id)  # read now that nobody else can change the year
        if _form(window) != seen:
            raise Unmet(CHANGED_MEANWHILE)
        await Window.filter(id=window.id).update(**_columns(actor, plan))
        await _write(actor, year, '修改', form, before=await _text(seen))


@use_case
async def delete_window(actor: Actor, window_id: int) -> None:
    """删除. What was done inside the window stays done. Raises NotFound, Forbidden."""
    async with changing(actor, Act.EDIT_WINDOW, City):
        window = await _window(actor, window_id)
        year = await held(window.year_id)
        if not await Window.filter(id=window.id).delete():
            raise NotFound('该时间节点')
        await _write(actor, year, '删除', _form(window))


def _own(actor: Actor) -> Q:
    City.require(actor)
    if actor.level is Level.PROVINCE:
        return Q(narrows=False)
    return Q(narrows=True, area_id=actor.organisation_id)


async def _window(actor: Actor, window_id: int) -> Window:
    window = await Window.get_or_none(_own(actor), id=window_id)
    if window is None:
        raise NotFound('该时间节点')
    return window


async def _read(actor: Actor, year: ExamYear, form: WindowForm) -> WindowPlan:
    if actor.level is Level.PROVINCE:
        return read_window(form, year.year, {area: int(area) for area in await areas()})
    plan = read_window(replace(form, area=''), year.year, {})
    require_inside(plan, (await whole(year)).windows, actor.path)
    return replace(plan, area_id=actor.organisation_id)


def _form(window: Window) -> WindowForm:
    return WindowForm(
        window.name,
        window.kind.value,
        window.level.value if window.level else '',
        moment_text(window.opens_at),
        moment_text(window.closes_at),
        window.grades.value if window.grades else '',
        str(window.area_id or ''),
    )


def _columns(actor: Actor, plan: WindowPlan) -> dict[str, Any]:
    return {
        'kind': plan.kind,
        'level': plan.level,
        'name': plan.name,
        'opens_at': plan.opens_at,
        'closes_at': plan.closes_at,
        'grades': plan.grades,
        'area_id': plan.area_id,
        'narrows': actor.level is not Level.PROVINCE,
    }


async def _write(actor: Actor, year: ExamYear, done: str, form: WindowForm, **more: str) -> None:
    details = {'year': year.year, 'done': done, 'window': await _text(form), **more}
    await journal.record(actor, Act.EDIT_WINDOW, details=details)


async def _text(form: WindowForm) -> str:
    """One window as a journal entry names it."""
    area = await Organisation.get_or_none(id=int(form.area)) if form.area else None
    about = [WindowKind(form.kind).label]
    about += [GradeRange(form.grades).label] if form.grades else []
    about += [area.name] if area else []
    span = f'{form.opens} 至 {form.closes}'.replace('T', ' ')
    return f'{form.name}（{"、".join(about)}）{span}'
