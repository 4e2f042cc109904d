"""考试科目 as the province sees it, and how sessions and scores of the same year follow it."""

from __future__ import annotations

from typing import Any

from nicegui import ui
from nicegui.testing import User

from domain.rules.vocabulary import Act, Grade, PassRule, Subject
from domain.rules.year.subjects import DEFAULT, GradeSubjects
from domain.services.access import sessions
from domain.services.year.year_subjects import set_subjects, typed_subjects
from domain.services.year.years import current_year
from storage.models import ExamYear, JournalEntry
from tests import town as cast
from tests.pages.conftest import SignIn
from tests.pages.settled import settled
from tests.pages.year.settings_desk import press, send
from tests.scores import approved
from tests.seats import seated
from tests.town import Town

PAGE = '/year/subjects'


def put(user: User, key: str, value: str) -> None:
    """Type into the field with this key."""
    (field,) = user.find(marker=key).elements
    assert isinstance(field, ui.input | ui.select)
    field.set_value(value)


def value(user: User, key: str) -> Any:
    (field,) = user.find(marker=key).elements
    assert isinstance(field, ui.input | ui.select)
    return field.value


async def subjects(grade: Grade) -> GradeSubjects:
    return (await current_year()).subjects[grade]


async def test_the_subjects_of_a_grade_are_edited_in_one_form(served: Town, user: User, sign_in: SignIn) -> None:
    await sign_in(user, cast.PROVINCE)
    await user.open(f'{PAGE}?grade=3')
    await user.should_see('三级（高级工）')
    assert [value(user, f'subject_{place}') for place in range(1, 6)] == ['skill', 'ethics', 'ability', None, None]
    put(user, 'full_1', '1500')
    send(user, 'settings')
    await user.should_see('应为 1–500 之间的整数')
    put(user, 'full_1', '150')
    put(user, 'passing', 'total')
    put(user, 'total', '210')
    put(user, 'subject_4', 'practice')
    put(user, 'mode_4', 'practice')
    send(user, 'settings')
    await user.should_see('考试科目已保存')
    of = await subjects(Grade.THREE)
    assert (of.passing, of.total, of.full_mark(Subject.SKILL)) == (PassRule.TOTAL, 210, 150)
    assert of.subjects[3] is Subject.PRACTICE
    assert await subjects(Grade.FOUR) == DEFAULT[Grade.FOUR]


async def test_the_same_table_is_set_for_other_grades(served: Town, user: User, sign_in: SignIn) -> None:
    await sign_in(user, cast.PROVINCE)
    await user.open(f'{PAGE}?grade=5')
    put(user, 'pass_2', '70')
    (switch,) = [one for one in user.find(ui.switch).elements if one.props['aria-label'] == '四级（中级工）']
    switch.set_value(True)
    send(user, 'settings')
    await user.should_see('考试科目已保存')
    assert await subjects(Grade.FIVE) == await subjects(Grade.FOUR) != await subjects(Grade.THREE)
    assert len((await JournalEntry.get(act=Act.EDIT_SUBJECTS)).details['changed']) == 2


async def test_a_refusal_says_what_rests_on_the_subjects(served: Town, user: User, sign_in: SignIn) -> None:
    await seated(served, await approved(served))
    await sign_in(user, cast.PROVINCE)
    await user.open(f'{PAGE}?grade=3')
    put(user, 'subject_3', '')
    send(user, 'settings')
    await user.should_see('已有考试场次“第 1 场”（洛阳市）')
    assert await subjects(Grade.THREE) == DEFAULT[Grade.THREE]


async def test_an_open_page_follows_what_another_saves(served: Town, user: User, sign_in: SignIn) -> None:
    key = await sign_in(user, cast.PROVINCE)
    await user.open(f'{PAGE}?grade=1')
    assert value(user, 'subject_2') == 'knowledge'
    seen = typed_subjects(await ExamYear.get(), Grade.ONE)
    await set_subjects(await sessions.actor_of(key, ''), 1, [Grade.ONE], {**seen, 'pass_2': '65'}, seen=seen)
    await user.should_see('他人修改')
    assert value(user, 'pass_2') == '65'


async def test_sessions_ask_for_the_times_of_the_subjects_of_their_grades(
    served: Town, user: User, sign_in: SignIn
) -> None:
    key = await sign_in(user, cast.PROVINCE)
    await user.open('/exam/sites?tab=sessions')
    press(user, '新增场次（1 级）')
    await user.should_see('专业基础知识')
    await user.should_not_see('岗位技能')
    seen = typed_subjects(await ExamYear.get(), Grade.THREE)
    await set_subjects(await sessions.actor_of(key, ''), 1, [Grade.THREE], {**seen, 'subject_3': ''}, seen=seen)
    await settled()
    await user.should_see('新增场次（2、4、5 级）')
    await user.should_see('新增场次（3 级）')


async def test_the_grades_are_chosen_by_one_click(served: Town, user: User, sign_in: SignIn) -> None:
    await sign_in(user, cast.PROVINCE)
    await user.open(PAGE)
    (choice,) = user.find(ui.toggle).elements
    choice.set_value('1')
    await user.should_see('年度 一级（高级技师）')
    assert value(user, 'subject_3') == 'review'
