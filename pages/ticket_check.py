"""The page behind the QR code of a 准考证: anyone with a phone sees whether it is genuine, and no more."""

from __future__ import annotations

from datetime import timedelta

from fastapi import Request
from nicegui import ui

from components.frame.theme import apply_theme, watermark, words
from components.kit.words import Kind, h1
from domain import clock
from domain.rules.year.typed_times import end_text
from domain.services.exam.ticket_verification import Genuine, Shown, checked
from pages import installed
from pages.access import Anyone, sheet

KINDS: dict[Genuine, Kind] = {Genuine.VALID: 'green', Genuine.VOID: 'red', Genuine.UNKNOWN: 'grey'}
ICONS = {Genuine.VALID: 'verified', Genuine.VOID: 'cancel', Genuine.UNKNOWN: 'help'}


@sheet('/t/{token}', title='准考证核验', audience=Anyone)
async def ticket_check(token: str, request: Request) -> None:
    """The answer to one code."""
    check = await checked(token)
    apply_theme(installed.dark(request))
    with ui.element('main').classes('check-page'), ui.element('section').classes('card'):
        words('河南省机关事业单位工勤技能岗位等级考核', 'p', 'muted')
        h1('准考证核验')
        with ui.element('div').classes('verdict').classes(KINDS[check.genuine]).props('role=status'):
            ui.icon(ICONS[check.genuine]).props('aria-hidden=true')
            words(check.genuine.label, 'b')
            words(check.sentence, 'p')
        if check.shown:
            _facts(check.shown)
        words(f'核验时间 {clock.minute_text(clock.now())}', 'p', 'muted num')
    if installed.now.demo:
        watermark()


def _facts(shown: Shown) -> None:
    starts, ends = clock.local(shown.starts_at), clock.local(shown.ends_at)
    until = clock.minute_text(shown.ends_at)
    if ends - starts < timedelta(days=1):
        until = end_text(starts, ends)
    with ui.element('dl').classes('facts'):
        for label, value in (
            ('准考证号', shown.number),
            ('姓名', shown.name),
            ('申报等级', shown.grade.full_label),
            ('申报工种', shown.trade),
            ('考点', shown.site),
            ('考试时间', f'{clock.minute_text(shown.starts_at)} 至 {until}'),
        ):
            words(label, 'dt')
            words(value, 'dd', 'num')
