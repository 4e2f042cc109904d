"""发布, 撤回 and 修改成绩: the confirmations before them, which say who is affected."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from nicegui import ui

from components.forms.form_dialog import ChoiceField, Field, FormDialog, TextField, Typed
from components.kit.confirm import confirm
from components.kit.progress import progress_dialog
from domain.errors import Refusal
from domain.rules import reasons
from domain.rules.results.score_sheet import LONGEST_REMARK
from domain.rules.vocabulary import Attendance, Conclusion
from domain.services.results import publication, score_changes
from domain.services.results.publication import CHUNK, Preview
from domain.services.results.score_changes import Correction
from pages.access import current_actor

REACH = '发布后，县区及以上管理员可查询，本人可查看；合格的进入以后年度的往年报考合格库。'


async def publish(ids: Sequence[int]) -> bool:
    """Show what would be published, ask, then publish; whether anything was. Raises Refusal when there is nothing."""
    found = await publication.preview(await current_actor(), ids)
    left = _left(found)
    if not found.persons:
        raise Refusal(f'所选人员没有可以发布的成绩：{left or "请刷新后重新选择"}')
    parts = '，'.join(f'{one.label} {found.ready[one]}' for one in Conclusion if found.ready[one])
    lines = [f'确认发布 {found.persons} 人的考核结果？', f'{parts}。', REACH]
    if found.redrawn:
        lines.append(f'合格规则已调整，其中 {found.redrawn} 人的结论将按现行规则改变。')
    if left:
        lines.append(f'不发布：{left}。')
    if not await confirm('发布考核结果', '\n'.join(lines), f'发布 {found.persons} 人'):
        return False
    done = await _in_portions('正在发布考核结果', ids, publication.publish)
    ui.notify(f'已发布 {done} 人的考核结果', type='positive')
    return True


async def withdraw(ids: Sequence[int], on_done: Callable[[], Awaitable[None]]) -> None:
    """Ask for the reason, then withdraw the published results. Raises Refusal when there are none."""
    found = await publication.preview(await current_actor(), ids)
    if not found.shown:
        raise Refusal('所选人员没有已发布的成绩')
    slot = ui.context.client.layout

    async def save(typed: Typed) -> None:
        reason = publication.require_reason(typed.texts['reason'])

        async def portion(actor: object, some: Sequence[int]) -> int:
            del actor
            return await publication.withdraw(await current_actor(), some, reason)

        with slot:
            done = await _in_portions('正在撤回考核结果', ids, portion)
            ui.notify(f'已撤回 {done} 人的考核结果', type='positive')
        await on_done()

    field = TextField('reason', '撤回原因', required=True, longest=reasons.LONGEST)
    remark = '撤回后，查询和本人页面不再显示；其中合格的从往年报考合格库移出。更正后可以再次发布。'
    FormDialog('撤回考核结果', [field], save, facts={'已发布': f'{found.shown} 人'}, remark=remark, yes='撤回')


async def correct(application_id: int) -> None:
    """修改成绩 of one person, while it is not published. Raises Refusal."""
    sheet = await score_changes.sheet(await current_actor(), application_id)

    async def save(typed: Typed) -> None:
        scores = {subject: typed.texts.get(subject.value, '') for subject in sheet.subjects}
        correction = Correction(scores, typed.texts['attendance'], typed.texts['remark'])
        await score_changes.correct(await current_actor(), application_id, correction, seen=sheet.version)
        ui.notify(f'{sheet.name}：成绩已修改', type='positive')

    marks = sheet.marks
    fields: list[Field] = [
        TextField(subject.value, subject.label, marks.typed(subject), longest=6, hint='分数，或 缺考、违纪')
        for subject in sheet.subjects
    ]
    fields += [
        ChoiceField('attendance', '全部科目缺考/违纪', Attendance.labels(), marks.attendance.value, required=True),
        TextField('remark', '备注', marks.remark, longest=LONGEST_REMARK),
    ]
    facts = {'姓名': sheet.name, '报名序号': sheet.number, '等级': sheet.grade.full_label}
    FormDialog('修改成绩', fields, save, facts=facts, remark='改动前后的成绩都记入操作日志。')


def _left(found: Preview) -> str:
    """Who is left out and why."""
    more = ' 等' if found.missing > len(found.named) else ''
    parts = [
        f'{found.missing} 人没有成绩（{"、".join(found.named)}{more}）' if found.missing else '',
        f'{found.published} 人已经发布' if found.published else '',
        f'{found.void} 人已取消资格或退费' if found.void else '',
    ]
    return '，'.join(part for part in parts if part)


async def _in_portions(title: str, ids: Sequence[int], act: Callable[..., Awaitable[int]]) -> int:
    """One portion after the other, with the actor read again for each, until all are done or it is cancelled."""
    done = 0
    with progress_dialog(title, len(ids)) as progress:
        for start in range(0, len(ids), CHUNK):
            done += await act(await current_actor(), ids[start : start + CHUNK])
            if not progress.step(start + CHUNK, len(ids)):
                break
    return done
