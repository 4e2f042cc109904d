"""The last step: what is still missing, the findings of the rules, and the button 提交."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from nicegui import ui

from components.application.checklist import check_lines
from components.application.views import CheckView
from components.kit.attempt import RefusalLine
from components.kit.buttons import link_button, primary_button
from components.kit.confirm import confirm
from components.kit.status import finding_tag
from components.kit.words import h3, notice, words
from domain.errors import Refusal, SignedOut
from domain.rules.application.pins import label_of
from domain.services.application import filling
from domain.services.application.filling import OwnApplication
from domain.services.application.submitting import may_submit_now
from pages.access import current_actor, refusals
from pages.views.registration_time import registration_time


class Ending:
    """预审与提交; ``reach`` opens the field or material that a problem belongs to."""

    def __init__(self, reach: Callable[[str], Awaitable[None]]) -> None:
        self._reach = reach
        self._questions = ui.element('div')  # not drawn again while a question is open
        self._root = ui.element('div').classes('stack')

    async def show(self, own: OwnApplication) -> None:
        """Draw the current state of ``own``."""
        problems, report = own.precheck.problems, own.precheck.report
        self._root.clear()
        with self._root:
            if problems:
                notice(f'还有 {len(problems)} 项需要补充或修改', 'amber')
                with ui.element('ul').classes('todo'):
                    for problem in problems:
                        with ui.element('li'):
                            link_button(label_of(problem.key), partial(self._reach, problem.key))
                            words(problem.text, 'span')
            else:
                notice('填报内容和材料已完整', 'green')
            with ui.element('div').classes('group-head'):
                h3('资格预审')
                finding_tag(report.overall)
            check_lines([CheckView(check.finding, check.label, check.shown) for check in report.checks])
            words('预审由系统根据填报内容计算，最终以审核结果为准。', 'p', 'muted small')
            if report.blocking:
                notice('有不符合申报条件的项目，不能提交；填写有误的请先更正', 'red')
            open_now = may_submit_now(own.year, own.application, own.unit.path)
            if not open_now:
                time = registration_time(own.year, own.application.channel, own.unit.path)
                notice(f'当前不在报名时间内，不能提交（{time.text}）', 'red')
            self._line = RefusalLine()
            button = primary_button('提交', partial(self._submit, own), icon='send').classes('submit').mark('submit')
            button.set_enabled(open_now and not problems and not report.blocking)

    async def _submit(self, own: OwnApplication) -> None:
        again = '重新' if own.application.submissions else ''
        text = f'{again}提交后由{own.unit.name}开始审核，审核期间不能修改。请确认填报内容真实、准确。'
        with self._questions:
            if not await confirm(f'确认{again}提交报名？', text, yes='提交'):
                return
        with refusals():
            try:
                await filling.submit(
                    await current_actor(), own.application.id, seen=own.application.version, form=own.form
                )
            except SignedOut:
                raise
            except Refusal as refusal:
                self._line.show(str(refusal))
                return
            ui.notify('已提交', type='positive')
