"""The view of a list in its address, so that reload, back and a shared link show the same rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol
from urllib.parse import parse_qsl, urlencode, urlsplit

from nicegui import ui

from components.table.filters import Value
from components.table.listing import Page
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.query_values import whole
from domain.services.year import years
from domain.services.year.years import Year


class Filtering(Protocol):
    """The filters of a list that can be written as texts."""

    def typed(self) -> Mapping[str, str | list[str]]: ...


def query_parameters() -> dict[str, str]:
    """The query parameters of the current address, at most 40."""
    return dict(parse_qsl(urlsplit(ui.context.client.sub_pages_router.current_path).query)[:40])


async def shown_year() -> Year:
    """The exam year this page is about (10-year §5): ``year=2026`` in the address, without it the current year.

    Raises NotFound for a year that does not exist, Unmet when none was set up.
    """
    number = whole(query_parameters().get('year'))
    return await (years.numbered(number) if number else years.current_year())


def remember(path: str, filters: Filtering, view: Page, **more: str) -> None:
    """Write filters and view into the current address, without a new entry in the browser's history."""
    ui.navigate.history.replace(address(path, filters, view, **more))


def address(path: str, filters: Filtering, view: Page | None = None, **more: str) -> str:
    """The address of a list with these filters and this view."""
    query = {key: ','.join(value) if isinstance(value, list) else value for key, value in filters.typed().items()}
    query |= {key: text for key, text in more.items() if text}
    if view:
        query |= view.as_query()
    return f'{path}?{urlencode(query)}' if query else path


def filters_of(values: Mapping[str, Value]) -> ApplicationFilters:
    """The filters from a search form's values; the form has one value for a range of two days."""
    days = values.get('submitted')
    first, last = days if isinstance(days, list) and len(days) == 2 else ('', '')
    return ApplicationFilters.read({**values, 'submitted_from': first, 'submitted_to': last})


def initial_of(filters: ApplicationFilters) -> dict[str, Value]:
    """The search form's values for these filters."""
    values: dict[str, Value] = dict(filters.typed())
    days = [str(values.pop('submitted_from', '')), str(values.pop('submitted_to', ''))]
    return {**values, 'submitted': days} if any(days) else values


def paging_of(view: Page) -> Paging:
    return Paging(page=view.number, size=view.size, sort=view.sort, descending=view.descending)
