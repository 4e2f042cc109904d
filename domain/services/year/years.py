"""The exam years and the catalogue of trades: small reads that nearly every page and act needs first."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from weakref import WeakKeyDictionary

from domain import clock, events
from domain.errors import NotFound, Unmet
from domain.events import Event, Resync, YearChanged
from domain.rules.vocabulary import Grade, WindowKind
from domain.rules.year.applying import Span, applying
from domain.rules.year.parameters import Parameters
from domain.rules.year.subjects import YearSubjects, read_table
from storage.models import ExamYear, Trade, Window
from storage.queries.years import keep_as_they_are

T = TypeVar('T')

# How old a cached read may be: another process's event about a changed year may be late or lost.
FRESH_SECONDS = 2.0

_remembered: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, tuple[float, object]]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Year:
    """The exam year as services and pages use it; ``fees`` are fen per grade.

    ``windows`` are all that are set, sorted by opening time; which of them hold for somebody says ``windows_for``.
    """

    id: int
    year: int
    parameters: Parameters
    windows: tuple[Window, ...]
    fees: Mapping[Grade, int]
    subjects: YearSubjects

    def windows_of(self, *kinds: WindowKind) -> tuple[Window, ...]:
        """The windows of these kinds."""
        return tuple(window for window in self.windows if window.kind in kinds)

    @property
    def registration_day(self) -> date | None:
        """The first day of registration in the province, of any grade; None when no such window is set."""
        opening = [window.opens_at for window in self.windows_of(WindowKind.REGISTRATION) if not window.area_id]
        return clock.local(min(opening)).date() if opening else None

    def windows_for(self, grade: int | None, path: str) -> tuple[Span, ...]:
        """The periods for this grade (None: of all grades) below the organisation with ``path``."""
        return applying(self.windows, grade, path)


@dataclass(frozen=True, slots=True)
class Years:
    """All exam years by id, and the id of the current one."""

    by_id: Mapping[int, Year]
    current_id: int | None


async def current_year() -> Year:
    """The year that a newcomer's page opens with. Raises Unmet when none was set up.

    Whoever acts on something acts by the rules of its own year (10-year §5): ``year_of``.
    """
    years = await all_years()
    if years.current_id is None:
        raise Unmet('尚未设置考核年度，请联系省级管理员')
    return years.by_id[years.current_id]


async def year_of(year_id: int | None) -> Year:
    """The year that an application, an order or a plan belongs to; the current one only for rows that name none."""
    if year_id is None:
        return await current_year()
    years = await all_years()
    if year_id not in years.by_id:  # added a moment ago by another process
        forget()
        years = await all_years()
    return years.by_id[year_id]


async def numbered(number: int) -> Year:
    """The year 2026 by its number. Raises NotFound when this installation has no such year."""
    for year in (await all_years()).by_id.values():
        if year.year == number:
            return year
    raise NotFound(f'{number} 考核年度')


async def id_of(number: int | None) -> int | None:
    """The id of the year 2026 by its number; None, which means all years, stays None. Raises NotFound."""
    return (await numbered(number)).id if number else None


async def all_years() -> Years:
    """All years, however many of them are in progress at the same time."""
    return await _remember('years', _read_years)


async def held_years() -> dict[int, Year]:
    """All years as they are in the caller's transaction; nobody changes their settings until it ends."""
    await keep_as_they_are()
    return dict((await _read_years()).by_id)


async def trade_names() -> dict[str, str]:
    """Code to name of every trade, closed ones included, in the order of their codes."""
    return await _remember('trades', _read_trades)


async def open_trades() -> dict[str, str]:
    """Code to name of the trades that can be applied for."""
    return await _remember('open trades', _read_open_trades)


def forget() -> None:
    """Clear the cache: called by everything that changes a year, a window or a trade."""
    _remembered.clear()


def _forget_on(event: Event) -> None:
    """Another process may have changed it: the pages are notified next and must not read the cached value."""
    if isinstance(event, YearChanged | Resync):
        forget()


events.subscribe(_forget_on)


async def _remember(key: str, read: Callable[[], Awaitable[T]]) -> T:
    # Kept per event loop, because a database belongs to the loop that opened it (tests open one each).
    kept = _remembered.setdefault(asyncio.get_running_loop(), {})
    until, value = kept.get(key, (0.0, None))
    if value is None or time.monotonic() > until:
        value = await read()
        kept[key] = (time.monotonic() + FRESH_SECONDS, value)
    return value  # type: ignore[return-value]


async def _read_years() -> Years:
    rows, windows = await ExamYear.all(), await Window.all().select_related('area').order_by('opens_at', 'id')
    of_year: dict[int, list[Window]] = {row.id: [] for row in rows}
    for window in windows:
        of_year.setdefault(window.year_id, []).append(window)
    current = next((row.id for row in rows if row.current), None)
    return Years({row.id: _year(row, of_year[row.id]) for row in rows}, current)


async def whole(row: ExamYear) -> Year:
    """The year of a row that was read in the caller's transaction, with its windows as they are there."""
    windows = Window.filter(year_id=row.id).select_related('area')
    return _year(row, await windows.order_by('opens_at', 'id'))


def _year(row: ExamYear, windows: Sequence[Window]) -> Year:
    return Year(
        id=row.id,
        year=row.year,
        parameters=Parameters.model_validate(row.parameters),
        windows=tuple(windows),
        fees={Grade(int(grade)): amount for grade, amount in row.fees.items()},
        subjects=read_table(row.subjects),
    )


async def _read_trades() -> dict[str, str]:
    return {trade.code: trade.name for trade in await Trade.all().order_by('code')}


async def _read_open_trades() -> dict[str, str]:
    return {trade.code: trade.name for trade in await Trade.filter(enabled=True).order_by('code')}
