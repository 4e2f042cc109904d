"""The progress of long work: its numbers, its stop, and what becomes of it when the page is left."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from nicegui import Client, ui

from components.kit import jobs
from components.kit.progress import Progress, progress_dialog


@pytest_asyncio.fixture
async def client() -> AsyncIterator[Client]:
    """A page that nobody looks at."""
    page = Client(ui.page('/progress'))
    yield page
    if not page.is_deleted:
        page.delete()


async def test_the_numbers_follow_the_work(client: Client) -> None:
    with client, progress_dialog('导出', 3) as progress:
        assert progress._text.text == '0 / 3'
        assert progress.step(1, 3)
        assert (progress._text.text, progress._bar.value) == ('1 / 3', 1 / 3)


async def test_more_than_was_counted_before_is_not_shown(client: Client) -> None:
    with client:
        progress = Progress('导出', 3)
    progress.step(4, 3)
    assert (progress._text.text, progress._bar.value) == ('3 / 3', 1)


async def test_until_the_first_number_comes_it_says_what_is_done(client: Client) -> None:
    with client:
        progress = Progress('导入', waiting='正在读取文件…')
    assert progress._text.text == '正在读取文件…'
    progress.step(2, 480)
    assert progress._text.text == '2 / 480'


async def test_work_that_was_cancelled_may_not_go_on_and_the_screen_says_so(client: Client) -> None:
    with client:
        progress = Progress('导出', 3)
    progress.step(1, 3)
    progress.cancel()
    assert progress._text.text == '1 / 3，正在停止…'
    assert not progress._buttons[0].enabled
    assert not progress.step(2, 3)


async def test_work_that_reports_nothing_shows_neither_bar_nor_button(client: Client) -> None:
    with client:
        progress = Progress('核对', waiting='正在核对对账单…', stop='')
    assert not progress._bar.visible
    assert progress._buttons == []


@pytest.mark.parametrize('outlives', [True, False])
async def test_only_work_that_outlives_its_page_goes_on_when_the_page_is_left(client: Client, outlives: bool) -> None:
    with client, progress_dialog('重新预审', 3, outlives=outlives) as progress:
        assert progress.step(1, 3)
        client.delete()
        assert progress.step(2, 3) is outlives
        progress.cancel()
        assert not progress.step(3, 3)


async def test_the_dialog_stays_when_the_page_shows_what_was_clicked_anew(client: Client) -> None:
    with client, ui.element() as clicked, progress_dialog('编排', 3) as progress:
        clicked.clear()
        gc.collect()
        assert progress.step(1, 3)
        assert progress._text.text == '1 / 3'


async def test_the_dialog_is_open_while_the_work_runs_and_gone_afterwards(client: Client) -> None:
    with client, progress_dialog('导出', 3) as progress:
        (dialog,) = [one for one in client.elements.values() if isinstance(one, ui.dialog)]
        assert dialog.value
        assert jobs.count() == 1
    assert dialog.is_deleted
    assert progress._bar.is_deleted
    assert jobs.count() == 0


async def test_a_server_that_stops_cancels_the_work(client: Client) -> None:
    with client, progress_dialog('导出', 3) as progress:
        assert not await jobs.settle(0, 0)
        assert not progress.step(1, 3)
