"""The dialog that requires a reason: 退回本人, 不通过, 退回重新申报, 取消资格, 复核不通过."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from nicegui import ui

from components.forms.reason_field import ReasonField
from components.frame.page_parts import release_with
from components.kit.attempt import Attempt, RefusalLine
from components.kit.buttons import plain_button, reject_button, return_button
from components.kit.dialog import review_dialog
from components.kit.words import words
from components.review.pin_list import PinList
from components.review.views import DraftView, Pins
from domain.errors import Refusal
from domain.rules.vocabulary import Act

_CONSEQUENCES = {
    Act.RETURN: '确认退回 {name} 的申报？退回后本人可修改并重新提交。',
    Act.REJECT: '确认 {name} 审核不通过？不通过后，其本年度的申报即告终止。',
    Act.REOPEN: '确认将 {name} 的申报退回重新申报？退回后本人可修改并重新提交。',
    Act.CANCEL: '确认取消 {name} 的资格？取消后，其本年度的申报即告终止。',
    Act.RECHECK_FAIL: '确认 {name} 的容缺材料复核不通过？不通过后，材料须重新补交。',
}
_FINAL = {
    Act.REJECT: '再次确认：对 {name} 作出“不通过”，其本年度的申报到此终止，本年度内不能再次申报。',
    Act.CANCEL: '再次确认：取消 {name} 的资格，其本年度的申报到此终止，本年度内不能再次申报。',
}
_SAVE_EVERY_S = 1.5


@dataclass(frozen=True, slots=True)
class ReasonCall:
    """What is requested, about whom, and the callback for the answer."""

    act: Act
    name: str
    submit: Callable[[str, Pins], Awaitable[None]]
    save_draft: Callable[[str, Pins], Awaitable[None]]
    phrases: Sequence[str] = ()
    draft: DraftView = field(default_factory=DraftView)
    pinnable: Mapping[str, str] = field(default_factory=dict)  # empty: nothing can be pinned


class ReasonDialog:
    """Opens at once. The text is saved while typing and stays when the dialog closes or the act is refused."""

    def __init__(self, call: ReasonCall, attempt: Attempt) -> None:
        self._call, self._attempt = call, attempt
        self._dirty = False
        with review_dialog(call.act.label, wide=bool(call.pinnable)) as self._dialog:
            with ui.element('div').classes('stack') as self._form:
                words(_CONSEQUENCES[call.act].format(name=call.name), 'div', 'consequence')
                if call.draft != DraftView():
                    words('已恢复您上次填写的内容', 'small', 'muted')
                self._reason = ReasonField('原因', call.phrases, call.draft.text, self._touched)
                self._pins = PinList(call.pinnable, call.draft.pins, self._touched) if call.pinnable else None
            self._final = self._second_question()
            self._line = RefusalLine()
            with ui.element('div').classes('foot'):
                self._cancel = plain_button('取消', self._leave)
                make = return_button if call.act in (Act.RETURN, Act.REOPEN) else reject_button
                self._go = make(f'确认{call.act.label}', self._submit)
            ui.timer(_SAVE_EVERY_S, self._save)
            self._dialog.on('hide', self._save)  # registered before the frame's own handler removes the dialog
        release_with(self._dialog, self)
        self._dialog.open()

    def _second_question(self) -> ui.element | None:
        sentence = _FINAL.get(self._call.act)
        if sentence is None:
            return None
        with ui.element('div').classes('notice red final') as box:
            ui.icon('warning').props('aria-hidden=true')
            words(sentence.format(name=self._call.name), 'div', 'grow')
        box.props['role'] = 'alert'
        box.visible = False
        return box

    def _touched(self) -> None:
        self._dirty = True
        self._line.clear()

    async def _save(self) -> None:
        if self._dirty and not self._attempt.busy:  # the decision itself clears the draft
            self._dirty = False
            try:
                await self._call.save_draft(self._reason.value, self._typed_pins())
            except Refusal as refusal:
                self._line.show(str(refusal))

    async def _leave(self) -> None:
        if self._final and self._final.visible:
            self._ask_again(asking=False)
            return
        await self._save()
        self._dialog.close()

    def _ask_again(self, *, asking: bool) -> None:
        assert self._final is not None  # called only when there is a second question
        self._final.visible = asking
        self._form.visible = not asking
        self._cancel.text = '返回修改' if asking else '取消'

    async def _submit(self) -> None:
        if not self._dialog.value:  # a second click arrived after the first one closed the dialog
            return
        if not self._reason.check() or (self._pins and not self._pins.check()):
            return
        if self._final and not self._final.visible:
            self._ask_again(asking=True)
            return
        await self._save()  # the typed text survives a refusal, a conflict or a lost connection
        settled = await self._attempt(
            lambda: self._call.submit(self._reason.value, self._typed_pins()), self._line, self._go, typed=self._typed()
        )
        if settled:
            self._dialog.close()
            return
        if self._final:
            self._ask_again(asking=False)

    def _typed_pins(self) -> Pins:
        return self._pins.value if self._pins else {}

    def _typed(self) -> str:
        lines = [f'{self._call.pinnable[key]}：{remark}' for key, remark in self._typed_pins().items()]
        return '\n'.join([self._reason.value, *lines]).strip()
