"""The fields of the form that hold several things: yearly assessments, years of distinction, achievements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from nicegui import ui

from components.application.fields import OnTyped
from components.forms.field_frame import Frame, Look
from components.kit.buttons import icon_button, plain_button
from components.kit.words import words
from domain.rules.application.form import FIELD, HonourEntry
from domain.rules.vocabulary import Assessment, Honour, HonourLevel


class YearGrades:
    """年度考核结果: one choice per year."""

    def __init__(self, years: Sequence[int], given: Mapping[int, Assessment], look: Look, on_typed: OnTyped) -> None:
        self._values: dict[int, str] = {year: grade.value for year, grade in given.items()}
        self._on_typed = on_typed
        self.frame = Frame(FIELD['assessments'].label, look)
        with self.frame.slot:
            if not look.editable:
                words(look.shown, 'p', 'as-given pre')
                return
            with ui.element('div').classes('years'):
                for year in years:
                    with ui.element('div').classes('year'):
                        words(f'{year} 年', 'span', 'num')
                        choice = ui.select(Assessment.labels(), value=self._values.get(year), clearable=True)
                        choice.props['aria-label'] = f'{year} 年年度考核结果'
                        choice.on_value_change(partial(self._changed, year, choice))

    async def _changed(self, year: int, choice: ui.select) -> None:
        self._values.pop(year, None)
        if choice.value:
            self._values[year] = str(choice.value)
        await self._on_typed('assessments', dict(self._values))


class YearMarks:
    """优秀共产党员: the years in which it was awarded."""

    def __init__(self, years: Sequence[int], given: Sequence[int], look: Look, on_typed: OnTyped) -> None:
        self._values, self._on_typed = set(given), on_typed
        self.frame = Frame(FIELD['outstanding_member_years'].label, look)
        with self.frame.slot:
            if not look.editable:
                words(look.shown, 'p', 'as-given pre')
                return
            with ui.element('div').classes('marks'):
                for year in years:
                    box = ui.checkbox(f'{year} 年', value=year in self._values)
                    box.on_value_change(partial(self._changed, year, box))

    async def _changed(self, year: int, box: ui.checkbox) -> None:
        self._values.symmetric_difference_update({year} if bool(box.value) != (year in self._values) else ())
        await self._on_typed('outstanding_member_years', sorted(self._values))


class Honours:
    """业绩: a list to which entries are added."""

    def __init__(self, given: Sequence[HonourEntry], look: Look, on_typed: OnTyped) -> None:
        self._entries: list[dict[str, object]] = [entry.model_dump(mode='json') for entry in given]
        self._on_typed = on_typed
        self.frame = Frame(FIELD['honours'].label, look)
        with self.frame.slot:
            if not look.editable:
                words(look.shown, 'p', 'as-given pre')
                return
            self._rows = ui.element('div').classes('honours')
            self._draw()
            plain_button('添加业绩', self._add, icon='add')

    def _draw(self) -> None:
        self._rows.clear()
        with self._rows:
            for entry in self._entries:
                self._row(entry)

    def _row(self, entry: dict[str, object]) -> None:
        with ui.element('div').classes('honour'):
            self._control(entry, 'kind', '种类', ui.select(Honour.labels(), value=entry['kind']))
            self._control(entry, 'level', '级别', ui.select(HonourLevel.labels(), value=entry['level']))
            title = ui.input(value=str(entry['title'])).props('debounce=500 maxlength=100')
            self._control(entry, 'title', '名称', title)
            rank = ui.input(value=str(entry['rank'] or '')).props('debounce=500 maxlength=2 inputmode=numeric')
            self._control(entry, 'rank', '名次', rank)
            day = ui.input(value=str(entry['received_on'] or '')).props('type=date')
            self._control(entry, 'received_on', '取得日期', day)
            icon_button('delete', '删除这一项', partial(self._drop, entry))

    def _control(self, entry: dict[str, object], key: str, label: str, field: ui.select | ui.input) -> None:
        field.classes.append(f'of-{key}')
        field.props['aria-label'] = f'业绩{label}'
        field.props['label'] = label
        field.on_value_change(partial(self._changed, entry, key, field))

    async def _changed(self, entry: dict[str, object], key: str, field: ui.select | ui.input) -> None:
        value = field.value
        entry[key] = (value or None) if key in ('rank', 'received_on') else value
        await self._on_typed('honours', [dict(one) for one in self._entries])

    async def _add(self) -> None:
        self._entries.append(
            {
                'kind': Honour.COMMENDATION.value,
                'level': HonourLevel.MUNICIPAL.value,
                'title': '',
                'rank': None,
                'received_on': None,
            }
        )
        self._draw()
        await self._on_typed('honours', [dict(one) for one in self._entries])

    async def _drop(self, entry: dict[str, object]) -> None:
        self._entries.remove(entry)
        self._draw()
        await self._on_typed('honours', [dict(one) for one in self._entries])
