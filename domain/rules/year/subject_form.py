"""考试科目 of one grade as typed: up to ``MOST`` subjects in order, and the rule of passing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from domain.errors import Invalid, Problem
from domain.rules.typed_text import spaced
from domain.rules.vocabulary import ExamMode, PassRule, Subject
from domain.rules.year.subjects import FULL_MARK, PASS_MARK, GradeSubjects, SubjectRule

MOST = 5
HIGHEST = 500  # points of one subject
LONGEST_NOTE = 20
PASSING, TOTAL = 'passing', 'total'
REVIEW_IS_LAST = f'{Subject.REVIEW.label}应排在最后，方式为“{ExamMode.PANEL.label}”，其他科目不能是这一方式'


def keys_of(place: int) -> dict[str, str]:
    """The keys of the fields of the subject at this place."""
    return {name: f'{name}_{place}' for name in ('subject', 'full', 'pass', 'mode', 'note')}


def texts_of(of: GradeSubjects) -> dict[str, str]:
    """The table as the form shows it."""
    texts = {PASSING: of.passing.value, TOTAL: str(of.total) if of.passing is PassRule.TOTAL else ''}
    for place in range(1, MOST + 1):
        rule = of.rules[place - 1] if place <= len(of.rules) else None
        values = (
            (rule.subject.value, str(rule.full_mark), str(rule.pass_mark), rule.mode.value, rule.note)
            if rule
            else ('', str(FULL_MARK), str(PASS_MARK), ExamMode.COMPUTER.value, '')
        )
        texts |= dict(zip(keys_of(place).values(), values, strict=True))
    return texts


def read_subjects(texts: Mapping[str, str]) -> GradeSubjects:
    """The typed table; a place without a subject is left out. Raises Invalid with problems at the fields."""
    problems: list[Problem] = []
    rules = [rule for place in range(1, MOST + 1) if (rule := _rule(texts, place, problems))]
    passing = next((one for one in PassRule if one.value == texts.get(PASSING)), None)
    if passing is None:
        problems.append(Problem(PASSING, '请选择一项'))
    of = GradeSubjects(tuple(rules), passing or PassRule.EACH)
    if not of.papers:
        problems.append(Problem('subject_1', f'请至少设置一个科目（{Subject.REVIEW.label}除外）'))
    total = 0
    if passing is PassRule.TOTAL:
        total = _points(texts.get(TOTAL, ''), TOTAL, sum(rule.full_mark for rule in of.papers), problems, least=1)
    if problems:
        raise Invalid(problems)
    return GradeSubjects(of.rules, of.passing, total)


def _rule(texts: Mapping[str, str], place: int, problems: list[Problem]) -> SubjectRule | None:
    keys = keys_of(place)
    typed = {name: texts.get(key, '').strip() for name, key in keys.items()}
    if not typed['subject']:
        return None
    subject = next((one for one in Subject if one.value == typed['subject']), None)
    mode = next((one for one in ExamMode if one.value == typed['mode']), None)
    later = [texts.get(keys_of(other)['subject'], '') for other in range(place + 1, MOST + 1)]
    if subject is None or subject.value in later:
        problems.append(Problem(keys['subject'], '科目重复' if subject else '请选择科目'))
    if mode is None or (mode is ExamMode.PANEL) is not (subject is Subject.REVIEW):
        problems.append(Problem(keys['mode'], REVIEW_IS_LAST if mode else '请选择方式'))
    elif subject is Subject.REVIEW and any(later):
        problems.append(Problem(keys['subject'], REVIEW_IS_LAST))
    full = _points(typed['full'], keys['full'], HIGHEST, problems, least=1)
    lowest = _points(typed['pass'], keys['pass'], full or HIGHEST, problems)
    note = spaced(typed['note'])
    if len(note) > LONGEST_NOTE:
        problems.append(Problem(keys['note'], f'最多 {LONGEST_NOTE} 字'))
    return SubjectRule(subject, full, lowest, mode, note) if subject and mode else None


def _points(text: str, key: str, most: int, problems: list[Problem], least: int = 0) -> int:
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 4 and least <= int(plain) <= most):
        problems.append(Problem(key, f'应为 {least}–{most} 之间的整数'))
        return 0
    return int(plain)


def told(of: GradeSubjects) -> str:
    """The table in words: 岗位技能（机考，满分 100，合格 60）、…；每科合格."""
    return f'{"、".join(_rules_told(of))}；{of.passing.label}' + (
        f'（{of.total} 分）' if of.passing is PassRule.TOTAL else ''
    )


def _rules_told(of: GradeSubjects) -> Iterator[str]:
    for rule in of.rules:
        note = f'，{rule.note}' if rule.note else ''
        yield f'{rule.subject.label}（{rule.mode.label}，满分 {rule.full_mark}，合格 {rule.pass_mark}{note}）'
