"""The view of a list is in its address and comes back from it, the same rows in the same order."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from urllib.parse import parse_qsl, urlsplit

import pytest
from nicegui import ui
from nicegui.testing import User

from components.table.filters import Value
from components.table.listing import Page
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.vocabulary import Grade, Status
from pages import address

FILTERS = ApplicationFilters(
    keyword='赵𬭎&x=1', unit=27, grades=(Grade.THREE, Grade.ONE), statuses=(Status.DRAFT,),
    submitted_from=date(2026, 3, 1), submitted_to=date(2026, 3, 5), noted=False,
)  # fmt: skip


def test_filters_and_view_come_back_from_the_address() -> None:
    view = Page(3, 50, 'name', descending=True)
    written = address.address('/search', FILTERS, view, axis='unit', empty='')
    assert urlsplit(written).path == '/search'
    query = dict(parse_qsl(urlsplit(written).query))
    assert ApplicationFilters.read(query) == FILTERS
    assert Page.parse(query, ('name',)) == view
    assert (query['grades'], query['axis'], 'empty' in query) == ('3,1', 'unit', False)
    assert written.isascii()


def test_a_plain_list_has_a_plain_address() -> None:
    assert address.address('/search', ApplicationFilters()) == '/search'
    assert address.address('/search', ApplicationFilters(), Page(), more='') == '/search'
    assert address.address('/search', ApplicationFilters(), None, axis='unit') == '/search?axis=unit'


def test_the_current_address_is_replaced_without_a_step_in_the_history(monkeypatch: pytest.MonkeyPatch) -> None:
    replaced: list[str] = []
    history = SimpleNamespace(replace=replaced.append)
    monkeypatch.setattr(ui, 'navigate', SimpleNamespace(history=history))
    view = Page(3, 50, 'name', descending=True)
    address.remember('/search', FILTERS, view, axis='unit')
    assert replaced == [address.address('/search', FILTERS, view, axis='unit')]


@pytest.mark.parametrize(
    ('days', 'first', 'last'),
    [
        (['2026-03-01', '2026-03-05'], date(2026, 3, 1), date(2026, 3, 5)),
        (['2026-03-01', ''], date(2026, 3, 1), None),
        (['', '2026-03-05'], None, date(2026, 3, 5)),
        (['2026-03-01'], None, None),
        ('2026-03-01', None, None),
        ([], None, None),
    ],
)
def test_a_range_of_two_days_is_one_value_of_the_form(days: Value, first: date | None, last: date | None) -> None:
    found = address.filters_of({'keyword': '赵', 'submitted': days})
    assert found == ApplicationFilters(keyword='赵', submitted_from=first, submitted_to=last)


@pytest.mark.parametrize(
    'filters',
    [
        FILTERS,
        ApplicationFilters(),
        ApplicationFilters(submitted_from=date(2026, 3, 1)),
        ApplicationFilters(submitted_to=date(2026, 3, 5)),
    ],
)
def test_the_form_shows_the_filters_of_the_address(filters: ApplicationFilters) -> None:
    shown = address.initial_of(filters)
    assert address.filters_of(shown) == filters
    assert 'submitted_from' not in shown
    assert ('submitted' in shown) is bool(filters.submitted_from or filters.submitted_to)


def test_a_page_of_the_table_is_a_page_of_the_list() -> None:
    view = Page(3, 50, 'name', descending=True)
    assert address.paging_of(view) == Paging(3, 50, 'name', descending=True)
    assert address.paging_of(view).offset == view.offset == 100


@pytest.mark.nicegui_main_file('')
async def test_a_page_knows_what_was_asked_and_at_most_forty_values_of_it(user: User) -> None:
    found: list[dict[str, str]] = []

    def shown() -> None:
        found.append(address.query_parameters())

    @ui.page('/')
    @ui.page('/{_:path}')
    def page() -> None:
        ui.sub_pages({'/list': shown})

    await user.open('/list?keyword=%E8%B5%B5&page=2')
    assert found[-1] == {'keyword': '赵', 'page': '2'}
    await user.open('/list?' + '&'.join(f'k{number}=1' for number in range(50)))
    assert list(found[-1]) == [f'k{number}' for number in range(40)]
