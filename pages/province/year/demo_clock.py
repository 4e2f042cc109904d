"""演示时钟 of a demonstration: the dialog that moves its clock forward to the exam, or to any later moment."""

from __future__ import annotations

from datetime import datetime

from nicegui import ui

from components.forms.form_dialog import ChoiceField, Field, FormDialog, TextField, Typed
from domain import clock
from domain.errors import Invalid, Problem
from domain.rules.year.typed_times import read_minute
from domain.services.year import demo_clock
from pages.access import current_actor

REMARK = (
    '只在演示系统中提供，所有人看到的时间一起前进，不能倒退；重新启动后恢复为实际时间。\n'
    '到期会自动办理的照常办理，例如缴费截止后关闭未缴的缴款。'
)


async def open_clock() -> None:
    """Ask for the moment, and move the clock."""
    stops = await demo_clock.stops(await current_actor())
    options = {str(at): f'{stop.name}（{clock.short_text(stop.at)}）' for at, stop in enumerate(stops)}

    async def save(typed: Typed) -> None:
        chosen, text = typed.texts['stop'], typed.texts['at']
        moment = stops[int(chosen)].at if chosen in options else _moment(text)
        await demo_clock.move(await current_actor(), moment)
        ui.notify(f'演示时间已调整到 {clock.minute_text(moment)}', type='positive')

    fields: list[Field] = [
        ChoiceField('stop', '调整到', options, hint='本年度还没有到的时间节点'),
        TextField('at', '或指定时间', moment=True),
    ]
    FormDialog(
        '演示时钟', fields, save, facts={'当前演示时间': clock.minute_text(clock.now())}, remark=REMARK, yes='调整'
    )


def _moment(text: str) -> datetime:
    moment = read_minute(text)
    if moment is None:
        raise Invalid([Problem('at', '请选择要调整到的时间节点，或填写时间')])
    return moment
