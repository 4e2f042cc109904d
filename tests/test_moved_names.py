"""With libraries of a later version: the program does not start when a name is missing that safety needs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from wechatpayv3.core import Core

from domain.private_names import Moved
from domain.services.money.channels.wechat import Wechat
from storage.settings.wechat_config import Merchant
from tests.waiting import PATIENCE

ROOT = Path(__file__).parent.parent


def command(names: dict[str, list[str]], *arguments: str) -> list[str]:
    """The program with these names moved."""
    return [sys.executable, '-m', 'tests.moved_names', json.dumps(names), *arguments]


@pytest.mark.parametrize(
    ('package', 'name'),
    [
        ('nicegui', '_socket_to_document_id'),
        ('nicegui', '_event_listeners'),
        ('nicegui', 'ValueElement'),
        ('starlette', 'build_middleware_stack'),
        ('tortoise', '_trxlock'),
        ('tortoise', 'EXECUTOR_CACHE'),
    ],
)
def test_the_program_refuses_to_start_in_one_sentence(tmp_path: Path, package: str, name: str) -> None:
    data = tmp_path / 'data'
    environment = {key: text for key, text in os.environ.items() if key != 'PYTEST_CURRENT_TEST'}
    ended = subprocess.run(
        command({package: [name]}, '--no-browser', '--data', str(data)),
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    assert ended.returncode == 1
    (sentence,) = ended.stderr.splitlines()
    assert sentence.startswith(f'无法启动：依赖库 {package}')
    assert name in sentence
    assert not data.exists()


def test_a_gateway_is_not_offered_with_another_version_of_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(Core, '__init__')  # where it keeps the address of the server
    with pytest.raises(Moved, match='依赖库 wechatpayv3 与本程序不符'):
        Wechat(Merchant('1', 'app', 'serial', '', 'https://example.invalid', '', '', '', ''))
