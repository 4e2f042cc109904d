"""The bar at the foot of the review page: the decisions, the next office after 通过, and a refusal if there is one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from nicegui import ui

from components.kit.attempt import RefusalLine
from components.kit.buttons import link_button, pass_button, plain_button, reject_button, return_button
from components.kit.words import words
from components.review.views import ReviewView
from domain.rules.vocabulary import Act

# fmt: off
_BUTTONS = (
    #  act         button         key
    (Act.APPROVE, pass_button,   'A'),
    (Act.RETURN,  return_button, 'R'),
    (Act.REJECT,  reject_button, 'X'),
    (Act.REOPEN,  return_button, None),
    (Act.CANCEL,  reject_button, None),
    (Act.UNDO,    plain_button,  None),
)
# fmt: on
KEY_OF = {key: act for act, _, key in _BUTTONS if key}


class ReviewBar:
    """Shows a button for each act in ``view.may``; ``handlers`` maps each act to its handler."""

    def __init__(
        self, view: ReviewView, handlers: Mapping[Act, Callable[[], Awaitable[None]]], on_help: Callable[[], object]
    ) -> None:
        self.buttons: dict[Act, ui.button] = {}
        with ui.element('div').classes('sticky-bar review-bar') as bar:
            bar.props['role'] = 'toolbar'
            bar.props['aria-label'] = '审核操作'
            self.line = RefusalLine()
            for act, make, key in _BUTTONS:
                if act in view.may:
                    self.buttons[act] = make(act.label, handlers[act], key=key)
            if Act.APPROVE in view.may:
                words(view.onward, 'span', 'muted onward')
            elif not self.buttons:
                words('该申报不在本级审核环节，仅供查看', 'span', 'muted')
            ui.element('span').classes('grow')
            link_button('按 ? 查看快捷键', on_help).classes('help')

    def can(self, act: Act) -> bool:
        """Whether this act is offered and enabled."""
        return act in self.buttons and self.buttons[act].enabled

    def disable(self) -> None:
        """Disable all decisions on what is shown."""
        for button in self.buttons.values():
            button.disable()
