"""我的报名 while it can be changed: the steps of the form, saved while typing."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from nicegui import ui

from components.application.fields import FormField
from components.application.list_fields import Honours, YearGrades, YearMarks
from components.application.step_nav import StepNav
from components.forms.field_frame import Frame, Look
from components.kit.buttons import plain_button, primary_button
from components.kit.words import h2, words
from domain import clock
from domain.rules.application.field_values import LENGTHS
from domain.rules.application.form import FieldOf, shown
from domain.rules.application.pins import remarks
from domain.rules.vocabulary import Status
from domain.services.application import filling
from domain.services.application.filling import OwnApplication, Saved
from domain.services.eligibility import prechecks
from pages.access import current_actor, refusals
from pages.applicant import steps
from pages.applicant.ending import Ending
from pages.applicant.given import derived, return_card
from pages.applicant.material_step import MaterialStep
from pages.applicant.saving import Saving

YEARS_ASKED = 5


class Filling:
    """The form of one application; it is not redrawn while the applicant types, only its marks are updated."""

    def __init__(
        self, own: OwnApplication, trades: Mapping[str, str], open_trades: Mapping[str, str], asked: frozenset[str]
    ) -> None:
        self.own, self._trades, self._open_trades, self._asked = own, trades, open_trades, asked
        self._remarks = remarks(own.application.pins)
        self._frames: dict[str, Frame] = {}
        self._panels: dict[str, ui.element] = {}
        self.step = steps.STEPS[0]
        self.saving = Saving(own.application.id, own.form, self._kept)

    async def show(self, step: str) -> None:
        """Build all steps and open the one with this key; without a key the first step that a return refers to."""
        if self.own.application.status is Status.RETURNED:
            return_card(self.own.application.return_reason, self._remarks, self.reach)
        with ui.element('div').classes('card form-card'):
            self._nav = StepNav([(one.key, one.title) for one in steps.STEPS], self._turn)
            for one in steps.STEPS:
                with ui.element('section').classes('panel') as self._panels[one.key]:
                    self._panels[one.key].props['aria-label'] = one.title
                    h2(one.title)
                    self._fill(one)
        with ui.element('div').classes('sticky-bar'):
            self._back = plain_button('上一步', lambda: self._go(-1))
            self._on = primary_button('下一步', lambda: self._go(1))
            self._saved = words('填写的内容会自动保存', 'span', 'muted').props('role=status')
        self._mark()
        await self._turn(step or steps.first_of(self._remarks).key)

    def _fill(self, step: steps.Step) -> None:
        if step is steps.MATERIALS:
            self._materials = MaterialStep(self.own, self._remarks, self.follow)
        elif step is steps.SUBMIT:
            self._ending = Ending(self.reach)
        else:
            with ui.element('div').classes('form-grid'):
                for label, value in derived(self.own, step):
                    with Frame(label, Look(editable=False)).slot:
                        words(value, 'p', 'as-given num')
                for group in step.groups:
                    for spec in steps.fields_in(group, self.own.form):
                        self._frames[spec.key] = self._field(spec)

    def _field(self, spec: FieldOf) -> Frame:
        form, value = self.own.form, getattr(self.own.form, spec.key)
        look = Look(
            required=spec.key in self._asked,
            editable=spec.key in self.own.open_keys,
            shown=shown(spec.key, value, dict(self._trades)),
            remark=self._remarks.get(spec.key, ''),
            longest=LENGTHS.get(spec.key) or 200,
            **steps.offered(spec, self.own, self._trades, self._open_trades),
        )
        years = range(self.own.year.year - 1, self.own.year.year - 1 - YEARS_ASKED, -1)
        match spec.key:
            case 'assessments':
                return YearGrades(years, form.assessments, look, self.saving.typed).frame
            case 'outstanding_member_years':
                return YearMarks(years, form.outstanding_member_years, look, self.saving.typed).frame
            case 'honours':
                return Honours(form.honours, look, self.saving.typed).frame
            case _:
                return FormField(spec, value, look, self.saving.typed).frame

    async def _kept(self, keys: Collection[str], saved: Saved) -> None:
        """Show the errors beside their fields, and that the rest is saved."""
        wrong = {problem.key: problem.text for problem in saved.problems}
        for key in keys:
            self._frames[key].say(wrong.get(key, ''))
        self._saved.text = '有内容有误，请检查标红的项目' if wrong else f'已保存 {clock.local(clock.now()):%H:%M}'
        await self.follow()

    async def follow(self) -> None:
        """Read again what is missing; update the marks of steps and fields, and leave the typed text."""
        own = await filling.own(await current_actor(), self.own.year)
        if own is None or self._saved.is_deleted:  # the page shows something else by now
            return
        self.own = own
        asked = await prechecks.required_fields(own.application, own.form)
        for key, frame in self._frames.items():
            frame.require(key in asked)
        self._mark()
        if self.step is steps.SUBMIT:
            await self._ending.show(own)

    def _mark(self) -> None:
        lacking = {steps.step_of(problem.key).key for problem in self.own.precheck.problems}
        full = {one.key for one in steps.STEPS if one is not steps.SUBMIT} - lacking
        self._nav.mark(full=full, lacking=lacking, pinned={steps.step_of(key).key for key in self._remarks})

    async def reach(self, key: str) -> None:
        """Open the step of a field or material and scroll to it."""
        await self.open(steps.step_of(key))
        if key in self._frames:
            self._frames[key].reach()
        else:
            self._materials.reach(key)

    async def _turn(self, key: str) -> None:
        await self.open(next((one for one in steps.STEPS if one.key == key), steps.STEPS[0]))

    async def _go(self, by: int) -> None:
        await self.open(steps.STEPS[min(max(steps.STEPS.index(self.step) + by, 0), len(steps.STEPS) - 1)])

    async def open(self, step: steps.Step) -> None:
        """Open a step; the last two are loaded again, because they depend on all others."""
        self.step = step
        with refusals():
            if step is steps.MATERIALS:
                await self._materials.show(self.own)
            elif step is steps.SUBMIT:
                await self.follow()
        for key, panel in self._panels.items():
            panel.set_visibility(key == step.key)
        self._nav.open(step.key)
        self._back.set_enabled(step is not steps.STEPS[0])
        self._on.set_visibility(step is not steps.SUBMIT)
        ui.navigate.history.replace(f'/my?year={self.own.year.year}&step={step.key}')
