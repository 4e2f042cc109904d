"""时间节点: the periods of one year in which something is open; a kind may have several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from domain.errors import CHANGED_MEANWHILE, NotFound, Unmet
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import Paging
from domain.rules.permissions import Province
from domain.rules.vocabulary import Act, WindowKind
from domain.rules.year.window_form import WindowForm, WindowPlan, moment_text, read_window
from domain.services import journal
from domain.services.unit_of_work import use_case
from domain.services.year.year_settings import changing, held
from storage.models import Window


@dataclass(frozen=True, slots=True)
class Windows:
    """One page of windows and how many there are."""

    rows: tuple[Window, ...]
    total: int


async def windows_of(actor: Actor, year_id: int, paging: Paging) -> Windows:
    """The windows of a year in the order in which they open. Raises Forbidden."""
    Province.require(actor)
    found = Window.filter(year_id=year_id)
    rows = await found.order_by('opens_at', 'id').offset(paging.offset).limit(paging.size)
    return Windows(tuple(rows), await found.count())


async def form_of(actor: Actor, window_id: int) -> WindowForm:
    """One window as its form shows it. Raises Forbidden, NotFound."""
    Province.require(actor)
    return _form(await _window(window_id))


@use_case
async def add_window(actor: Actor, year_id: int, form: WindowForm) -> None:
    """新增时间节点. Raises Invalid at the fields, NotFound, Forbidden."""
    async with changing(actor, Act.EDIT_WINDOW):
        year = await held(year_id)
        plan = read_window(form, year.year)
        await Window.create(year_id=year.id, **_columns(plan))
        details = {'year': year.year, 'done': '新增', 'window': _text(form)}
        await journal.record(actor, Act.EDIT_WINDOW, details=details)


@use_case
async def edit_window(actor: Actor, window_id: int, form: WindowForm, *, seen: WindowForm) -> None:
    """Change a window that is still as ``seen``. Raises Invalid at the fields, NotFound, Forbidden, Unmet."""
    async with changing(actor, Act.EDIT_WINDOW):
        window = await _window(window_id)
        year = await held(window.year_id)
        plan = read_window(form, year.year)
        window = await _window(window_id)  # read again, now that nobody else can change the year
        if _form(window) != seen:
            raise Unmet(CHANGED_MEANWHILE)
        await Window.filter(id=window.id).update(**_columns(plan))
        details = {'year': year.year, 'done': '修改', 'window': _text(form), 'before': _text(seen)}
        await journal.record(actor, Act.EDIT_WINDOW, details=details)


@use_case
async def delete_window(actor: Actor, window_id: int) -> None:
    """删除. What was done inside the window stays done. Raises NotFound, Forbidden."""
    async with changing(actor, Act.EDIT_WINDOW):
        window = await _window(window_id)
        year = await held(window.year_id)
        if not await Window.filter(id=window.id).delete():
            raise NotFound('该时间节点')
        details = {'year': year.year, 'done': '删除', 'window': _text(_form(window))}
        await journal.record(actor, Act.EDIT_WINDOW, details=details)


async def _window(window_id: int) -> Window:
    window = await Window.get_or_none(id=window_id)
    if window is None:
        raise NotFound('该时间节点')
    return window


def _form(window: Window) -> WindowForm:
    level = window.level.value if window.level else ''
    return WindowForm(
        window.name, window.kind.value, level, moment_text(window.opens_at), moment_text(window.closes_at)
    )


def _columns(plan: WindowPlan) -> dict[str, Any]:
    return {
        'kind': plan.kind,
        'level': plan.level,
        'name': plan.name,
        'opens_at': plan.opens_at,
        'closes_at': plan.closes_at,
    }


def _text(form: WindowForm) -> str:
    """One window as a journal entry names it."""
    span = f'{form.opens} 至 {form.closes}'.replace('T', ' ')
    return f'{form.name}（{WindowKind(form.kind).label}）{span}'
