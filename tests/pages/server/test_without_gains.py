"""When a private name is missing that only speed needs, everything works as before but slower."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from nicegui import Client, app, helpers, ui
from nicegui.element import Element
from pypdf import PdfReader

from components.documents import pdf
from components.documents.pdf import Paper, drawn
from components.frame import theme
from components.table import rows
from components.table.data_table import Column, DataTable, Loaded, Page
from pages.server import collector, nicegui_memory
from tests.test_moved_names import ROOT, command
from tests.waiting import wait_until

SLOWER = {
    'aiosqlite': ['_conn', '_execute', '_execute_insert', '_execute_fetchall'],
    'fpdf': ['get_glyph', 'pick'],
    'nicegui': [
        '_change_handlers', '_classes', '_props', '_style', 'enqueue_message', 'expects_arguments', 'has_run_config',
        'response_timeout', 'socket_io_js_transports',
    ],
}  # fmt: skip


@pytest.fixture
def client() -> Iterator[Client]:
    made = Client(ui.page('/without-gains'))
    yield made
    made.delete()


@pytest.mark.parametrize('gain', [True, False])
async def test_a_changed_row_reaches_the_browser_alone_or_with_its_table(
    client: Client, monkeypatch: pytest.MonkeyPatch, gain: bool
) -> None:
    async def load(page: Page) -> Loaded:
        return Loaded(({'id': 1, 'name': '张三'},), 1)

    monkeypatch.setattr(rows, 'usable', lambda _: gain)
    with client:
        table = DataTable([Column('name', '姓名')], load)
        await table.reload()
    client.outbox.updates.clear()
    assert table.patch(1, name='李四')
    await asyncio.sleep(0)
    sent = [kind for _, kind, _ in client.outbox.messages]
    whole = [one for one in client.outbox.updates.values() if isinstance(one, ui.table)]
    assert (sent == ['run_javascript'], len(whole)) == ((True, 0) if gain else (False, 1))
    assert [row['name'] for one in whole for row in one.rows] == ([] if gain else ['李四'])


@pytest.mark.parametrize('gain', [True, False])
def test_a_page_knocks_often_only_where_its_script_can(
    client: Client, monkeypatch: pytest.MonkeyPatch, gain: bool
) -> None:
    said = list[str]()
    monkeypatch.setattr(theme, 'usable', lambda _: gain)
    monkeypatch.setattr(ui, 'run_javascript', said.append)
    with client:
        theme.apply_theme()
    assert said == ([theme.RECONNECT_OFTEN] if gain else [])


def _paper() -> Paper:
    paper = Paper('名册', '宜阳县', datetime(2026, 4, 3, tzinfo=UTC))
    paper.add_page()
    paper.put(20, 20, '张三', 12)
    return paper


def test_a_paper_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, 'usable', lambda _: False)
    with drawn(_paper()) as paper:
        paper.output(str(tmp_path / 'paper.pdf'))
    assert '张三' in PdfReader(tmp_path / 'paper.pdf').pages[0].extract_text()


@pytest.mark.parametrize('gain', [True, False])
def test_the_fonts_of_a_paper_that_was_given_up_are_let_go_of_or_kept(
    monkeypatch: pytest.MonkeyPatch, gain: bool
) -> None:
    monkeypatch.setattr(pdf, 'usable', lambda _: gain)
    with drawn(_paper()) as paper:
        pass
    kept = [font.subset.get_glyph.cache_info().currsize for font in paper.fonts.values()]  # type: ignore[union-attr]
    assert (sum(kept) == 0) is gain
    monkeypatch.undo()
    with drawn(paper):
        pass


def test_nicegui_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nicegui_memory, 'usable', lambda _: False)
    monkeypatch.setattr(helpers, 'expects_arguments', nicegui_memory._asked)
    monkeypatch.setattr(Element, '_handle_delete', nicegui_memory._deleted)
    nicegui_memory.spare()
    assert helpers.expects_arguments is nicegui_memory._asked
    assert Element._handle_delete is nicegui_memory._deleted


async def test_the_collector_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collector, 'usable', lambda _: False)
    monkeypatch.delattr(type(app.config), 'has_run_config')
    await collector.keep_freezing()


def _answer(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return str(answer.read().decode())


def _answers(address: str, server: subprocess.Popen[str]) -> bool:
    assert server.poll() is None, server.communicate()[0]
    try:
        return bool(_answer(address))
    except OSError:
        return False


def test_a_server_works_and_says_once_what_it_goes_without(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(('127.0.0.1', 0))
        port = free.getsockname()[1]
    environment = {key: text for key, text in os.environ.items() if key != 'PYTEST_CURRENT_TEST'}
    start = command(SLOWER, 'demo', '--no-browser', '--applications', '3', '--port', str(port), '--data', str(tmp_path))
    server = subprocess.Popen(
        start, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        wait_until(lambda: _answers(f'http://127.0.0.1:{port}/healthz', server), 'the start of the server')
        assert '一键登录' in _answer(f'http://127.0.0.1:{port}/sign-in')
        server.send_signal(signal.SIGTERM)
        said, _ = server.communicate(timeout=60)
    finally:
        server.kill()
    assert 'Traceback' not in said
    lost = [line.partition('going on without ')[2] for line in said.splitlines() if 'going on without' in line]
    assert sorted(lost) == [
        'a collector that leaves alone what lives long',
        'deleted elements that go without the collector',
        'pages that never ask for long polling',
        'patience with pages that are built slowly',
        'signatures of handlers that are read once',
        'statements and quick commits that wait for no thread',
    ]
