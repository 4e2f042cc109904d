"""The head of the review page: the applicant, the stage, who else is viewing the application, what comes next."""

from __future__ import annotations

from collections.abc import Iterable

from nicegui import ui

from components.kit.buttons import link_button, plain_button
from components.kit.status import stamp, tag
from components.kit.words import h1, words
from components.review.actions import ReviewActions
from components.review.views import ReviewView


class ReviewHead:
    """Built once per view; the list of other viewers changes in place."""

    def __init__(self, view: ReviewView, actions: ReviewActions) -> None:
        with ui.element('div').classes('h review-head'):
            h1(view.name)
            words(view.number, 'span', 'num muted')
            tag(view.status.text, view.status.kind)
            for one in view.tags:
                tag(one.text, one.kind)
            with ui.element('span').classes('lookers') as self._lookers:
                self._lookers.props['aria-live'] = 'polite'
                ui.icon('visibility').props('aria-hidden=true')
                self._names = words('', 'span')
                if actions.take_over:
                    link_button('接手审核', actions.take_over)
            if view.stamp:
                stamp(view.stamp)
            _queue_strip(view, actions)
        self.set_lookers(view.lookers)

    def set_lookers(self, names: Iterable[str]) -> None:
        """Show who else has the application open: 张三 正在审核."""
        shown = '、'.join(names)
        self._names.text = f'{shown} 正在审核' if shown else ''
        self._lookers.visible = bool(shown)


def _queue_strip(view: ReviewView, actions: ReviewActions) -> None:
    """‹ 上一个 K · 3 / 47 · 下一个 J ›, or only the way back where there is no queue."""
    with ui.element('div').classes('aside queue-strip'):
        if not view.position:
            plain_button('返回', actions.back, icon='arrow_back')
            return
        plain_button('‹ 上一个', actions.previous, key='K').set_enabled(view.has_previous)
        words(view.position, 'span', 'num').props['aria-label'] = f'队列位置 {view.position}'
        plain_button('下一个 ›', actions.next, key='J').set_enabled(view.has_next)
