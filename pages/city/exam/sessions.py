"""考试场次, the second tab of 考点考场: who sits when, by subject."""

from __future__ import annotations

from collections.abc import Sequence

from nicegui import ui

from components.forms.form_dialog import ChoiceField, Field, FormDialog, SwitchField, TextField, Typed
from components.frame import live
from components.kit.buttons import plain_button, primary_button
from components.kit.confirm import confirm
from components.table.data_table import Action, DataTable, Loaded, Page, RowId
from domain.events import TicketsChanged, YearChanged
from domain.rules.actor import Actor
from domain.rules.exam.session_form import LONGEST_NAME, SessionForm, subjects_of
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.vocabulary import Act, Grade, Subject
from domain.services.exam import exam_sessions, printing_windows
from pages import address
from pages.access import acting, current_actor, refusals
from pages.city.exam.site_rows import PATH, SESSIONS, session_cells

ONE = str(int(Grade.ONE))
REMARK = '所有在用考场在每一场都可使用，因此同一单位的场次时间不能重叠。'


class Sessions:
    """The list of one open page."""

    def __init__(self, actor: Actor, year: int) -> None:
        self.actor, self.year = actor, year
        self.names: dict[int, str] = {}

    async def build(self) -> None:
        self.table = DataTable(
            SESSIONS,
            self.load,
            actions=(Action('edit', '编辑'), Action('delete', '删除')),
            view=Page.parse(address.query_parameters()),
            empty='还没有考试场次',
            empty_hint='场次规定哪些等级在什么时间考试；新增后即可编排',
            on_act=self.act,
            on_view=self.remember,
        )
        ordinary = [grade for grade in exam_sessions.grades_of(self.actor) if grade is not Grade.ONE]
        with self.table.left:
            primary_button('新增场次（2–5 级）', acting(lambda: self.add(ordinary)), icon='add')
            if Grade.ONE in exam_sessions.grades_of(self.actor):
                plain_button('新增场次（1 级）', acting(lambda: self.add([Grade.ONE])), icon='add')
        await self.table.go(self.table.view)  # this writes the tab into the address
        live.listen(self.concerns, self.on_events)

    def concerns(self, event: object) -> bool:
        if isinstance(event, YearChanged):
            return event.act is Act.EDIT_WINDOW
        return isinstance(event, TicketsChanged) and event.path == self.actor.path

    def remember(self, view: Page) -> None:
        address.remember(PATH, ApplicationFilters(), view, year=str(self.year), tab='sessions')

    async def load(self, view: Page) -> Loaded:
        found = await exam_sessions.sessions(self.actor, self.year, address.paging_of(view))
        self.names = {row.session.id: row.session.name for row in found.rows}
        return Loaded([session_cells(row) for row in found.rows], found.total)

    async def add(self, grades: Sequence[Grade]) -> None:
        """Request a new session of these grades."""
        form = SessionForm('', frozenset(str(int(grade)) for grade in grades), '')

        async def save(typed: Typed) -> None:
            warnings = await exam_sessions.add_session(await current_actor(), self.year, _form(typed, form))
            _notify('场次已新增', warnings)

        FormDialog('新增场次', await _fields(self.year, form, grades), save, remark=REMARK, pairs=True)

    async def edit(self, session_id: int) -> None:
        seen = await exam_sessions.form_of(await current_actor(), session_id)
        grades = [one for one in exam_sessions.grades_of(self.actor) if (one is Grade.ONE) == (ONE in seen.grades)]

        async def save(typed: Typed) -> None:
            form = _form(typed, seen)
            _notify('场次已保存', await exam_sessions.edit_session(await current_actor(), session_id, form, seen=seen))

        FormDialog('编辑场次', await _fields(self.year, seen, grades), save, remark=REMARK, pairs=True)

    async def act(self, name: str, row_id: RowId) -> None:
        with refusals():
            if name == 'edit':
                await self.edit(int(row_id))
            elif await confirm('删除场次', f'确认删除“{self.names[int(row_id)]}”？', '删除', danger=True):
                await exam_sessions.delete_session(await current_actor(), int(row_id))
                ui.notify('场次已删除', type='positive')

    async def on_events(self, _news: live.News) -> None:
        await self.table.reload()


async def _fields(year: int, form: SessionForm, grades: Sequence[Grade]) -> list[Field]:
    printings = await printing_windows.printing_windows(await current_actor(), year)
    switches: list[Field] = [
        SwitchField(f'grade_{int(grade)}', grade.full_label, '参加本场', str(int(grade)) in form.grades)
        for grade in reversed(grades)
        if grade is not Grade.ONE
    ]
    papers: list[Field] = [
        TextField(
            subject.value, subject.label, form.times.get(subject.value, ''), longest=13,
            required=subject is not Subject.REVIEW,
            hint='另行通知时可不填' if subject is Subject.REVIEW else '如 09:00-10:30',
        )
        for subject in subjects_of(form.grades)
    ]  # fmt: skip
    choices = {str(key): name for key, name in printings.items()}
    return [
        TextField('name', '场次名称', form.name, required=True, longest=LONGEST_NAME, hint='如 第一场（四、五级）'),
        TextField('day', '考试日期', form.day, required=True, day=True),
        *switches,
        *papers,
        ChoiceField('printing', '准考证打印', choices, form.printing, hint='不选时，任一准考证打印时间均可打印'),
    ]


def _form(typed: Typed, of: SessionForm) -> SessionForm:
    """The typed values; a session of grade 1 stays one."""
    chosen = frozenset(key.removeprefix('grade_') for key, on in typed.switches.items() if on)
    times = {subject.value: typed.texts.get(subject.value, '') for subject in subjects_of(of.grades)}
    return SessionForm(
        name=typed.texts['name'],
        grades=of.grades if ONE in of.grades else chosen,
        day=typed.texts['day'],
        times={key: text for key, text in times.items() if text},
        printing=typed.texts['printing'],
    )


def _notify(sentence: str, warnings: Sequence[str]) -> None:
    ui.notify(sentence, type='positive')
    for warning in warnings:
        ui.notify(warning, type='warning', timeout=8000)
