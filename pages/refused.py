"""What is shown instead of a page: not found, not allowed, broken."""

from __future__ import annotations

from nicegui import ui

from components.frame.theme import apply_theme, h1, muted, words
from domain.errors import Forbidden, Refusal, Unmet

OK = 200


def not_found(sentence: str = '') -> None:
    """404: the address does not exist, or its content is out of scope."""
    _say(404, '页面不存在', sentence or '您访问的地址不存在，或内容已被移除。请检查地址，或从左侧菜单重新进入。')


def not_allowed(sentence: str = '') -> None:
    """403: the address exists, but not for this role; the page says so."""
    _say(403, '无权访问', sentence or '您的角色不能打开此页面。如确需办理，请联系上级单位管理员。')


def because(refusal: Refusal) -> None:
    """What a page that refuses itself shows; unmet: something must be set up first, as an exam year."""
    if isinstance(refusal, Unmet):
        _say(OK, '暂不可用', str(refusal))
    else:
        (not_allowed if isinstance(refusal, Forbidden) else not_found)(str(refusal))


def broken() -> None:
    """500: an error of the server, without details."""
    _say(500, '页面出错', '系统处理时发生错误，您已提交的内容不受影响。请刷新重试；若仍出现，请联系系统管理员。')


def broken_page(_: Exception) -> None:
    """500 for a full page that failed before it was sent."""
    apply_theme()
    with ui.element('main').classes('main'):
        broken()


def _say(status: int, title: str, sentence: str) -> None:
    ui.page_title(title)
    ui.context.client.status_code = status
    with ui.element('div').classes('refused'):
        if status != OK:
            words(str(status), 'div', 'code num')
        h1(title)
        muted(sentence)
        with ui.element('a') as home:
            words('返回首页')
        home.props['href'] = '/'
