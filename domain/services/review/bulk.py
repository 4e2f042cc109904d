"""批量通过 and 批量退回: a dry run first, then each row through the same function as a single decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.errors import Refusal
from domain.long_work import Step
from domain.rules.actor import Actor
from domain.rules.review.judging import move_for
from domain.rules.review.route import stops_of
from domain.rules.vocabulary import Act
from domain.services.review import facts
from domain.services.review.decisions import Opinion, decide
from storage.models import Application, Organisation
from storage.queries import applications

MOST_ROWS = 500
ACTS = (Act.APPROVE, Act.RETURN)


@dataclass(frozen=True, slots=True)
class BulkRow:
    """One row of a bulk action: ``refusal`` is empty when the act will succeed, or has succeeded."""

    application_id: int
    number: str
    name: str
    version: int
    refusal: str = ''


async def dry_run(actor: Actor, ids: Sequence[int], act: Act, opinion: Opinion) -> list[BulkRow]:
    """For each id in the order given: whether ``act`` will succeed and, if not, why; nothing is changed.

    Ids out of reach are reported as not existing. Raises Refusal for more than 500 rows.
    """
    _within_limits(ids, act)
    found = {row.id: row for row in await applications.visible_to(actor).filter(id__in=list(ids))}
    paths = {
        row.id: row.path for row in await Organisation.filter(id__in=list({row.unit_id for row in found.values()}))
    }
    return [await _forecast(actor, number, found.get(number), act, opinion, paths) for number in dict.fromkeys(ids)]


async def carry_out(actor: Actor, rows: Sequence[BulkRow], act: Act, opinion: Opinion, step: Step) -> list[BulkRow]:
    """Decide the rows of a dry run one after another; each with its result, only those so far when ``step`` stopped it.

    A row is decided on the version that the dry run saw: a decision made by someone else in between is kept.
    """
    _within_limits([row.application_id for row in rows], act)
    done: list[BulkRow] = []
    for row in rows:
        done.append(row if row.refusal else replace(row, refusal=await _refusal(actor, row, act, opinion)))
        if not step(len(done), len(rows)):
            break
    return done


async def _refusal(actor: Actor, row: BulkRow, act: Act, opinion: Opinion) -> str:
    try:
        await decide(actor, row.application_id, act, opinion, seen=row.version)
    except Refusal as reason:
        return str(reason)
    return ''


def _within_limits(ids: Sequence[int], act: Act) -> None:
    if act not in ACTS:
        raise Refusal('批量操作只支持通过和退回')
    if not ids:
        raise Refusal('请先选择报考人员')
    if len(ids) > MOST_ROWS:
        raise Refusal(f'一次最多处理 {MOST_ROWS} 人，已选 {len(ids)} 人')


async def _forecast(
    actor: Actor, number: int, application: Application | None, act: Act, opinion: Opinion, paths: dict[int, str]
) -> BulkRow:
    if application is None:
        return BulkRow(number, '', '', 0, '该申报不存在，或不在您的管理范围内')
    refusal = ''
    if application.senior:
        refusal = '一级（高级技师）须逐人审核，不能批量处理'
    else:
        try:
            known = await facts.of_decision(actor, application, act, opinion.reason, paths[application.unit_id])
            move_for(application, act, actor, known, stops_of(application.route))
        except Refusal as reason:
            refusal = str(reason)
    return BulkRow(application.id, application.number, application.name, application.version, refusal)
