"""时间节点 as rows and as a form: the province's page and a city's share them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from components.forms.form_dialog import ChoiceField, Field, TextField
from components.kit.status import TagCell, cell
from components.table.data_table import Action, Column
from components.table.listing import Row
from domain import clock
from domain.rules.vocabulary import GradeRange, Level, WindowKind
from domain.rules.year.applying import NARROWED
from domain.rules.year.window_form import LONGEST_NAME, WindowForm
from domain.rules.year.windows import Period, closing_of, is_open, left_text, remaining_text
from storage.models import Window

EVERY_LEVEL, EVERY_GRADE, WHOLE_PROVINCE = '所有层级', '全部', '全省'
COLUMNS = (
    Column('name', '名称'),
    Column('kind', '类别'),
    Column('grades', '适用等级'),
    Column('area', '适用地区'),
    Column('level', '适用层级'),
    Column('opens', '开始时间', 'number'),
    Column('closes', '结束时间', 'number'),
    Column('standing', '状态', 'tag'),
)
ACTIONS = (Action('edit', '编辑'), Action('delete', '删除'))


def window_fields(form: WindowForm, areas: Mapping[str, str]) -> Sequence[Field]:
    """The fields of the province's form with all ``areas``, or without any of a city's."""
    kinds = {one.value: one.label for one in WindowKind if areas or one in NARROWED}
    levels = {one.value: one.label for one in Level if areas or one is not Level.PROVINCE}
    asked: list[Field] = [
        ChoiceField('kind', '类别', kinds, form.kind, required=True),
        TextField('name', '名称', form.name, required=True, longest=LONGEST_NAME, hint='如 准考证打印（第一批）'),
        ChoiceField('grades', '适用等级', GradeRange.labels(), form.grades, hint='不选表示对所有等级有效'),
    ]
    if areas:
        asked.append(ChoiceField('area', '适用地区', areas, form.area, hint='不选表示全省'))
    hint = f'仅“{WindowKind.REVIEW.label}”可以按层级设置，不选表示对所有层级有效'
    return [
        *asked,
        ChoiceField('level', '适用层级', levels, form.level, hint=hint),
        TextField('opens', '开始时间', form.opens, required=True, moment=True),
        TextField('closes', '结束时间', form.closes, required=True, moment=True),
    ]


def window_cells(row: Window, *, of_city: bool = False) -> Row:
    """One window; ``of_city``: on the page of the city that arranged it."""
    area = row.area.name if row.area else WHOLE_PROVINCE
    found: Row = {
        'id': row.id,
        'name': row.name,
        'kind': row.kind.label,
        'grades': row.grades.label if row.grades else EVERY_GRADE,
        'area': f'{area}（本市安排）' if row.narrows else area,
        'level': row.level.label if row.level else EVERY_LEVEL,
        'opens': clock.minute_text(row.opens_at),
        'closes': clock.minute_text(row.closes_at),
        'standing': window_state(row),
    }
    if row.narrows and not of_city:
        found['_hide'] = ' '.join(action.name for action in ACTIONS)
    return found


def window_state(window: Period) -> TagCell:
    """进行中，还有 3 天 · 已结束 · 还有 5 天开始."""
    now = clock.now()
    if is_open(window, now):
        return cell(f'进行中，{left_text(window, now)}', 'green')
    if closing_of(window) <= now:
        return cell('已结束', 'grey')
    return cell(f'{remaining_text(window.opens_at, now)}开始', 'blue')
