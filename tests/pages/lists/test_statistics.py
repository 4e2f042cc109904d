"""信息统计 as an administrator sees it: numbers that link to lists, tables to switch, a workbook, and live counts."""

from __future__ import annotations

import io
from urllib.parse import parse_qsl, urlsplit

from nicegui import ui
from nicegui.testing import User
from python_calamine import CalamineWorkbook

from components.frame.menu import menu_for
from components.table.listing import Cell, Row
from domain.demo.applications.forms import YEAR
from domain.rules.lists.application_filters import ApplicationFilters, Paging
from domain.rules.lists.statistics import StatisticsAxis
from domain.rules.vocabulary import Act, Level, Role, Status
from domain.services.lists import application_lists
from domain.services.review.decisions import Opinion, decide
from storage.models import JournalEntry
from tests import town as cast
from tests.pages.conftest import SignIn
from tests.pages.settled import settled
from tests.town import Town

PATH = '/statistics'


def rows(user: User) -> list[Row]:
    return list(user.find(ui.table).elements.pop().rows)


def numbers(row: Row) -> dict[str, str]:
    """Column to number, for the numbers that are links."""
    return {name: str(cell['text']) for name, cell in row.items() if name != 'line' and isinstance(cell, dict)}


def href(cell: Cell) -> str:
    return str(dict(cell)['href']) if isinstance(cell, dict) else ''


async def test_every_number_of_the_page_links_to_its_list(served: Town, user: User, sign_in: SignIn) -> None:
    await served.application(grade=3)
    await served.application(cast.HOSPITAL, grade=1, at=Level.COUNTY)
    await served.application(cast.HOSPITAL, grade=5, at=Status.DRAFT)
    await sign_in(user, cast.COUNTY)
    county = served.actor(cast.COUNTY)
    for axis in StatisticsAxis:
        await user.open(f'{PATH}?axis={axis.value}')
        await user.should_see('3 人')
        links = [cell for row in rows(user) for name, cell in row.items() if name != 'line' and isinstance(cell, dict)]
        assert links
        for cell in links:
            address = urlsplit(href(cell))
            assert address.path == '/search'
            filters = ApplicationFilters.read(dict(parse_qsl(address.query)))
            found = await application_lists.search(county, filters=filters, paging=Paging(size=1))
            assert str(found.total) == cell['text'], cell


async def test_a_title_links_one_level_lower_and_the_total_is_last(served: Town, user: User, sign_in: SignIn) -> None:
    await served.application(grade=3)
    await sign_in(user, cast.COUNTY)
    await user.open(PATH)
    await user.should_see('共 1 条')
    education, total = rows(user)
    assert numbers(education) == {'grade3': '1', 'total': '1'} == numbers(total)
    assert (total['name'], total['_class']) == ('合计', 'sum')
    await user.open(href(education['line']))
    await user.should_see('宜阳县教育体育局')  # in the field 单位
    assert rows(user)[0]['name'] == '宜阳县第一高级中学'
    assert numbers(rows(user)[0]) == {'grade3': '1', 'total': '1'}


async def test_tables_switch_and_sort_and_the_chart_holds_data_only_as_values(
    served: Town, user: User, sign_in: SignIn
) -> None:
    for grade in (3, 3, 5):
        await served.application(cast.HOSPITAL, grade=grade)
    await served.application(cast.SCHOOL, grade=5, at=Status.DRAFT)
    await sign_in(user, cast.COUNTY)
    await user.open(f'{PATH}?sort=-grade3&page=0&axis=%3Cscript%3E')
    await user.should_see('共 2 条')
    assert [numbers(row)['total'] for row in rows(user)] == ['3', '1', '4']
    user.find(ui.toggle).elements.pop().set_value('status')
    await settled()
    assert [row['name'] for row in rows(user)] == ['未提交', '待单位审核', '合计']
    chart = user.find(ui.echart).elements.pop()
    assert chart.options['yAxis']['data'] == ['未提交', '待单位审核']  # the highest bar is drawn last, on top
    assert [series['data'] for series in chart.options['series']][2] == [0, 2]
    assert not [key for key in keys_of(chart.options) if key.startswith(':')]


def keys_of(value: object) -> list[str]:
    if isinstance(value, dict):
        return [key for name, inner in value.items() for key in (str(name), *keys_of(inner))]
    return [key for inner in value for key in keys_of(inner)] if isinstance(value, list) else []


async def test_filters_narrow_all_tables_and_stay_in_the_links(served: Town, user: User, sign_in: SignIn) -> None:
    await served.application(grade=3)
    await served.application(grade=3, at=Status.APPROVED)
    await sign_in(user, cast.COUNTY)
    await user.open(f'{PATH}?statuses=approved&axis=trade')
    await user.should_see('共 1 条')
    line, _ = rows(user)
    assert numbers(line) == {'grade3': '1', 'total': '1'}
    assert 'statuses=approved' in str(line['total'])


async def test_a_decision_elsewhere_updates_the_counts(served: Town, user: User, sign_in: SignIn) -> None:
    application = await served.application(grade=3)
    await sign_in(user, cast.COUNTY)
    await user.open(f'{PATH}?axis=status')
    await user.should_see('共 1 条')
    await decide(served.actor(cast.SCHOOL), application.id, Act.APPROVE, Opinion(), seen=application.version)
    await settled()
    assert [row['name'] for row in rows(user)] == ['待主管单位审核', '合计']


async def test_all_four_tables_are_exported_as_a_workbook_and_journalled(
    served: Town, user: User, sign_in: SignIn
) -> None:
    await served.application(grade=3)
    await sign_in(user, cast.COUNTY)
    await user.open(PATH)
    await user.should_see('共 1 条')
    user.find('导出Excel').click()
    book = CalamineWorkbook.from_filelike(io.BytesIO((await user.download.next()).content))
    assert book.sheet_names == [f'{YEAR}年{axis.label}' for axis in StatisticsAxis]
    for name in book.sheet_names:
        head, *lines, total = book.get_sheet_by_name(name).to_python()
        assert head[0] == '项目'
        assert total[0] == '合计'
        assert total[-1] == sum(float(str(line[-1])) for line in lines) == 1
    assert (await JournalEntry.get(act=Act.EXPORT)).details['list'] == '信息统计'


async def test_another_county_sees_no_numbers_and_cannot_guess_any(served: Town, user: User, sign_in: SignIn) -> None:
    await served.application(grade=3)
    await sign_in(user, cast.OTHER_COUNTY)
    unit = served.organisations[cast.SCHOOL].id
    for query in ('', f'?unit={unit}', f'?unit={unit}&axis=day'):
        await user.open(PATH + query)
        await user.should_see('0 人')
        assert rows(user) == []
        await user.should_not_see('宜阳县第一高级中学')


async def test_a_reviewer_cannot_open_it_and_has_no_menu_entry(served: Town, user: User, sign_in: SignIn) -> None:
    await sign_in(user, cast.COUNTY_REVIEWER)
    assert (await user.http_client.get(PATH)).status_code == 403
    assert PATH not in [entry.path for part in menu_for(Level.COUNTY, Role.REVIEWER) for entry in part.entries]
    assert PATH in [entry.path for part in menu_for(Level.UNIT, Role.ADMIN) for entry in part.entries]
