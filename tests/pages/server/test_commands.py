"""The operator's commands: their output and their exit codes."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pages.server.operator import commands
from storage.connection.database import close_database, open_database
from tests.conftest import Installed
from tests.town import build


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(commands, [str(one) for one in arguments])


@pytest.fixture
def data(installed: Installed, tmp_path: Path) -> Path:
    """A closed installation with the town in it."""

    async def fill() -> None:
        await open_database(installed(tmp_path / 'data'))
        await (await build()).application()
        await close_database()

    asyncio.run(fill())
    return tmp_path / 'data'


def test_backup_and_restore(data: Path, tmp_path: Path) -> None:
    made = _run('backup', '--data', data, '--to', tmp_path / 'out', '--zip')
    assert made.exit_code == 0, made.output
    source = next((tmp_path / 'out').iterdir())
    assert f'已备份到 {source}' in made.output
    refused = _run('restore', source, '--data', data)
    assert refused.exit_code == 1
    assert '已有数据' in refused.stderr
    back = _run('restore', source, '--data', data, '--replace')
    assert back.exit_code == 0, back.output
    assert '检查全部通过' in back.output
    assert '原有数据保存在' in back.output
    assert _run('restore', source, '--data', tmp_path / 'new').exit_code == 0


def test_check_names_each_part_before_it_looks_at_it(data: Path) -> None:
    *parts, verdict = _run('check', '--data', data).output.splitlines()
    assert parts == ['正在检查数据库文件…', '正在检查业务数据…', '正在检查操作日志…', '正在检查上传的材料…']
    assert verdict == '检查通过，没有发现问题。'


def test_check_and_verify_distinguish_an_intact_installation_from_a_broken_one(data: Path) -> None:
    assert '检查通过' in _run('check', '--data', data).output
    fine = _run('verify-journal', '--data', data)
    assert (fine.exit_code, '操作日志完整' in fine.output) == (0, True)
    with contextlib.closing(sqlite3.connect(data / 'kaohe.db')) as database:
        database.execute('DROP TRIGGER journal_no_update')
        database.execute("UPDATE journal_entry SET reason = '改过' WHERE sequence = 2")
        database.execute("UPDATE application SET holder_id = NULL WHERE status = 'in_review'")
        database.commit()
    broken = _run('verify-journal', '--data', data)
    assert broken.exit_code == 1
    assert 'application:1 第 2 条：内容被改动' in broken.output
    both = _run('check', '--data', data)
    assert both.exit_code == 1
    assert '发现 2 处问题' in both.stderr
    assert 'Traceback' not in both.output


def test_a_forgotten_password_and_a_wrong_account(data: Path) -> None:
    assert '（' in _run('reset-password', '410327', '--data', data).output
    wrong = _run('reset-password', 'nobody', '--data', data)
    assert (wrong.exit_code, wrong.stderr) == (1, '没有账号 nobody，请检查后重试。\n')


@pytest.mark.parametrize('command', ['backup', 'check', 'verify-journal'])
def test_commands_create_no_installation_where_there_is_none(tmp_path: Path, command: str) -> None:
    none = _run(command, '--data', tmp_path / 'none')
    assert none.exit_code == 1
    assert '中没有数据库' in none.stderr
    assert not (tmp_path / 'none' / 'kaohe.db').exists()


def test_the_demonstration_is_exported_and_restored(tmp_path: Path) -> None:
    target = tmp_path / 'demo.zip'
    made = _run('export-demo', target, '--applications', 20)
    assert made.exit_code == 0, made.output
    assert _run('restore', target, '--data', tmp_path / 'there').exit_code == 0
    again = _run('export-demo', target)
    assert (again.exit_code, '已经存在' in again.stderr) == (1, True)
