"""Builds one application from its plan: the person, the form, every act up to its present state, and its overlays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count

from domain.demo import deferrals_and_notes, payments
from domain.demo.accounts import actor_of, applicant_account
from domain.demo.applications.corrections import RETURNS, with_a_slip
from domain.demo.applications.drafts import draft_of
from domain.demo.applications.forms import Worker, worker
from domain.demo.applications.history import Chronicle
from domain.demo.applications.life import Life
from domain.demo.applications.outcomes import ApplicationPlan
from domain.demo.applications.papers import Pool
from domain.demo.applications.returning import Known
from domain.demo.calendar import FINISHED, Timetable
from domain.demo.cast import Cast
from domain.demo.deferrals_and_notes import FIRST_PASSES
from domain.demo.moments import following
from domain.demo.persons import Persons
from domain.rules.actor import Actor
from domain.rules.application.changes import changes
from domain.rules.application.form import Form
from domain.rules.application.pins import material_key
from domain.rules.eligibility import assessment
from domain.rules.vocabulary import RANK, Act, Channel, Grade, Level, MaterialKind, OrderStatus, Status
from domain.rules.year.parameters import Parameters
from domain.services.application_record import Pin
from domain.services.review.decisions import Opinion
from storage.models import Account, Application, ExamYear

_REJECTION = '工作年限不足，不符合申报条件。'


@dataclass
class ApplicationBuilder:
    """Builds one application of ``year`` after another; ``pool`` are the shared files of the materials.

    ``known``: those who apply in several years, by the number of the person in the plan. ``before``: how many
    applications earlier years have.
    """

    cast: Cast
    persons: Persons
    trades: Mapping[str, str]
    year: ExamYear
    times: Timetable
    hashed: str
    pool: Pool
    known: dict[int, Known]
    before: int = 0
    _parameters: Parameters = field(default_factory=Parameters)
    _opinions: Iterator[int] = field(default_factory=lambda: count(1))
    _marks: Iterator[int] = field(default_factory=lambda: count(1))

    def build(self, plan: ApplicationPlan, number: int, begun: datetime, *, files: bool) -> Life:
        """All rows of the application with this number in the year; ``files``: including rows for its materials."""
        random, unit = self.persons.random, self.cast.by_code[plan.unit]
        person, account = self._person(plan, number, begun)
        trade = person.form.trade
        application = self._draft(plan, person, number, account, begun)
        fees = {Grade(int(grade)): amount for grade, amount in self.year.fees.items()}
        chronicle = Chronicle(application, unit, self.cast.route(unit, plan.grade), fees, random)
        life = Life(account, chronicle, returning=plan.person in self.known)
        if plan.person:
            self.known[plan.person] = Known(person, account, self.year.year)
        applicant = actor_of(account, unit)
        regular = plan.channel is Channel.REGULAR
        life.chronicle.register(applicant if regular else self.cast.administrator(unit, Level.COUNTY), begun)
        if files:
            county = self.cast.administrator(unit, Level.COUNTY).account_id
            self.pool.add_own(life, person.form, county, almost=plan.status is Status.DRAFT)
        if plan.status is not Status.DRAFT:
            times = following(random, begun, self.times.decided)
            self._submit(life, plan, applicant, times)
            self._climb(life, plan, times)
            at = next(times)
            self._end(life, plan, at)
            deferrals_and_notes.settle(life, plan, self.cast, unit, self.pool, times)
            if plan.opinion:
                deferrals_and_notes.give_opinion(life, plan.opinion, next(self._opinions), self.cast, unit, times)
            if plan.mark:
                deferrals_and_notes.mark(life, plan.mark, next(self._marks), self.cast, unit, times)
            if life.chronicle.order:
                payments.pay(life, plan, self.cast.administrator(unit, Level.COUNTY), at, self.times)
        if self.year.current and random.random() < 0.06:
            drawn = max(FIRST_PASSES, random.randint(FINISHED[0] - 4, FINISHED[0] - 1))
            if not plan.person:
                life.passes = deferrals_and_notes.prior_passes(person, unit.name, self.trades[trade], drawn)
        return life

    def _person(self, plan: ApplicationPlan, number: int, begun: datetime) -> tuple[Worker, Account]:
        random, unit = self.persons.random, self.cast.by_code[plan.unit]
        trade, year = random.choice(tuple(self.trades)), self.year.year
        person = worker(
            self.persons, plan.grade, trade,
            channel=plan.channel, short=plan.short, year=year, joined_by=plan.joined_by or year,
        )  # fmt: skip
        if known := self.known.get(plan.person):  # after a stranger was drawn: the next ones stay the same
            return known.again(plan.grade), known.account
        account_id = len(self.cast.accounts) + self.before + number
        account = applicant_account(person.id_number, person.form.name, unit, self.hashed, begun, account_id)
        account.mobile = person.form.mobile
        return person, account

    def _draft(self, plan: ApplicationPlan, person: Worker, number: int, account: Account, at: datetime) -> Application:
        """A draft is nearly complete; a submitted application has the finding of the real rules."""
        if plan.status is Status.DRAFT:
            person = replace(person, form=person.form.model_copy(update={'address': ''}))
        application = draft_of(
            person, account, number, at, year=self.year.year, id=self.before + number, year_id=self.year.id
        )
        if plan.status is not Status.DRAFT:
            application.precheck = assessment.assess(
                person.form,
                person,
                self._parameters,
                year=self.year.year,
                registration_opens_on=self.times.opened_on,
                trades=dict(self.trades),
            ).overall
        return application

    def _submit(self, life: Life, plan: ApplicationPlan, applicant: Actor, times: Iterator[datetime]) -> None:
        """The first submission and, for some applications, a return and the corrected second submission."""
        chronicle, row = life.chronicle, life.chronicle.application
        digests = life.digests()
        if not plan.corrected:
            chronicle.submit(applicant, next(times), digests)
            return
        right = Form.model_validate(row.form)
        key, reason, remark = self.persons.random.choice(RETURNS)
        wrong = with_a_slip(right, key)
        row.form = wrong.model_dump(mode='json')
        chronicle.submit(applicant, next(times), digests)
        steps = self.persons.random.randrange(min(2, len(chronicle.route)))
        for _ in range(steps):
            chronicle.decide(self.cast.somebody(row.holder_id), Act.APPROVE, next(times))
        chronicle.decide(
            self.cast.somebody(row.holder_id), Act.RETURN, next(times), Opinion(reason, (Pin(key, remark),))
        )
        row.form = right.model_dump(mode='json')
        changed = [
            {
                'key': one.key,
                'label': one.label,
                'old': one.old,
                'new': one.new,
                'remark': remark if one.key == key else '',
            }
            for one in changes(wrong, right, dict(self.trades))
        ]
        chronicle.submit(applicant, next(times), digests, changed)

    def _climb(self, life: Life, plan: ApplicationPlan, times: Iterator[datetime]) -> None:
        """Approvals from office to office, up to the office that holds or ends the application."""
        chronicle, row = life.chronicle, life.chronicle.application
        if plan.deferral:
            deferrals_and_notes.defer(life, plan, self.cast.somebody(row.holder_id), next(times))
        while not self._there(chronicle, plan):
            by = self.cast.somebody(row.holder_id)
            if row.senior and not plan.deferral and not chronicle.rulings:
                self.pool.add_office_papers(life, Form.model_validate(row.form), by, next(times))
            chronicle.decide(by, Act.APPROVE, next(times))

    def _there(self, chronicle: Chronicle, plan: ApplicationPlan) -> bool:
        row = chronicle.application
        if row.stage is None:
            return True
        last = row.holder_id == chronicle.route[-1].id
        if plan.status is Status.CANCELLED:
            return last
        return plan.level is not None and (RANK[row.stage] <= RANK[plan.level] or last)

    def _end(self, life: Life, plan: ApplicationPlan, at: datetime) -> None:
        chronicle = life.chronicle
        by = self.cast.somebody(chronicle.application.holder_id) if chronicle.application.holder_id else None
        if plan.status is Status.RETURNED and by:
            key, reason, remark = self.persons.random.choice(RETURNS)
            photo = Pin(material_key(MaterialKind.PHOTO), '照片背景不是白色，请重新上传')
            chronicle.decide(by, Act.RETURN, at, Opinion(reason, (Pin(key, remark), photo)))
        elif plan.status is Status.REJECTED and by:
            chronicle.decide(by, Act.REJECT, at, Opinion(_REJECTION))
        elif plan.status is Status.CANCELLED:
            if by and plan.payment is OrderStatus.CLOSED:
                drawn = self.persons.random.getstate()  # one more pay code must not change the people after it
                chronicle.decide(by, Act.APPROVE, at)
                self.persons.random.setstate(drawn)
                at += payments.LATER
            city = self.cast.administrator(self.cast.by_code[plan.unit], Level.CITY)
            chronicle.decide(city, Act.CANCEL, at, Opinion('提供的证书经核实不属实，取消报考资格。'))
