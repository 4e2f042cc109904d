"""The operator's files match the program: nothing it needs is missing, and a stop gets enough time."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pages.server import serving
from storage.settings.config import Settings
from tests.test_architecture import PACKAGES, ROOT

DEPLOY = ROOT / 'docs' / 'deploy'
CONTAINER = (DEPLOY / 'Containerfile').read_text('utf-8')
UNIT = (DEPLOY / 'kaohe.service').read_text('utf-8')


def test_the_container_holds_the_whole_program_and_nothing_unchecked() -> None:
    copied = set(re.findall(r'[\w.]+', ' '.join(re.findall(r'^COPY (.*)$', CONTAINER, re.MULTILINE))))
    assert {*PACKAGES, 'main.py', 'assets', 'requirements.lock'} <= copied
    assert '--require-hashes' in CONTAINER
    assert CONTAINER.index('USER kaohe') < CONTAINER.index('ENTRYPOINT')
    base = re.findall(r'^(?:ARG BASE=|FROM )(.*)$', CONTAINER, re.MULTILINE)
    assert base == ['python:3.11-slim-bookworm', '${BASE}']  # no host: the operator chooses the registry


def test_a_stop_gets_enough_time() -> None:
    connections = 5
    longest = connections + serving.LAST_JOBS + 2 * serving.LAST_ACTS
    assert int(re.findall(r'TimeoutStopSec=(\d+)', UNIT)[0]) > longest
    assert int(re.findall(r'--stop-timeout (\d+)', CONTAINER)[0]) > longest
    assert 'KillMode=mixed' in UNIT


def test_every_setting_that_is_named_exists() -> None:
    texts = CONTAINER + UNIT + (ROOT / 'docs' / 'operating.md').read_text('utf-8')
    named = {name.lower() for name in re.findall(r'KAOHE_([A-Z_]+)', texts)}
    assert named <= set(Settings.model_fields)


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    program = shutil.which('systemd-analyze')
    if program is None:
        return  # this machine has no systemd
    unit = tmp_path / 'kaohe.service'
    unit.write_text(UNIT.replace('/opt/kaohe/.venv/bin/python', '/bin/true'))
    said = subprocess.run([program, 'verify', '--man=no', str(unit)], capture_output=True, text=True, check=False)
    complaints = [line for line in said.stderr.splitlines() if 'kaohe.service' in line]
    assert complaints == []


@pytest.mark.parametrize('command', ['backup', 'restore', 'check', 'verify-journal', 'reset-password', 'export-demo'])
def test_every_command_is_in_the_operators_manual(command: str) -> None:
    assert f'python main.py {command}' in (ROOT / 'docs' / 'operating.md').read_text('utf-8')
