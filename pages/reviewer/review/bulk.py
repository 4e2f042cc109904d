"""批量通过 and 批量退回: the dry run, the confirmation, the progress and the result, one line per row."""

from __future__ import annotations

from collections.abc import Sequence

from nicegui import ui

from components.forms.reason_field import ReasonField
from components.kit.buttons import plain_button, primary_button, return_button
from components.kit.confirm import confirm
from components.kit.outcomes import outcome_dialog, outcome_lines
from components.kit.progress import progress_dialog
from components.kit.words import h2, words
from domain.rules.actor import Actor
from domain.rules.vocabulary import Act
from domain.services.review import bulk
from domain.services.review.bulk import BulkRow
from domain.services.review.decisions import Opinion
from domain.services.year.reason_library import phrases_for
from pages.access import acting

TYPED_ABOVE = 50  # more rows than this are confirmed by typing their number


async def decide_many(actor: Actor, ids: Sequence[int], act: Act) -> bool:
    """Ask, decide and show the result; True when anything was tried.

    Raises Refusal for no rows or too many.
    """
    opinion = await _reason(actor, len(ids)) if act is Act.RETURN and ids else Opinion()
    if opinion is None:
        return False
    rows = await bulk.dry_run(actor, ids, act, opinion)
    able = [row for row in rows if not row.refusal]
    if not await _forecast(act, rows, len(able)):
        return False
    if len(able) > TYPED_ABOVE and not await confirm(
        f'批量{act.label}', f'即将对 {len(able)} 人作出“{act.label}”。', typed=str(len(able))
    ):
        return False
    with progress_dialog(f'批量{act.label}', len(able), outlives=True) as progress:
        done = await bulk.carry_out(actor, able, act, opinion, progress.step)
    await outcome_dialog(f'批量{act.label}', done, f'已{act.label}', len(able) - len(done))
    return True


async def _reason(actor: Actor, count: int) -> Opinion | None:
    """The one reason of 批量退回; None when it was cancelled."""
    phrases = (await phrases_for(actor)).get(Act.RETURN, ())
    with ui.dialog() as dialog, ui.card().classes('dialog'):
        dialog.props['aria-label'] = '批量退回'
        h2('批量退回')
        words(f'将 {count} 人退回本人，退回后本人可修改并重新提交。', 'p')
        reason = ReasonField('原因', phrases, '', lambda: None)

        async def accept() -> None:
            if reason.check():
                dialog.submit(reason.value)

        with ui.element('div').classes('foot'):
            plain_button('取消', lambda: dialog.submit(None))
            return_button('下一步', acting(accept))
    text = await dialog
    dialog.delete()
    return Opinion(text) if isinstance(text, str) else None


async def _forecast(act: Act, rows: Sequence[BulkRow], able: int) -> bool:
    with ui.dialog() as dialog, ui.card().classes('dialog wide'):
        dialog.props['aria-label'] = '试算结果'
        h2(f'批量{act.label}：试算结果')
        words(f'已选 {len(rows)} 人，可以{act.label} {able} 人，不能处理 {len(rows) - able} 人。', 'p')
        outcome_lines(rows, f'可以{act.label}')
        with ui.element('div').classes('foot'):
            plain_button('取消', lambda: dialog.submit(False))
            primary_button(f'确认{act.label} {able} 人', lambda: dialog.submit(True)).set_enabled(able > 0)
    answer = await dialog
    dialog.delete()
    return answer is True
