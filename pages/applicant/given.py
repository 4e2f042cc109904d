"""What the form shows but does not ask for: the ID number, the unit, and the text of a return."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from nicegui import ui

from components.kit.buttons import link_button
from components.kit.words import notice, words
from domain.rules.application.pins import label_of
from domain.services.application.filling import OwnApplication
from pages.applicant.steps import Step


def return_card(reason: str, remarks: Mapping[str, str], reach: Callable[[str], Awaitable[None]]) -> None:
    """The reason of a return, and its pins; each pin is a link to its place in the form."""
    notice(f'退回原因：{reason}', 'amber')
    if not remarks:
        return
    with ui.element('section').classes('card sec asked'):
        words('请修改以下内容后重新提交，其余内容不能改动：', 'p')
        with ui.element('ul'):
            for key, remark in remarks.items():
                with ui.element('li'):
                    link_button(label_of(key), partial(reach, key))
                    words(remark, 'span', 'pre')


def derived(own: OwnApplication, step: Step) -> list[tuple[str, str]]:
    """Label and value of what is derived from the ID number or the account, by step; it is never typed twice."""
    row = own.application
    if step.key == 'person':
        return [
            ('身份证号', row.id_number),
            ('性别', row.sex.label),
            ('出生日期', row.born_on.isoformat()),
        ]
    return [('单位', own.unit.name)] if step.key == 'work' else []
