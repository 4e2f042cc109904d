"""考试科目: the subjects of one grade in one year, their marks and modes, and the rule of passing."""

from __future__ import annotations

from nicegui import ui

from components.forms.form_fields import ChoiceField, Field, SwitchField, TextField, Typed
from components.forms.settings_form import FieldSection, SettingsForm
from components.frame import live
from components.frame.page_head import page_head
from components.kit.segments import segments
from components.kit.words import notice
from domain.rules.actor import Actor
from domain.rules.query_values import grades
from domain.rules.vocabulary import Act, ExamMode, Grade, PassRule, Subject
from domain.rules.year.subject_form import LONGEST_NOTE, MOST, PASSING, TOTAL, keys_of
from domain.services.year import year_subjects
from domain.services.year.year_settings import chosen_year
from pages import address
from pages.access import Province, current_actor, screen
from pages.province.year.year_pages import TRAIL, leading_to, listen_to_settings, turned_to, year_choice

PATH, TITLE = '/year/subjects', '考试科目'
NOTE = (
    '考试场次、准考证、成绩和结论都按本表。已有考试场次的等级不能增减科目；'
    '已登记成绩的等级不能改满分；已发布考核结果的等级不能改合格分数和合格规则。'
)
CHANGED_ELSEWHERE = '考试科目刚刚被他人修改，页面已显示最新内容'
ALSO = 'also_'


@screen(PATH, title=TITLE, audience=Province, trail=TRAIL)
async def subjects(actor: Actor) -> None:
    """考试科目 of one grade in one year."""
    await Subjects(actor).build()


class Subjects:
    """One open page; changes saved by others are shown at once."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.grade = next(iter(grades(address.query_parameters().get('grade'))), Grade.FIVE)

    async def build(self) -> None:
        self.year = await turned_to(self.actor)
        self.seen = year_subjects.typed_subjects(self.year, self.grade)
        head = page_head((*TRAIL, TITLE), TITLE)
        await year_choice(self.actor, head, PATH, self.year)
        notice(NOTE)
        here = leading_to(PATH, self.year.year)
        options = {str(int(grade)): grade.label for grade in sorted(Grade, reverse=True)}
        with ui.element('div'):  # as wide as its buttons
            segments(options, str(int(self.grade)), '等级', lambda grade: ui.navigate.to(f'{here}&grade={grade}'))
        self.form = SettingsForm(self.sections(), self.save)
        listen_to_settings(self.follow, Act.EDIT_SUBJECTS)

    def sections(self) -> list[FieldSection]:
        """The rule of passing, a section for each subject, and the other grades that get the same."""
        seen = self.seen
        hint = '仅“总分合格”填写：各科（综合评审除外）总分须达到的分数'
        passing: list[Field] = [
            ChoiceField(PASSING, '合格规则', PassRule.labels(), seen[PASSING], required=True),
            TextField(TOTAL, '总分合格分数', seen[TOTAL], longest=4, keyboard='numeric', hint=hint),
        ]
        also = [
            SwitchField(f'{ALSO}{int(grade)}', grade.full_label, '同样设置', value=False)
            for grade in sorted(Grade, reverse=True)
            if grade is not self.grade
        ]
        return [
            FieldSection(f'{self.year.year} 年度 {self.grade.full_label}', passing),
            *(FieldSection(f'第 {place} 科', _fields(place, seen)) for place in range(1, MOST + 1)),
            FieldSection('其他等级', also),
        ]

    async def save(self, typed: Typed) -> None:
        also = [grade for grade in Grade if typed.switches.get(f'{ALSO}{int(grade)}')]
        changed = await year_subjects.set_subjects(
            await current_actor(), self.year.id, [self.grade, *also], typed.texts, seen=self.seen
        )
        await self.show()
        ui.notify('考试科目已保存' if changed else '没有修改', type='positive' if changed else 'info')

    async def follow(self, _news: live.News) -> None:
        before = self.seen
        await self.show()
        if before != self.seen:
            ui.notify(CHANGED_ELSEWHERE, type='warning')

    async def show(self) -> None:
        """Put the stored values into the form, if they differ from those it was filled with."""
        kept = year_subjects.typed_subjects(await chosen_year(self.actor, self.year.id), self.grade)
        if kept != self.seen:
            self.seen = kept
            self.form.fill(Typed(kept, {}))


def _fields(place: int, seen: dict[str, str]) -> list[Field]:
    keys = keys_of(place)
    return [
        ChoiceField(keys['subject'], '科目', Subject.labels(), seen[keys['subject']], hint='不选表示没有这一科'),
        ChoiceField(keys['mode'], '方式', ExamMode.labels(), seen[keys['mode']], required=True),
        TextField(keys['full'], '满分', seen[keys['full']], longest=3, keyboard='numeric'),
        TextField(keys['pass'], '合格分数', seen[keys['pass']], longest=3, keyboard='numeric'),
        TextField(keys['note'], '准考证说明', seen[keys['note']], longest=LONGEST_NOTE, hint='印在考生须知中，可不填'),
    ]
