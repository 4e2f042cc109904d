"""One file is the whole program: a double click serves, data outlives it, a newer build takes over."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from storage.backup import copies
from storage.schema import migrate
from tests.binary import older
from tests.binary.program import BUILT, Program, older_installation
from tests.browser.conftest import PASSWORD, settle
from tests.browser.manual import LOGINS, answer, enter, expect_alert, first, rows
from tests.postgres import VARIABLE

MOST_MEGABYTES = 80
MOST_SECONDS = 60  # on a machine with four times too much to do; the figure says what it was


def asked(database: Path, question: str) -> list[tuple[object, ...]]:
    """What the SQLite file answers."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        return connection.execute(question).fetchall()


def answers(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return str(answer.read().decode())


def test_a_double_click_serves_an_installation_beside_the_program(
    program: Program, figure: Callable[[str], None]
) -> None:
    took = program.start()
    megabytes = BUILT.stat().st_size / 1e6
    figure(f'binary: {megabytes:.0f} MB, first start to the first answer {took:.1f} s')
    assert megabytes <= MOST_MEGABYTES
    assert took <= MOST_SECONDS
    said = program.said()
    assert f'数据保存在：{program.data}\n' in said
    assert '按 Ctrl+C' in said
    assert '初始密码' in said
    assert '登录' in answers(f'{program.address}/sign-in')
    assert len(asked(program.data / 'kaohe.db', 'SELECT code FROM trade')) > 50  # assets/trades.csv
    assert (program.data / 'running.txt').read_text('utf-8').startswith(program.address)

    code, refused = program.once()  # a second click
    assert code != 0
    assert '正被另一个正在运行的程序使用' in refused
    # The browser was opened at its address by both, and did not get the packed libraries.
    assert program.visited.read_text().splitlines() == [f'{program.address}/ clean', f'{program.address} clean']

    program.stop()
    assert not (program.data / 'running.txt').exists()
    assert list(program.unpacked.iterdir()) == []
    assert 'Traceback' not in program.said()
    assert not program.home.joinpath('.local').exists()
    figure(f'binary: second start {program.start("--no-browser"):.1f} s')
    assert '初始密码' not in program.said()
    assert len(program.visited.read_text().splitlines()) == 2
    program.stop(signal.SIGINT, terminal=True)
    assert not (program.data / 'running.txt').exists()  # Ctrl+C is heard once: it was an orderly end
    assert list(program.unpacked.iterdir()) == []


def test_a_start_without_a_terminal_speaks_into_a_file(program: Program) -> None:
    program.start_without_a_terminal()
    log = program.home / '.local' / 'state' / 'kaohe' / 'log' / 'kaohe.log'
    assert f'工考报名管理系统：{program.address}' in log.read_text('utf-8')
    answers(f'{program.address}/sign-in')
    program.stop(signal.SIGHUP, terminal=True)  # the window is closed
    assert not (program.data / 'running.txt').exists()
    assert 'Traceback' not in log.read_text('utf-8')


def test_a_newer_program_upgrades_what_an_older_one_left_after_a_backup(program: Program) -> None:
    older_installation(program.data)
    assert asked(program.data / 'kaohe.db', 'SELECT max(name) FROM tortoise_migrations') == [(older.LAST,)]
    program.start('--no-browser')
    program.stop()
    kept = 'SELECT year FROM exam_year WHERE year = 2024'
    assert asked(program.data / 'kaohe.db', kept) == [(older.YEAR,)]
    assert asked(program.data / 'kaohe.db', 'SELECT max(name) FROM tortoise_migrations') == [(migrate.HEAD,)]
    copy = program.data / 'backups' / f'before-{migrate.HEAD}.db'
    copies.check_sqlite(copy)
    assert asked(copy, 'SELECT max(name) FROM tortoise_migrations') == [(older.LAST,)]
    assert asked(copy, kept) == [(older.YEAR,)]


@pytest.fixture
def official(chromium: Browser, program: Program) -> Iterator[Callable[[], Page]]:
    """Signs in to the running demonstration as the administrator of a unit."""
    contexts = []

    def signed_in() -> Page:
        contexts.append(chromium.new_context(viewport={'width': 1366, 'height': 768}, locale='zh-CN'))
        page = contexts[-1].new_page()
        page.set_default_timeout(30_000)
        page.goto(f'{program.address}/sign-in')
        settle(page)
        page.get_by_label('账号').fill(LOGINS['unit'])
        page.get_by_label('密码', exact=True).fill(PASSWORD)
        page.get_by_role('button', name='登录', exact=True).click()
        page.wait_for_url(lambda url: '/sign-in' not in url)
        settle(page)
        return page

    yield signed_in
    for context in contexts:
        context.close()


def test_a_decision_and_a_paper_of_the_demonstration(program: Program, official: Callable[[], Page]) -> None:
    program.start('demo', '--no-browser')
    page = official()
    enter(page, '人工审核')
    review, name = first(page, '审核')
    review.click()
    page.get_by_role('toolbar', name='审核操作').get_by_role('button', name='通过').first.click()
    expect_alert(page, f'{name}：通过')
    enter(page, '终审通过名册')
    expect(rows(page).first).to_be_visible()
    rows(page).first.get_by_role('checkbox').click()
    page.get_by_role('button', name='导出PDF').click()
    with page.expect_download() as download:
        answer(page, '导出 1 人')  # made in a process of its own
    assert download.value.path().read_bytes().startswith(b'%PDF')
    program.stop()
    assert list(program.unpacked.iterdir()) == []
    assert 'Traceback' not in program.said()

    program.replace()
    program.start('demo', '--no-browser')
    page = official()
    enter(page, '审核通过')
    expect(page.get_by_role('button', name=f'详情 {name}').first).to_be_visible()
    assert (program.folder / 'kaohe-demo-data').is_dir()
    program.stop()


def test_postgres_and_its_own_programs(program: Program) -> None:
    server = os.environ.get(VARIABLE)
    if server is None:
        pytest.skip(f'no PostgreSQL: {VARIABLE} is not set (make binary-test starts one)')
    program.start('--no-browser', KAOHE_DATABASE=server)
    code, said = program.once('backup', KAOHE_DATABASE=server)
    assert (code, said.startswith('已备份到')) == (0, True), said
    program.stop()
