"""The conclusion against a table of its own (decision 0023), for thousands of invented cases."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from domain.rules.results.result_states import Marks
from domain.rules.results.scores import conclusion_of
from domain.rules.vocabulary import Attendance, Conclusion, ExamMode, PassRule, Subject
from domain.rules.year.subjects import GradeSubjects, SubjectRule

PAPERS = (Subject.ETHICS, Subject.KNOWLEDGE, Subject.PRACTICE)
CASES = 8_000
# What stands in a cell: passed, failed, absent, violation, nothing.
P, F, A, V, N = 'PFAVN'
# Only what is asked first decides: any V; all papers A; any paper N; any paper A; the papers; then the panel.
PANEL = {
    P: Conclusion.REVIEW_PASSED,
    F: Conclusion.REVIEW_FAILED,
    A: Conclusion.ABSENT,
    N: Conclusion.THEORY_PASSED,
}


def expected(papers: str, panel: str | None, person: str, passed: bool) -> Conclusion | None:
    """The table in letters; None where a score is missing."""
    if V in f'{papers}{panel}{person}':
        return Conclusion.VIOLATION
    if person == A or set(papers) == {A}:
        return Conclusion.ABSENT
    if N in papers:
        return None
    if A in papers or not passed:
        return Conclusion.FAILED
    return PANEL[panel] if panel else Conclusion.PASSED


def judged(of: GradeSubjects, cells: dict[Subject, str], person: str, chance: Random) -> tuple[Conclusion | None, int]:
    """What the program says, with scores drawn for the letters, and the sum of the papers in hundredths."""
    scores, missed, total = {}, {}, 0
    for rule in of.rules:
        letter, mark = cells[rule.subject], rule.pass_mark * 100
        if letter in (P, F):
            low, high = (mark, rule.full_mark * 100) if letter == P else (0, mark - 1)
            scores[rule.subject] = chance.choice((low, high, chance.randint(low, high)))
            total += scores[rule.subject] if rule in of.papers else 0
        elif letter in (A, V):
            missed[rule.subject] = Attendance.ABSENT if letter == A else Attendance.VIOLATION
    whole = {A: Attendance.ABSENT, V: Attendance.VIOLATION}.get(person, Attendance.TAKEN)
    try:
        found = conclusion_of(of, scores, missed, whole)
    except ValueError:
        return None, total
    assert Marks(scores, whole, '', missed).conclusion(of) is found
    return found, total


def drawn(chance: Random) -> tuple[GradeSubjects, int]:
    """A table with one to three papers, with a panel or without, and how many papers."""
    count = chance.randint(1, len(PAPERS))
    papers = tuple(
        SubjectRule(subject, full := chance.choice((50, 100, 150)), chance.randint(1, full))
        for subject in chance.sample(PAPERS, count)
    )
    panel = (SubjectRule(Subject.REVIEW, 100, chance.randint(1, 100), ExamMode.PANEL),) * chance.randint(0, 1)
    passing = chance.choice(list(PassRule))
    total = chance.randint(1, sum(rule.full_mark for rule in papers)) if passing is PassRule.TOTAL else 0
    return GradeSubjects(papers + panel, passing, total), count


def test_the_conclusion_is_that_of_the_table_in_thousands_of_cases() -> None:
    chance = Random(23)
    seen = set()
    for _ in range(CASES):
        of, count = drawn(chance)
        letters = ''.join(chance.choices((P, F, A, V, N), (9, 2, 2, 1, 1), k=count))
        panel = chance.choices((P, F, A, V, N), (3, 3, 2, 1, 3))[0] if of.panel else None
        person = chance.choices((P, A, V), (9, 1, 1))[0]
        cells = dict(zip(of.subjects, letters + (panel or ''), strict=True))
        found, total = judged(of, cells, person, chance)
        passed = total >= of.total * 100 if of.passing is PassRule.TOTAL else set(letters) == {P}
        assert found is expected(letters, panel, person, passed), (of, cells, person, total)
        seen.add((of.passing, found))
    assert seen == set(product(PassRule, (*Conclusion, None)))


@pytest.mark.parametrize(
    ('cells', 'conclusion'),
    [
        ('AAA', Conclusion.ABSENT),
        ('APP', Conclusion.FAILED),
        ('VPP', Conclusion.VIOLATION),
        ('VAA', Conclusion.VIOLATION),
    ],
)
def test_a_missed_paper_fails_all_missed_are_absent_and_a_violation_is_worse(
    cells: str, conclusion: Conclusion
) -> None:
    of = GradeSubjects(tuple(SubjectRule(subject) for subject in PAPERS))
    assert judged(of, dict(zip(PAPERS, cells, strict=True)), P, Random(1))[0] is conclusion
