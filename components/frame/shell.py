"""The frame around every page of a signed-in person: header, menu with live counts, and the area for the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from components.frame.menu_list import MenuList
from components.frame.page_head import PageHead, page_head
from components.frame.theme import apply_theme, watermark
from components.frame.year_menu import YearMenu
from components.kit.buttons import icon_button
from components.kit.words import words
from domain.rules.vocabulary import Level, Role

__all__ = ['PageHead', 'Shell', 'Visitor', 'administrators_shell', 'page_head']

BRAND = '工考报名管理系统'


@dataclass(frozen=True, slots=True)
class Visitor:
    """The user the frame is for, as texts; ``level`` is None for an applicant."""

    organisation: str
    role_label: str
    role: Role
    level: Level | None = None


class Shell:
    """The frame of one open page: what the page can change in it."""

    def __init__(self, menu: MenuList, years: YearMenu | None = None) -> None:
        self.menu, self.years = menu, years

    def set_badge(self, key: str, n: int) -> None:
        """Show a live count at the menu entry of this key; 0 hides it, an absent entry is ignored."""
        self.menu.set_badge(key, n)

    def activate(self, path: str) -> None:
        """Mark the entry with this path, and show its year; a path without an entry leaves the last one marked."""
        self.menu.activate(path)
        if self.years is not None:
            self.menu.keep_year(self.years.follow(path))


@contextmanager
def administrators_shell(
    visitor: Visitor,
    *,
    year: int | None = None,
    years: Sequence[int] = (),
    dark: bool | None = None,
    demo: bool = False,
    counts: dict[str, int] | None = None,
    on_dark: Callable[[bool], Any] | None = None,
    on_sign_out: Callable[[], Any] | None = None,
) -> Iterator[Shell]:
    """Build the frame and put what follows into its main area (usually ``ui.sub_pages``).

    ``year`` is the current one, ``years`` all that can be chosen. ``on_dark`` receives a new choice of light or dark,
    to be stored; ``counts`` are the first badge values.
    """
    mode = apply_theme(dark)
    # show-if-above lets the browser open it on a wide screen; asking every client for its width needs a round trip
    with ui.left_drawer(value=False).props('show-if-above width=228 breakpoint=1023').classes('side') as drawer:
        shell = Shell(MenuList(visitor.level, visitor.role))

    def switch(event: GenericEventArguments) -> None:
        mode.value = event.args is not True  # only the browser knows the mode that "auto" results in
        if on_dark:
            on_dark(mode.value)

    with ui.header(elevated=False).classes('top'):
        icon_button('menu', '收起或展开菜单', drawer.toggle)
        words(BRAND, 'a', 'brand').props['href'] = '/'
        if year:
            shell.years = YearMenu(year, years)
        # The style sheet turns it into 连接中断 while NiceGUI's own notice of a lost connection is shown.
        words('实时', 'span', 'live').props('role=status data-lost=连接中断')
        icon_button('contrast', '切换深色或浅色').on(
            'click', switch, js_handler='() => emit(document.body.classList.contains("body--dark"))'
        )
        _account(visitor, on_sign_out, shell.years)
    with ui.element('div').classes('main') as main:  # Quasar's page around it is the main landmark
        if shell.years is not None:
            shell.years.strip_above()
        yield shell
    ui.skip_link('跳到正文', target=main)
    if demo:
        watermark()
    for key, n in (counts or {}).items():
        shell.set_badge(key, n)
    router = ui.context.client.sub_pages_router
    shell.activate(router.current_path)
    router.on_path_changed(shell.activate)


def _account(visitor: Visitor, on_sign_out: Callable[[], Any] | None, years: YearMenu | None) -> None:
    with words(visitor.organisation, 'div', 'who'):
        words(visitor.role_label, 'small')
    avatar = ui.button(visitor.organisation[:1], color=None).props('flat round aria-haspopup=menu').classes('ava')
    avatar.props['aria-label'] = f'{visitor.organisation}，{visitor.role_label}：账号菜单'

    def open_menu() -> None:
        with avatar, ui.menu(value=True) as menu:  # built on the click, not on every page
            for entry in years.offer() if years else ():
                entry.classes('on-phone')  # there the header has no room for the year
            ui.menu_item('个人信息', lambda: ui.navigate.to('/profile'))
            ui.menu_item('修改密码', lambda: ui.navigate.to('/profile?tab=password'))
            ui.menu_item('退出登录', on_sign_out or (lambda: ui.navigate.to('/sign-out')))
        menu.on('hide', menu.delete)

    avatar.on_click(open_menu)
