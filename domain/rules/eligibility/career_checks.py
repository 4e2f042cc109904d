"""The eligibility rules about the working life: retirement, years of work, the grade held. Source: 1-domain §4."""

from __future__ import annotations

from datetime import date

from domain.rules.eligibility.checklist import Case, Check, worst
from domain.rules.eligibility.retirement import (
    age_text,
    cutoff,
    months_to_retirement,
    retirement_age_months,
    retirement_day,
    steps_for,
)
from domain.rules.vocabulary import Finding, Grade
from domain.rules.year.parameters import Counting

_BELOW = {Grade.FOUR: Grade.FIVE, Grade.THREE: Grade.FOUR, Grade.TWO: Grade.THREE, Grade.ONE: Grade.TWO}


def not_retired(case: Case) -> Check:
    """Not retired on the day that the year sets for the grade; for women between the two ages a person must judge."""
    last = cutoff(case.parameters, case.form.grade, case.year, case.registration_opens_on)
    day, born_on = last.day, case.person.born_on
    steps = steps_for(case.person.sex, case.parameters)
    past = [day >= retirement_day(born_on, step) for step in steps]
    finding = Finding.UNMET if all(past) else Finding.MANUAL if any(past) else Finding.MET
    texts = []
    for step, is_past in zip(steps, past, strict=True):
        left = '已到龄' if is_past else f'距退休 {months_to_retirement(retirement_day(born_on, step), day)} 个月'
        texts.append(f'{age_text(retirement_age_months(born_on, step))}退休，{left}')
    return Check('retired', f'{last.name}未到退休年龄', finding, '；'.join(texts))


def confirmed(case: Case) -> Check:
    """Grade 5: confirmed in post by the day set for the year."""
    last_day = case.parameters.confirmation_day(case.year)
    label = f'{last_day:%Y-%m-%d} 前转正定级'
    confirmed_on = case.form.confirmed_on
    if confirmed_on is None:
        return Check('confirmed', label, Finding.MANUAL, '未填转正定级时间')
    return Check(
        'confirmed', label, Finding.MET if confirmed_on <= last_day else Finding.UNMET, f'转正定级时间 {confirmed_on}'
    )


def years_between(start: date, until: date, counting: Counting) -> int:
    """Years from ``start`` to ``until``, never below 0. Source: 1-domain §4, public notices (which differ).

    START_YEAR counts calendar years with the first one included; FULL_YEARS counts completed years.
    """
    if start > until:
        return 0
    if counting is Counting.START_YEAR:
        return until.year - start.year + 1
    return until.year - start.year - ((until.month, until.day) < (start.month, start.day))


def _years_worked(case: Case) -> int | None:
    joined_on = case.form.joined_on
    return years_between(joined_on, case.until, case.parameters.working_years_counting) if joined_on else None


def beginner(case: Case) -> Check:
    """Grade 5: fewer working years than the limit."""
    limit = case.parameters.beginner_years
    label, years = f'截至 {case.until} 工作年限少于 {limit} 年', _years_worked(case)
    if years is None:
        return Check('beginner', label, Finding.MANUAL, '未填参加工作时间')
    return Check(
        'beginner', label, Finding.MET if years < limit else Finding.UNMET, f'工作年限 {years} 年，要求少于 {limit} 年'
    )


def worked(case: Case) -> Check:
    """Enough working years for the grade applied for."""
    needed = case.parameters.working_years[int(case.form.grade or Grade.ONE)]
    label, years = f'截至 {case.until} 工作年限满 {needed} 年', _years_worked(case)
    if years is None:
        return Check('worked', label, Finding.MANUAL, '未填参加工作时间')
    return Check(
        'worked', label, Finding.MET if years >= needed else Finding.UNMET, f'工作年限 {years} 年，要求 {needed} 年'
    )


def held(case: Case) -> Check:
    """The grade below held long enough, in the same trade (车改转岗 may change trades for grades 5 to 2)."""
    form = case.form
    below = _BELOW[form.grade or Grade.ONE]
    needed = case.parameters.held_years[int(form.grade or Grade.ONE)]
    label = f'截至 {case.until} 持{below.label}证书满 {needed} 年（同工种）'
    if form.held_grade is not below:
        present = form.held_grade.label if form.held_grade else '无'
        return Check('held', label, Finding.UNMET, f'现等级{present}，要求{below.label}')
    findings, texts = [], []
    if form.obtained_on is None:
        findings.append(Finding.MANUAL)
        texts.append('未填取得时间')
    else:
        years = years_between(form.obtained_on, case.until, case.parameters.held_years_counting)
        findings.append(Finding.MET if years >= needed else Finding.UNMET)
        texts.append(f'持证 {years} 年，要求 {needed} 年')
    finding, text = _same_trade(case)
    return Check('held', label, worst(*findings, finding), '，'.join((*texts, text)))


def _same_trade(case: Case) -> tuple[Finding, str]:
    form, name = case.form, case.trades.get
    if not form.held_trade or not form.trade:
        return Finding.MANUAL, '未填现工种或申报工种'
    if form.held_trade == form.trade:
        return Finding.MET, f'工种一致（{name(form.trade, form.trade)}）'
    trades = f'现工种{name(form.held_trade, form.held_trade)}，申报{name(form.trade, form.trade)}'
    if form.grade is Grade.ONE:
        return Finding.MANUAL, trades  # the notices require the same trade for grades 5 to 2 only
    return (Finding.MET, f'{trades}，车改转岗不受限') if form.vehicle_reform else (Finding.UNMET, trades)
