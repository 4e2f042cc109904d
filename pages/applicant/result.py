"""考核结果 of an applicant, for phones first: the steps ahead, then scores, conclusion and the next steps."""

from __future__ import annotations

from nicegui import ui

from components.frame import live
from components.frame.page_head import page_head
from components.kit.buttons import primary_button
from components.kit.empty import empty
from components.kit.facts import facts
from components.kit.stations import stations
from components.kit.words import card, h2, words
from domain import clock
from domain.events import Changed, Event, ResultsChanged, TicketsChanged, YearChanged
from domain.rules.actor import Actor
from domain.rules.results.scores import HUNDREDTHS, score_text, subjects_of
from domain.rules.vocabulary import Conclusion, Grade
from domain.services.results import own_results
from domain.services.results.own_results import OwnResult, ResultProgress
from domain.services.year.years import year_of
from pages.access import Applicant, current_actor, screen
from pages.applicant.own_year import year_of_page
from pages.applicant.result_steps import hint, steps, what_next
from pages.views.result_words import KINDS

PATH, TITLE = '/my/result', '考核结果'
ICONS = {ResultProgress.UNPAID: 'payments', ResultProgress.BEFORE: 'event', ResultProgress.CANCELLED: 'block'}
STANDING = (
    ResultProgress.BEFORE,
    ResultProgress.WAITING,
    ResultProgress.PUBLISHED,
)  # from this status on the steps to the result are shown


@screen(PATH, title=TITLE, audience=Applicant)
async def my_result(actor: Actor) -> None:
    """考核结果 of one year: the newest in which the applicant has an application, or the one in the address."""
    await MyResult().build(actor)


class MyResult:
    """One open page; it is redrawn when the result is published or withdrawn."""

    async def build(self, actor: Actor) -> None:
        self.head = page_head((TITLE,), TITLE)
        self.year = await year_of_page(actor, PATH)
        self.root = ui.element('div').classes('page my')
        self.own = await own_results.own(actor, self.year)
        self.show()
        live.listen(self.concerns, self.on_events)

    def show(self) -> None:
        """Draw the current state."""
        own = self.own
        self.head.title.text = f'{own.year} 年度考核结果'
        self.head.set_aside(own.registration)
        published = own.progress is ResultProgress.PUBLISHED
        self.head.set_tag(own.progress.label, 'green' if published else 'grey')
        self.root.clear()
        with self.root:
            if own.progress in STANDING:
                with card().classes('sec'):
                    stations(steps(own))
            with card().classes('sec'):
                if published:
                    with ui.element('div').classes('stack'):
                        self._result(own)
                    return
                with empty(own.progress.label, hint(own), icon=ICONS.get(own.progress, 'hourglass_empty')):
                    if own.progress is ResultProgress.UNPAID:
                        primary_button('去缴费', lambda: ui.navigate.to(f'/my/payment?year={own.year}'))
                    elif own.progress is ResultProgress.BEFORE:
                        primary_button('准考证打印', lambda: ui.navigate.to(f'/my/ticket?year={own.year}'))

    def _result(self, own: OwnResult) -> None:
        assert own.conclusion
        assert own.grade
        with ui.element('div').classes('verdict').classes(KINDS[own.conclusion]).props('role=status'):
            words('考核结论')
            words(own.conclusion.label, 'b')
            words(what_next(own), 'p')
        if own.scores:
            _scores(own, own.grade)
        facts(
            (
                ('报考等级', own.grade.full_label),
                ('准考证号', own.ticket),
                ('发布时间', clock.minute_text(own.published_at)),
                ('备注', own.remark),
            )
        )

    def concerns(self, event: Event) -> bool:
        if isinstance(event, ResultsChanged):
            return event.published and self.own.application_id in event.application_ids
        if isinstance(event, Changed):
            return event.application_id == self.own.application_id
        # Seats and windows matter only until the exam; the event has no ids of those who got a seat.
        return isinstance(event, YearChanged | TicketsChanged) and self.own.progress is not ResultProgress.PUBLISHED

    async def on_events(self, _: live.News) -> None:
        fresh = await own_results.own(await current_actor(), await year_of(self.year.id))
        if fresh != self.own:
            self.own = fresh
            self.show()


def _scores(own: OwnResult, grade: Grade) -> None:
    """Each subject in a row; a score below the pass mark is marked when it is the reason for the conclusion."""
    failed = own.conclusion in (Conclusion.FAILED, Conclusion.REVIEW_FAILED)
    h2('各科成绩')
    with ui.element('ul').classes('score-rows'):
        for subject in subjects_of(grade):
            score = own.scores.get(subject)
            if score is None and own.conclusion is not Conclusion.THEORY_PASSED:
                continue
            below = failed and score is not None and score < own.pass_mark * HUNDREDTHS
            with ui.element('li').classes('below' if below else ''):
                words(subject.label)
                words('待评审' if score is None else f'低于 {own.pass_mark} 分' if below else '', 'small')
                words('—' if score is None else score_text(score), 'b', 'num')
