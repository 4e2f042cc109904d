"""The fields of a 考试场次 in its form, with a time for each subject of its grades, and the values typed into them."""

from __future__ import annotations

from collections.abc import Sequence

from components.forms.form_fields import ChoiceField, Field, SwitchField, TextField, Typed
from domain.rules.exam.session_form import LONGEST_NAME, SessionForm
from domain.rules.vocabulary import Grade, Subject
from domain.services.exam import printing_windows
from domain.services.year.years import numbered
from pages.access import current_actor


async def fields_of(year: int, form: SessionForm, grades: Sequence[Grade]) -> list[Field]:
    """The fields of one session; ``grades`` have the same subjects."""
    printings = await printing_windows.printing_windows(await current_actor(), year)
    subjects = (await numbered(year)).subjects[grades[0]].subjects
    switches: list[Field] = [
        SwitchField(f'grade_{int(grade)}', grade.full_label, '参加本场', str(int(grade)) in form.grades)
        for grade in grades
        if len(grades) > 1
    ]
    papers: list[Field] = [
        TextField(
            subject.value, subject.label, form.times.get(subject.value, ''), longest=13,
            required=subject is not Subject.REVIEW,
            hint='另行通知时可不填' if subject is Subject.REVIEW else '如 09:00-10:30',
        )
        for subject in subjects
    ]  # fmt: skip
    choices = {str(key): name for key, name in printings.items()}
    return [
        TextField('name', '场次名称', form.name, required=True, longest=LONGEST_NAME, hint='如 第一场（四、五级）'),
        TextField('day', '考试日期', form.day, required=True, day=True),
        *switches,
        *papers,
        ChoiceField('printing', '准考证打印', choices, form.printing, hint='不选时，任一准考证打印时间均可打印'),
    ]


def form_of(typed: Typed, of: SessionForm, grades: Sequence[Grade]) -> SessionForm:
    """The typed values; a grade that cannot share its session stays in it."""
    chosen = frozenset(key.removeprefix('grade_') for key, on in typed.switches.items() if on)
    times = {subject.value: typed.texts.get(subject.value, '') for subject in Subject}
    return SessionForm(
        name=typed.texts['name'],
        grades=chosen if len(grades) > 1 else of.grades,
        day=typed.texts['day'],
        times={key: text for key, text in times.items() if text},
        printing=typed.texts['printing'],
    )


def grades_named(grades: Sequence[Grade]) -> str:
    """2–5 级, or 3、5 级 when they do not follow each other."""
    numbers = sorted(int(grade) for grade in grades)
    joined = numbers == list(range(numbers[0], numbers[-1] + 1)) and len(numbers) > 1
    return f'{numbers[0]}–{numbers[-1]} 级' if joined else f'{"、".join(map(str, numbers))} 级'
