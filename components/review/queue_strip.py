"""The queue strip at the head of the review page: previous, position, next."""

from __future__ import annotations

from nicegui import ui

from components.kit.buttons import plain_button
from components.kit.words import words
from components.review.actions import ReviewActions
from components.review.views import ReviewView


def queue_strip(view: ReviewView, actions: ReviewActions) -> None:
    """‹ 上一个 K · 3 / 47 · 下一个 J ›, or only the way back where there is no queue."""
    with ui.element('div').classes('aside queue-strip'):
        if not view.position:
            plain_button('返回', actions.back, icon='arrow_back')
            return
        plain_button('‹ 上一个', actions.previous, key='K').set_enabled(view.has_previous)
        words(view.position, 'span', 'num').props['aria-label'] = f'队列位置 {view.position}'
        plain_button('下一个 ›', actions.next, key='J').set_enabled(view.has_next)
