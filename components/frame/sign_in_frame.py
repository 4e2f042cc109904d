"""The two-column frame of the sign-in page and similar pages (change of the initial password)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from nicegui import ui

from components.frame.theme import apply_theme, watermark
from components.kit.words import words


@contextmanager
def sign_in_frame(*, demo: bool = False, dark: bool | None = None, province: str = '河南省') -> Iterator[ui.element]:
    """Build the frame; what follows goes into the form column."""
    apply_theme(dark)
    with ui.element('div').classes('login'):
        with ui.element('div').classes('hero'):
            with ui.element('div').classes('brand'):
                words('考', 'i').props('aria-hidden=true')
                words(f'{province}机关事业单位')
            with ui.element('div'):
                with ui.element('p').classes('name'):
                    words('工勤技能岗位等级考核')
                    ui.element('br')
                    words('报名管理系统')
                words('报名 · 审核 · 缴费 · 准考证 · 成绩，一处办理，实时可见', 'p', 'words')
            words('演示环境：数据均为虚构' if demo else '', 'small')
        with ui.element('div').classes('form'), ui.element('div') as column:
            yield column
    if demo:
        watermark()
