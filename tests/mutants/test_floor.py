"""The floor of the mutants: what it promises holds, and the tool makes the mutants we count on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutants import floor
from tests.mutants.mutations import mutants_of

ROOT = Path(floor.__file__).parents[2]
STANDINGS = floor.read()


@pytest.mark.parametrize('module', STANDINGS)
def test_modules_and_their_tests_are_where_the_floor_says(module: str) -> None:
    for path in (module, *STANDINGS[module].tests):
        assert (ROOT / path).exists()


def test_every_rule_and_every_money_service_has_a_floor() -> None:
    watched = [ROOT / 'domain/rules', ROOT / 'domain/services/money']
    modules = {str(file.relative_to(ROOT)) for folder in watched for file in folder.rglob('*.py')}
    assert {module for module in modules if not module.endswith('__init__.py')} <= STANDINGS.keys()


@pytest.mark.parametrize(
    ('level', 'name'), [(level, name) for level in floor.STRICT for name in sorted(floor.STRICT[level])]
)
def test_what_decides_has_a_floor_of_95_percent_and_a_reason_for_the_rest(level: str, name: str) -> None:
    found = [module for module in STANDINGS if Path(module).stem == name and Path(module).parts[1] == level]
    assert len(found) == 1
    standing = STANDINGS[found[0]]
    assert standing.killed / standing.of >= floor.LEAST
    assert standing.floor >= floor.LEAST
    assert all(standing.survivors.values())


def test_a_function_a_table_and_a_property_are_changed() -> None:
    source = (
        'LIMIT = 5\nclass A:\n    @property\n    def size(self) -> int:\n        return 7\ndef f():\n    return 9\n'
    )
    changed = {mutant.change: mutant.function for mutant in mutants_of(source)}
    assert changed['- LIMIT = 5\n+ LIMIT = 6'] == ''
    assert changed['- return 7\n+ return 8'] == 'size'
    assert changed['- return 9\n+ return 10'] == 'f'
