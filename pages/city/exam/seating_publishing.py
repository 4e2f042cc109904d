"""发布准考证 and 撤回准考证: the confirmations before them, which say who is affected."""

from __future__ import annotations

from nicegui import ui

from components.forms.form_dialog import FormDialog, TextField, Typed
from components.kit.confirm import confirm
from domain.services.exam import seating, seating_lists
from domain.services.exam.seating_lists import Drawn
from pages.access import current_actor

NAMED = 10  # persons in a warning


async def publish(drawn: Drawn) -> None:
    """Ask, then publish."""
    left = sum(int(one['persons']) for one in drawn.plan.left)
    short = f'\n另有 {left} 人没有座位，可在增加考场或场次后补充编排。' if left else ''
    reach = '发布后座位不再变动，单位和本人可在准考证打印时间内查看、打印。'
    question = f'确认发布 {drawn.plan.seated} 人的准考证？{reach}{short}'
    if await confirm('发布准考证', question, '发布'):
        await seating.publish(await current_actor(), drawn.plan.id)
        ui.notify(f'已发布 {drawn.plan.seated} 人的准考证', type='positive')


async def withdraw(drawn: Drawn) -> None:
    """Ask for the reason, and name those who have already printed their ticket."""
    names, printed = await seating_lists.printed(await current_actor(), drawn.plan.id, NAMED)
    remark = '撤回后，这些准考证全部失效，扫码核验显示无效；可以重新编排后再次发布。'
    if printed:
        more = f' 等 {printed} 人' if printed > len(names) else f' 共 {printed} 人'
        remark += f'\n已打印的须通知本人重新打印：{"、".join(names)}{more}。'

    async def save(typed: Typed) -> None:
        await seating.withdraw(await current_actor(), drawn.plan.id, typed.texts['reason'])
        ui.notify(f'已撤回 {drawn.plan.seated} 人的准考证', type='positive')

    reason = TextField('reason', '撤回原因', required=True, longest=200)
    facts = {'随机种子': drawn.plan.seed, '人数': f'{drawn.plan.seated} 人', '已打印': f'{printed} 人'}
    FormDialog('撤回准考证', [reason], save, facts=facts, remark=remark, yes='撤回')
