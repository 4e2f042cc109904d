"""The rooms stay rooms: folders and files of a size one can look over, every class with a name of its own."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.test_architecture import PACKAGES, ROOT

MOST = 16  # modules in a folder
FLOORS = ('domain/rules', 'domain/services', 'domain/demo', 'components', 'pages', 'storage')
STEPS = 'storage/migrations'  # they only grow, one by one; the first two list every column of their tables
GUIDES = {'pages': 150, 'components': 150, 'domain': 200, 'storage': 200, 'main.py': 200, 'tests': 300}
# The files that are longer than their guide, with their lines: a number is taken down with the file, never up.
LONGER = {
    'pages/admin/units.py': 151,
    'pages/applicant/filling.py': 152,
    'pages/reviewer/review/application.py': 162,
    'pages/reviewer/review/records.py': 165,
    'pages/server/gate.py': 155,
    'pages/server/session_guard.py': 160,
    'pages/views/application.py': 188,
    'components/frame/live.py': 183,
    'components/review/panel.py': 153,
    'components/table/data_table.py': 177,
    'components/table/filter_fields.py': 151,
    'main.py': 206,
    'tests/pages/test_components.py': 321,
    'tests/services/exam/test_tickets.py': 330,
    'tests/services/money/test_statement_import.py': 302,
    'tests/services/offices/test_organisation_changes.py': 301,
}


def sources(folder: Path) -> list[Path]:
    return sorted(folder.rglob('*.py')) if folder.is_dir() else [folder]


def crowded(top: Path) -> dict[str, int]:
    """The folders with more modules than one looks over, with how many they have."""
    folders = [top, *(path for path in top.rglob('*') if path.is_dir())]
    counts = {str(folder): sum(path.name != '__init__.py' for path in folder.glob('*.py')) for folder in folders}
    return {folder: count for folder, count in counts.items() if count > MOST}


def named_twice(paths: Iterable[Path]) -> dict[str, list[str]]:
    """The classes of one name in several places; a line before the name does not make it another one."""
    places: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        for node in ast.parse(path.read_text('utf-8')).body:
            if isinstance(node, ast.ClassDef):
                places[node.name.lstrip('_')].append(path.name)
    return {name: found for name, found in places.items() if len(found) > 1}


@pytest.mark.parametrize('top', PACKAGES)
def test_no_folder_is_crowded(top: str) -> None:
    assert [folder for folder in crowded(ROOT / top) if not folder.endswith(STEPS)] == []


@pytest.mark.parametrize('floor', FLOORS)
def test_a_class_has_a_name_of_its_own_on_its_floor(floor: str) -> None:
    assert named_twice(path for path in sources(ROOT / floor) if STEPS not in str(path)) == {}


def test_no_file_is_longer_than_its_guide() -> None:
    lengths = {
        str(path.relative_to(ROOT)): (len(path.read_text('utf-8').splitlines()), most)
        for top, most in GUIDES.items()
        for path in sources(ROOT / top)
    }
    longer = {path: lines for path, (lines, most) in lengths.items() if lines > most and not path.startswith(STEPS)}
    assert longer == LONGER


def test_a_crowded_folder_is_seen(tmp_path: Path) -> None:
    (tmp_path / '__init__.py').touch()
    for number in range(MOST):
        (tmp_path / f'module{number}.py').touch()
    assert crowded(tmp_path) == {}
    (tmp_path / 'one_more.py').touch()
    assert crowded(tmp_path) == {str(tmp_path): MOST + 1}


def test_a_name_that_stands_twice_is_seen(tmp_path: Path) -> None:
    texts = {'one.py': 'class Row: ...\nclass Line: ...', 'two.py': 'class _Row: ...\ndef line():\n class Line: ...'}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    assert named_twice(sources(tmp_path)) == {'Row': ['one.py', 'two.py']}
