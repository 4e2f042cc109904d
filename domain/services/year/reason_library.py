"""常用意见: the reasons that offices use often; every office selects from them, the province maintains them."""

from __future__ import annotations

from dataclasses import dataclass

from tortoise.expressions import Q

from domain.errors import CHANGED_MEANWHILE, Invalid, NotFound, Problem, Unmet
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import Paging
from domain.rules.permissions import Province
from domain.rules.vocabulary import Act
from domain.services import journal
from domain.services.unit_of_work import use_case
from domain.services.year.year_settings import changing
from storage.models import CommonReason

MOST = 60
SHORTEST, LONGEST = 2, 200
LAST_POSITION = 999
# Decisions with a reason from this list (2-workflow §2).
REASONED = (Act.RETURN, Act.REJECT, Act.REOPEN, Act.RECHECK_FAIL)


@dataclass(frozen=True, slots=True)
class ReasonForm:
    """The input: ``act`` is a word of Act, ``position`` a number or empty for the end of the list."""

    act: str
    text: str
    position: str = ''


@dataclass(frozen=True, slots=True)
class Reasons:
    """One page of reasons and how many there are."""

    rows: tuple[CommonReason, ...]
    total: int


async def phrases_for(actor: Actor) -> dict[Act, tuple[str, ...]]:
    """The texts to select from, by act: those shared by all and those of the actor's own organisation."""
    rows = (
        await CommonReason.filter(Q(organisation_id__isnull=True) | Q(organisation_id=actor.organisation_id))
        .order_by('position', 'id')
        .limit(MOST)
    )
    found: dict[Act, tuple[str, ...]] = {}
    for row in rows:
        act = Act(row.act)
        found[act] = (*found.get(act, ()), row.text)
    return found


async def shared_reasons(actor: Actor, paging: Paging) -> Reasons:
    """The shared reasons in the order in which they are offered. Raises Forbidden."""
    Province.require(actor)
    found = CommonReason.filter(organisation_id__isnull=True)
    rows = await found.order_by('position', 'id').offset(paging.offset).limit(paging.size)
    return Reasons(tuple(rows), await found.count())


@use_case
async def add_reason(actor: Actor, form: ReasonForm) -> None:
    """新增. Raises Invalid at ``act``, ``text`` or ``position``, Forbidden, Unmet when the list is full."""
    act, text, position = _read(form)
    async with changing(actor, Act.EDIT_REASON):
        shared = CommonReason.filter(organisation_id__isnull=True)
        if await shared.count() >= MOST:
            raise Unmet(f'常用意见最多 {MOST} 条，请先删除不用的')
        await _sole(act, text)
        last = await shared.order_by('-position').first()
        place = (last.position + 1 if last else 1) if position is None else position
        await CommonReason.create(act=act.value, text=text, position=place)
        await journal.record(actor, Act.EDIT_REASON, details={'done': '新增', 'for': act.label, 'text': text})


@use_case
async def edit_reason(actor: Actor, reason_id: int, form: ReasonForm, *, seen: ReasonForm) -> None:
    """Change a shared reason that is still as ``seen``. Raises Invalid, NotFound, Forbidden, Unmet."""
    act, text, position = _read(form)
    async with changing(actor, Act.EDIT_REASON):
        row = await _shared(reason_id)
        await _sole(act, text, besides=row.id)
        place = row.position if position is None else position
        same = CommonReason.filter(id=row.id, act=seen.act, text=seen.text)
        if not await same.update(act=act.value, text=text, position=place):
            raise Unmet(CHANGED_MEANWHILE)
        details = {'done': '修改', 'for': act.label, 'text': text, 'before': seen.text}
        await journal.record(actor, Act.EDIT_REASON, details=details)


@use_case
async def delete_reason(actor: Actor, reason_id: int) -> None:
    """删除; decisions that used its words keep them. Raises NotFound, Forbidden."""
    async with changing(actor, Act.EDIT_REASON):
        row = await _shared(reason_id)
        if not await CommonReason.filter(id=row.id).delete():
            raise NotFound('该常用意见')
        details = {'done': '删除', 'for': Act(row.act).label, 'text': row.text}
        await journal.record(actor, Act.EDIT_REASON, details=details)


async def _shared(reason_id: int) -> CommonReason:
    row = await CommonReason.get_or_none(id=reason_id, organisation_id__isnull=True)
    if row is None:
        raise NotFound('该常用意见')
    return row


async def _sole(act: Act, text: str, besides: int = 0) -> None:
    same = CommonReason.filter(organisation_id__isnull=True, act=act.value, text=text)
    if await same.exclude(id=besides).exists():
        raise Invalid([Problem('text', '已有相同的常用意见')])


def _read(form: ReasonForm) -> tuple[Act, str, int | None]:
    problems = []
    text, typed = ' '.join(form.text.split()), form.position.strip()
    if form.act not in [act.value for act in REASONED]:
        problems.append(Problem('act', '请选择适用处理'))
    if not SHORTEST <= len(text) <= LONGEST:
        problems.append(Problem('text', f'请填写内容（{SHORTEST}–{LONGEST} 字）'))
    if typed and not (typed.isascii() and typed.isdigit() and int(typed[:6]) <= LAST_POSITION):
        problems.append(Problem('position', f'请填写 0–{LAST_POSITION} 之间的整数，或留空'))
    if problems:
        raise Invalid(problems)
    return Act(form.act), text, int(typed) if typed else None
