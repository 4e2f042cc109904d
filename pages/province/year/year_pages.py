"""Shared parts of the pages of 年度设置: their address, the chosen year, and the events they listen to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from components.frame import live
from components.frame.page_head import PageHead
from domain.events import YearChanged
from domain.rules.actor import Actor
from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.vocabulary import Act
from domain.services.year import year_settings
from pages import address
from storage.models import ExamYear

TRAIL = ('年度设置',)


async def turned_to(actor: Actor, year_id: int | None = None) -> ExamYear:
    """The year in the current address, or the current one."""
    asked = address.query_parameters().get('year', '')
    numbers = await year_settings.year_numbers(actor)
    chosen = next((key for key, number in numbers.items() if str(number) == asked), None)
    return await year_settings.chosen_year(actor, year_id or chosen)


def leading_to(path: str, year: int) -> str:
    """The address of a settings page for this year."""
    return address.address(path, ApplicationFilters(), year=str(year))


async def year_choice(actor: Actor, head: PageHead, path: str, chosen: ExamYear) -> None:
    """A select in the page's head that changes the page to another year."""
    numbers = [str(number) for number in (await year_settings.year_numbers(actor)).values()]

    def turn(event: ValueChangeEventArguments[str | None]) -> None:
        if event.value in numbers and event.value != str(chosen.year):
            ui.navigate.to(leading_to(path, int(event.value)))

    head.set_tag('当前年度' if chosen.current else '非当前年度', 'blue' if chosen.current else 'amber')
    with head.side:
        select = ui.select(numbers, value=str(chosen.year), on_change=turn).mark('year')
        select.props['aria-label'] = '考核年度'
        select.props['suffix'] = '年度'


def listen_to_settings(callback: Callable[[live.News], Awaitable[None]], *acts: Act) -> None:
    """Let the page under construction listen to these changes of the settings, including its own."""
    live.listen(lambda event: isinstance(event, YearChanged) and event.act in acts, callback)
