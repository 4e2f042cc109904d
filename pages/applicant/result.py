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
from domain.rules.results.result_states import Marks
from domain.rules.results.scores import HUNDREDTHS, score_text
from domain.rules.vocabulary import Conclusion, PassRule
from domain.rules.year.subjects import GradeSubjects, SubjectRule
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
    """考核结果 of the year in the address, else of the newest with a published result, else of the newest one."""
    await MyResult().build(actor)


class MyResult:
    """One open page; it is redrawn when the result is published or withdrawn."""

    async def build(self, actor: Actor) -> None:
        self.head = page_head((TITLE,), TITLE)
        self.year = await year_of_page(actor, PATH, first=await own_results.newest_published(actor))
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
        if own.marks and own.subjects and (own.marks.scores or own.marks.missed):
            _scores(own.conclusion, own.marks, own.subjects)
        facts(
            (
                ('报考等级', own.grade.full_label),
                ('准考证号', own.ticket),
                ('发布时间', clock.minute_text(own.published_at)),
                ('备注', own.marks.remark if own.marks else ''),
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


def _scores(conclusion: Conclusion, marks: Marks, of: GradeSubjects) -> None:
    """Each subject in a row; a score below its pass mark is marked when it is the reason for the conclusion."""
    h2('各科成绩')
    with ui.element('ul').classes('score-rows'):
        for rule in of.rules:
            text, score = marks.shown(rule.subject), marks.scores.get(rule.subject)
            if not text and conclusion is not Conclusion.THEORY_PASSED:
                continue
            needed = _needed(conclusion, of, rule)
            below = bool(needed) and score is not None and score < needed * HUNDREDTHS
            _score(rule.subject.label, f'低于 {needed} 分' if below else '' if text else '待评审', text, below=below)
        papers = [rule.subject for rule in of.papers]
        if of.passing is PassRule.TOTAL and all(subject in marks.scores for subject in papers):
            total = sum(marks.scores[subject] for subject in papers)
            below = total < of.total * HUNDREDTHS
            _score('总分', f'{"低于" if below else "合格"} {of.total} 分', score_text(total), below=below)


def _needed(conclusion: Conclusion, of: GradeSubjects, rule: SubjectRule) -> int:
    """The pass mark that decided about this subject; 0 if none did."""
    if conclusion is Conclusion.REVIEW_FAILED:
        return rule.pass_mark if rule == of.panel else 0
    return rule.pass_mark if conclusion is Conclusion.FAILED and of.passing is PassRule.EACH else 0


def _score(label: str, remark: str, text: str, *, below: bool) -> None:
    with ui.element('li').classes('below' if below else ''):
        words(label)
        words(remark, 'small')
        words(text or '—', 'b', 'num')
