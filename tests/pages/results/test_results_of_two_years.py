"""成绩导入 and 考核结果查询 of last year while the next one registers: what is shown and sent is of the year shown."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from nicegui import ui
from nicegui.testing import User
from python_calamine import CalamineWorkbook

from domain.rules.vocabulary import Act
from domain.services.results import publication
from storage.models import JournalEntry
from tests import town as cast
from tests.pages import noting
from tests.pages.conftest import SignIn
from tests.pages.results.test_results import IMPORT, LIST, fetched, press, table
from tests.pages.settled import settled
from tests.town import Town
from tests.years import NOW, THEN, results_of_two_years


def years_of(addresses: list[str]) -> set[str]:
    """The exam years in these addresses."""
    return {parse_qs(urlsplit(address).query)['year'][0] for address in addresses}


def links(user: User, path: str) -> list[str]:
    """Where the numbers above the list lead."""
    found = [str(one.props.get('href', '')) for one in user.find(ui.element).elements]
    return [one for one in found if one.startswith(f'{path}?')]


@pytest.mark.parametrize('path', [IMPORT, LIST])
async def test_a_list_shows_the_year_in_its_address_and_keeps_it(
    served: Town, user: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    older, newer = await results_of_two_years(served)
    written = noting.addresses(monkeypatch)
    await sign_in(user, cast.CITY)
    for query, year, person in ((f'?year={THEN}', THEN, older), (f'?year={NOW}', NOW, newer), ('', NOW, newer)):
        await user.open(path + query)
        await user.should_see('共 1 条')
        for button in ('查询', '重置'):
            written.clear()
            press(user, button)
            await settled()
            assert [row['id'] for row in table(user).rows] == [person.id]
            assert years_of(written) == {str(year)}
        assert len(links(user, path)) == (4 if path == IMPORT else 2)
        assert years_of(links(user, path)) == {str(year)}


@pytest.mark.parametrize('path', [IMPORT, LIST])
async def test_a_year_that_does_not_exist_is_no_page(served: Town, user: User, sign_in: SignIn, path: str) -> None:
    await sign_in(user, cast.CITY)
    assert (await user.http_client.get(f'{path}?year=1999')).status_code == 404
    assert (await user.http_client.get(f'{path}?year={THEN}')).status_code == 200


@pytest.mark.parametrize(
    ('path', 'button', 'title', 'sheet'),
    [(IMPORT, '下载名单模板', '成绩名单模板', '成绩'), (LIST, '导出Excel', '考核结果查询', f'{THEN}年考核结果查询')],
)
async def test_files_carry_the_year_of_their_rows(
    served: Town, user: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch,
    path: str, button: str, title: str, sheet: str,
) -> None:  # fmt: skip
    older, _ = await results_of_two_years(served)
    names = noting.file_names(monkeypatch)
    await sign_in(user, cast.CITY)
    await user.open(f'{path}?year={THEN}')
    await user.should_see('共 1 条')
    press(user, button)
    book = CalamineWorkbook.from_path(str(await fetched(user)))
    head, line = book.get_sheet_by_index(0).to_python()
    assert dict(zip(head, line, strict=True))['身份证号'] == older.id_number
    assert book.sheet_names == [sheet]
    assert [name.split('_')[0] for name in names] == [f'{THEN}年{title}']
    entry = await JournalEntry.get(act=Act.EXPORT)
    assert entry.details['filters'] == {'year': str(THEN)}


async def test_open_pages_of_last_year_follow_a_withdrawal(served: Town, user: User, sign_in: SignIn) -> None:
    older, newer = await results_of_two_years(served)
    await sign_in(user, cast.CITY)
    await user.open(f'{LIST}?year={THEN}')
    await user.should_see('共 1 条')
    await publication.withdraw(served.actor(cast.CITY), [newer.id], '登记有误')
    await settled()
    await user.should_not_see('已撤回')
    await publication.withdraw(served.actor(cast.CITY), [older.id], '登记有误')
    await user.should_see('共 0 条')
    assert [row['id'] for row in table(user).rows] == [older.id]
