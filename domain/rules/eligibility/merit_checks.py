"""The eligibility rules about merit: education, appointment, yearly assessments. Source: 1-domain §4."""

from __future__ import annotations

from domain.rules.application.achievements import exempting_achievement
from domain.rules.application.id_number import age_on
from domain.rules.eligibility.checklist import Case, Check
from domain.rules.vocabulary import Assessment, Education, Finding, Grade, Sex

_EDUCATION_HEIGHT = {education: height for height, education in enumerate(Education)}
# 未定等次 ranks below all others: it does not count as 合格.
_ASSESSMENT_HEIGHT = {assessment: height for height, assessment in enumerate(reversed(Assessment))}


def educated(case: Case) -> Check:
    """Education 高中/技校 or above; relaxed by age for grade 2, waived by a listed achievement for grade 1."""
    form, parameters = case.form, case.parameters
    needed, age = parameters.education, age_on(case.person.born_on, case.until)
    relaxed_age = parameters.relaxed_age_men if case.person.sex is Sex.MALE else parameters.relaxed_age_women
    by_age = ''
    if form.grade is Grade.TWO and age >= relaxed_age:
        needed, by_age = parameters.relaxed_education, f'（截至 {case.until} {age} 周岁，满 {relaxed_age} 周岁放宽）'
    label = f'文化程度{needed.label}及以上'
    if waiver := exempting_achievement(form, parameters):
        return Check('education', label, Finding.MET, f'业绩免除：{waiver}')
    if form.education is None:
        return Check('education', label, Finding.MANUAL, '未填文化程度')
    reached = _EDUCATION_HEIGHT[form.education] >= _EDUCATION_HEIGHT[needed]
    text = f'{form.education.label}，要求{needed.label}及以上{by_age}'
    return Check('education', label, Finding.MET if reached else Finding.UNMET, text)


def appointed(case: Case) -> Check:
    """Appointed to a post of the grade below the one applied for."""
    form = case.form
    if form.post_grade is None:
        return Check('appointed', '已聘二级岗位', Finding.UNMET, '未填现聘等级')
    finding = Finding.MET if form.post_grade <= Grade.TWO else Finding.UNMET
    return Check('appointed', '已聘二级岗位', finding, f'现聘{form.post_grade.label}，要求二级')


def assessed(case: Case) -> Check:
    """The last yearly assessments are all good enough, and enough of them are 优秀 (or 优秀共产党员 in that year)."""
    form, parameters = case.form, case.parameters
    years = range(case.year - parameters.assessment_years, case.year)
    floor, needed = parameters.assessment_floor, parameters.assessment_excellent
    label = f'近 {len(years)} 年年度考核均为{floor.label}及以上，优秀（含优秀共产党员）不少于 {needed} 年'
    if waiver := exempting_achievement(form, parameters):
        return Check('assessment', label, Finding.MET, f'业绩免除：{waiver}')
    known = {year: form.assessments[year] for year in years if year in form.assessments}
    low = {year: got for year, got in known.items() if _ASSESSMENT_HEIGHT[got] < _ASSESSMENT_HEIGHT[floor]}
    missing = [year for year in years if year not in known]
    excellent = {year for year in years if known.get(year) is Assessment.EXCELLENT}
    excellent.update(set(years).intersection(form.outstanding_member_years))
    texts = [f'优秀 {len(excellent)} 年，要求 {needed} 年']
    texts += [f'{year} 年{got.label}' for year, got in low.items()]
    texts += [f'{year} 年未填' for year in missing]
    hopeless = low or len(excellent.union(missing)) < needed
    finding = Finding.UNMET if hopeless else Finding.MANUAL if missing else Finding.MET
    return Check('assessment', label, finding, '；'.join(texts))
