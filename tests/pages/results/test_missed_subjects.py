"""缺考 and 违纪 of single subjects and the rule of passing on the pages: lists, workbooks, corrections, own result."""

from __future__ import annotations

from typing import Any

from nicegui import ui
from nicegui.testing import User
from python_calamine import CalamineWorkbook

from domain.rules.vocabulary import Grade, PassRule, Subject
from domain.rules.year.subjects import DEFAULT, GradeSubjects, SubjectRule, stored
from domain.services.results import publication
from domain.services.year import years
from storage.models import ExamResult, ExamYear
from tests import town as cast
from tests.pages.conftest import SignIn
from tests.pages.results.test_results import IMPORT, LIST, OWN, fetched, press, table, texts
from tests.pages.settled import settled
from tests.pages.year.settings_desk import fill, send
from tests.scores import GOOD, approved, examined, import_rows, row
from tests.town import Town

SUM = GradeSubjects((SubjectRule(Subject.ETHICS, 50, 30), SubjectRule(Subject.SKILL, 150, 90)), PassRule.TOTAL, 180)
SUBJECTS = ('skill', 'ethics', 'ability')


async def listed_with(served: Town, cells: dict[str, Any]) -> Any:
    """A person whose unpublished scores are GOOD but for these cells."""
    person = await approved(served)
    (ticket,) = await examined(served, person)
    await import_rows(served, row(ticket, person, **GOOD) | cells)
    return person


async def test_the_list_of_scores_says_it_instead_of_a_number_and_a_correction_shows_it(
    served: Town, user: User, sign_in: SignIn
) -> None:
    await listed_with(served, {'职业道德': -1})
    await sign_in(user, cast.CITY)
    await user.open(IMPORT)
    await user.should_see('共 1 条')
    assert [texts(user, subject) for subject in SUBJECTS] == [['86'], ['缺考'], ['71']]
    table_ = table(user)
    user.find(ui.table).trigger('act', ['edit', table_.rows[0]['id']])
    await settled()
    (field,) = [one for one in user.find(ui.input).elements if one.props.get('aria-label') == '职业道德']
    assert field.value == '缺考'
    fill(user, '职业道德', '违纪')
    send(user)
    await user.should_see('成绩已修改')
    assert (await ExamResult.get()).attendance == {'ethics': 'violation'}


async def test_the_published_list_and_its_workbook_say_it_in_words(served: Town, user: User, sign_in: SignIn) -> None:
    person = await listed_with(served, {'职业道德': '缺考', '岗位技能': 0})
    await publication.publish(served.actor(cast.CITY), [person.id])
    await sign_in(user, cast.COUNTY)
    await user.open(LIST)
    await user.should_see('共 1 条')
    assert [texts(user, subject) for subject in SUBJECTS] == [['0'], ['缺考'], ['71']]
    press(user, '导出Excel')
    _, first = CalamineWorkbook.from_path(str(await fetched(user))).get_sheet_by_index(0).to_python()
    assert first[7:13] == ['不合格', 0, '缺考', 71, '', '']


async def test_a_person_sees_which_subject_was_missed(served: Town, user: User, sign_in: SignIn) -> None:
    person = await listed_with(served, {'职业道德': -1})
    await publication.publish(served.actor(cast.CITY), [person.id])
    await sign_in(user, person.id_number)
    await user.open(OWN)
    for words in ('不合格', '86', '缺考', '71'):
        await user.should_see(words)


async def test_a_sum_is_shown_with_what_it_needs(served: Town, user: User, sign_in: SignIn) -> None:
    await ExamYear.filter(id=1).update(subjects=stored({**DEFAULT, Grade.THREE: SUM}))
    years.forget()
    person = await approved(served)
    (ticket,) = await examined(served, person)
    await import_rows(served, row(ticket, person, 职业道德=29.5, 岗位技能=150))
    await publication.publish(served.actor(cast.CITY), [person.id])
    await sign_in(user, person.id_number)
    await user.open(OWN)
    for words in ('不合格', '总分', '179.5', '低于 180 分'):
        await user.should_see(words)
    await user.should_not_see('低于 30 分')


async def test_the_template_has_the_subjects_of_the_year_shown(served: Town, user: User, sign_in: SignIn) -> None:
    await ExamYear.filter(id=1).update(subjects=stored({**dict.fromkeys(DEFAULT, SUM), Grade.ONE: DEFAULT[Grade.ONE]}))
    years.forget()
    person = await approved(served)
    await examined(served, person)
    await sign_in(user, cast.CITY)
    await user.open(IMPORT)
    await user.should_see('共 1 条')
    labels = [str(column['label']) for column in table(user).columns]
    assert labels[labels.index('发布状态') + 1 : labels.index('备注')] == ['岗位技能', '职业道德']
    press(user, '下载名单模板')
    head, _ = CalamineWorkbook.from_path(str(await fetched(user))).get_sheet_by_index(0).to_python()
    assert head[5:] == ['岗位技能', '职业道德', '缺考/违纪', '备注']
