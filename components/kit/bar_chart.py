"""A chart of stacked bars, drawn from fixed options and the project's colour tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nicegui import ui

from components.kit.words import words
from domain.rules.vocabulary import Grade

MOST_BARS, MOST_DAYS = 20, 60  # more are unreadable; the table below the chart shows all


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its title and its numbers in the order of the chart's series."""

    title: str
    numbers: Sequence[int | float]

    @property
    def total(self) -> float:
        return sum(self.numbers)


@dataclass(frozen=True, slots=True)
class Series:
    """The names of the parts of the bars, and their colour tokens, for example var(--green)."""

    name: str
    colour: str


class BarChart:
    """Shows the highest bars; ``over_time`` shows the last ones side by side in their given order.

    All keys of the options are fixed: NiceGUI runs values whose key begins with a colon as code, so data are only used
    as values here. Colours are the tokens of ``.chart`` in assets/pages.css, which is why the chart is drawn as SVG.
    """

    def __init__(self, label: str, series: Sequence[Series], *, highest: str = '人数最多') -> None:
        self._series, self._highest = series, highest
        with ui.element('section').classes('card sec') as self._card:
            self._chart = ui.echart({}, renderer='svg').classes('chart')
            self._remark = words('', 'p', 'muted small')
        self._chart.props['role'] = 'img'
        self._chart.props['aria-label'] = label

    def show(self, label: str, bars: Sequence[Bar], *, over_time: bool = False) -> None:
        """Draw these bars; without bars nothing is shown."""
        self._card.set_visibility(bool(bars))
        self._chart.props['aria-label'] = label
        if over_time:
            drawn = list(bars)[-MOST_DAYS:]
        else:
            drawn = sorted(bars, key=lambda bar: bar.total, reverse=True)[:MOST_BARS][::-1]
        self._chart.options.clear()
        self._chart.options.update(_options(self._series, drawn, upright=over_time))
        self._remark.text = f'图中为{"最近" if over_time else self._highest}的 {len(drawn)} 项'
        self._remark.set_visibility(len(drawn) < len(bars))
        self._chart.classes(remove='few many', add='many' if not over_time and len(drawn) > MOST_BARS // 2 else 'few')


def _options(series: Sequence[Series], bars: Sequence[Bar], *, upright: bool) -> dict[str, object]:
    names = {
        'type': 'category',
        'data': [bar.title for bar in bars],
        'axisTick': {'show': False},
        'axisLine': {'lineStyle': {'color': 'var(--line-strong)'}},
        'axisLabel': {'color': 'var(--ink-2)', 'width': 150, 'overflow': 'truncate', 'hideOverlap': upright},
    }
    numbers = {
        'type': 'value',
        'minInterval': 1,
        'axisLabel': {'color': 'var(--quiet)'},
        'splitLine': {'lineStyle': {'color': 'var(--line)'}},
    }
    return {
        'animation': False,
        'grid': {'left': 8, 'right': 16, 'top': 34, 'bottom': 4, 'containLabel': True},
        'legend': {'top': 0, 'itemWidth': 14, 'itemHeight': 10, 'textStyle': {'color': 'var(--ink-2)'}},
        # Plain text, not HTML: the titles are names typed by people.
        'tooltip': {
            'trigger': 'axis',
            'renderMode': 'richText',
            'axisPointer': {'type': 'none'},
            'backgroundColor': 'var(--card)',
            'borderColor': 'var(--line-strong)',
            'textStyle': {'color': 'var(--ink)'},
        },
        'xAxis': names if upright else numbers,
        'yAxis': numbers if upright else names,
        'series': [_drawn(one, [bar.numbers[at] for bar in bars]) for at, one in enumerate(series)],
    }


def _drawn(series: Series, numbers: list[int | float]) -> dict[str, object]:
    return {
        'type': 'bar',
        'stack': 'all',
        'name': series.name,
        'data': numbers,
        'barMaxWidth': 22,
        'emphasis': {'disabled': True},  # it would compute a lighter colour, and cannot resolve tokens
        'itemStyle': {'color': series.colour, 'borderColor': 'var(--card)', 'borderWidth': 0.5},
    }


class GradeChart(BarChart):
    """Bars whose numbers are in the order of the grades, five to one."""

    def __init__(self, label: str) -> None:
        super().__init__(label, [Series(grade.label, f'var(--grade-{int(grade)})') for grade in Grade])
