"""A chart of stacked bars: the highest ones, or the last days, from options that data can never change."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from nicegui import Client, ui

from components.kit.bar_chart import Bar, BarChart, GradeChart, Series

SERIES = (Series('已缴费', 'var(--green)'), Series('未缴费', 'var(--amber)'))


@pytest_asyncio.fixture
async def chart() -> AsyncIterator[BarChart]:
    """A chart of two series on a page that nobody looks at."""
    page = Client(ui.page('/chart'))
    with page:
        made = BarChart('缴费人数', SERIES)
    yield made
    page.delete()


def bars(count: int) -> list[Bar]:
    """Bars of 1, 2, 3 … people; of each, one has not paid."""
    return [Bar(f'单位{number}', (number - 1, 1)) for number in range(1, count + 1)]


def data_of(chart: BarChart) -> list[list[float]]:
    return [series['data'] for series in chart._chart.options['series']]


async def test_the_highest_bar_is_drawn_on_top_with_its_parts_in_their_colours(chart: BarChart) -> None:
    chart.show('按单位', [Bar('甲', (1, 1)), Bar('乙', (5, 0)), Bar('丙', (0, 3))])
    options: dict[str, Any] = chart._chart.options
    assert options['yAxis']['data'] == ['甲', '丙', '乙']  # the last one is the topmost
    assert data_of(chart) == [[1, 0, 5], [1, 3, 0]]
    assert [(one['name'], one['itemStyle']['color'], one['stack']) for one in options['series']] == [
        ('已缴费', 'var(--green)', 'all'), ('未缴费', 'var(--amber)', 'all'),
    ]  # fmt: skip
    assert options['xAxis']['type'] == 'value'
    assert (chart._chart.props['role'], chart._chart.props['aria-label']) == ('img', '按单位')
    assert chart._card.visible
    assert not chart._remark.visible


async def test_of_many_bars_the_twenty_highest_are_drawn_and_it_says_so(chart: BarChart) -> None:
    chart.show('按单位', bars(20))
    assert (len(data_of(chart)[0]), chart._remark.visible) == (20, False)
    chart.show('按单位', bars(21))
    assert chart._chart.options['yAxis']['data'] == [f'单位{number}' for number in range(2, 22)]
    assert (chart._remark.text, chart._remark.visible) == ('图中为人数最多的 20 项', True)


async def test_over_time_the_last_sixty_stand_side_by_side_in_their_order(chart: BarChart) -> None:
    days = [Bar(f'第 {number} 日', (61 - number, 0)) for number in range(61)]
    chart.show('按日', days, over_time=True)
    options = chart._chart.options
    assert options['xAxis']['data'] == [f'第 {number} 日' for number in range(1, 61)]
    assert (options['xAxis']['type'], options['yAxis']['type']) == ('category', 'value')
    assert (chart._remark.text, chart._remark.visible) == ('图中为最近的 60 项', True)


@pytest.mark.parametrize(('count', 'over_time', 'height'), [(10, False, 'few'), (11, False, 'many'), (60, True, 'few')])
async def test_many_bars_above_each_other_get_a_higher_chart(
    chart: BarChart, count: int, over_time: bool, height: str
) -> None:
    for shown in (11, count):  # also after another number
        chart.show('按单位', bars(shown), over_time=over_time)
    assert {'few', 'many'} & set(chart._chart.classes) == {height}


async def test_without_bars_nothing_is_shown(chart: BarChart) -> None:
    chart.show('按单位', bars(2))
    chart.show('按单位', [])
    assert not chart._card.visible
    assert data_of(chart) == [[], []]


async def test_a_title_is_never_a_key_and_never_html(chart: BarChart) -> None:
    chart.show('按单位', [Bar(':formatter', (1, 0)), Bar('<b>x</b>', (0, 1))])
    options = chart._chart.options
    assert [key for key in keys_of(options) if key.startswith(':')] == []
    assert options['tooltip']['renderMode'] == 'richText'
    assert set(options['yAxis']['data']) == {':formatter', '<b>x</b>'}


def keys_of(value: object) -> list[str]:
    if isinstance(value, dict):
        return [key for name, inner in value.items() for key in (str(name), *keys_of(inner))]
    return [key for inner in value for key in keys_of(inner)] if isinstance(value, list) else []


async def test_what_is_highest_may_be_said_in_other_words() -> None:
    page = Client(ui.page('/chart'))
    with page:
        chart = BarChart('金额', SERIES, highest='金额最高')
    chart.show('按单位', bars(30))
    assert chart._remark.text == '图中为金额最高的 20 项'
    page.delete()


async def test_the_chart_of_grades_goes_from_five_to_one_in_the_colours_of_the_grades() -> None:
    page = Client(ui.page('/chart'))
    with page:
        chart = GradeChart('按等级')
    chart.show('按单位', [Bar('甲', (1, 2, 3, 4, 5))])
    assert [(one['name'], one['itemStyle']['color']) for one in chart._chart.options['series']] == [
        ('五级', 'var(--grade-5)'), ('四级', 'var(--grade-4)'), ('三级', 'var(--grade-3)'),
        ('二级', 'var(--grade-2)'), ('一级', 'var(--grade-1)'),
    ]  # fmt: skip
    assert data_of(chart) == [[1], [2], [3], [4], [5]]
    page.delete()
