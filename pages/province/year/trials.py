"""The dry run and the repetition of 资格预审 as the administrator sees them: with progress, and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nicegui import ui

from components.kit.progress import progress_dialog
from domain.rules.year.parameter_form import Difference
from domain.rules.year.parameters import Parameters
from domain.services.eligibility import parameter_changes, reassessment
from domain.services.eligibility.parameter_changes import Trial
from domain.services.eligibility.reassessment import Change, Renewal
from pages.access import current_actor

MOST_NAMED = 12  # changed parameters named one by one


async def tried(year_id: int, wanted: Parameters) -> Trial:
    """The findings of the live applications with these parameters."""
    with progress_dialog('正在试算对在办申报的影响') as progress:
        return await parameter_changes.trial(await current_actor(), year_id, wanted, progress.step)


async def renewed(year_id: int) -> Renewal:
    """重新预审 of what is in review; it continues when the page is left."""
    client = ui.context.client
    with progress_dialog('正在重新预审', outlives=True) as progress:
        found = await reassessment.renew(await current_actor(), year_id, progress.step)
    if not client.is_deleted:
        sentence = f'已重新预审 {found.judged} 条审核中的申报，{sum(found.changed.values())} 条结论改变'
        ui.notify(f'{sentence}；未全部完成，可再次点“重新预审”' if found.stopped else sentence, type='positive')
    return found


def consequences(changed: Sequence[Difference], shown: Trial) -> str:
    """The text that the administrator must confirm."""
    lines = [str(one) for one in changed[:MOST_NAMED]]
    lines += [f'……共修改 {len(changed)} 项'] if len(changed) > MOST_NAMED else []
    lines += ['', f'在办申报 {shown.judged} 条，其中 {shown.changed} 条的预审结论将改变。']
    lines += _changes('审核中', shown.in_review) + _changes('未提交或已退回', shown.elsewhere)
    return '\n'.join(lines)


def _changes(where: str, changes: Mapping[Change, int]) -> list[str]:
    return [f'{where}：{before.label} → {after.label} {n} 条' for (before, after), n in sorted(changes.items())]
