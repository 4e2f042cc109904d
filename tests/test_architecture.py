"""The house stands: imports go the ways the contracts allow, and nothing the house forbids is said anywhere in it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from importlinter import cli
from importlinter.cli import EXIT_STATUS_ERROR, EXIT_STATUS_SUCCESS, lint_imports

from tests import forbidden
from tests.forbidden import Rule

ROOT = Path(__file__).parent.parent
PACKAGES = ('pages', 'components', 'domain', 'storage')
SOURCES = ['main.py', *(str(path.relative_to(ROOT)) for top in PACKAGES for path in sorted((ROOT / top).rglob('*.py')))]

# A rule, the files it excludes and why, and a sample that it must find (and one that it must not find).
RULES: dict[Rule, tuple[set[str], list[str], list[str]]] = {
    forbidden.composed_markup: (
        set(),
        [
            "ui.label().props(f'aria-label={name}')",
            "row.classes('text-' + '%s' % colour)",
            "cell.style('width: {}px'.format(width))",
            "table.add_slot('body', f'<td>{name}</td>')",
            "ui.run_javascript(code := f'alert({name})')",
            "ui.html(content=f'<b>{name}</b>')",
        ],
        ["ui.label(f'{name}').props('dense')", "table.add_slot('body', BODY)"],
    ),
    forbidden.loose_tasks: (
        # They keep a reference to their task and wait for it: their purpose is work that must not stop half-way.
        {'storage/connection/cancellation.py', 'domain/services/unit_of_work.py'},
        ['asyncio.create_task(work())', 'create_task(work())', 'loop.create_task(work())', 'asyncio.ensure_future(x)'],
        ['background_tasks.create(work())', 'group.create_task(work())'],
    ),
    forbidden.limited_writes: (
        set(),
        ['await Claim.filter(a=1).limit(5).delete()', 'Claim.all().limit(1).order_by("id").update(name="")'],
        ['await Claim.filter(a=1).delete()', 'await Claim.all().limit(5)', 'names.update(Claim.all().limit(5))'],
    ),
    forbidden.own_transactions: (
        {'storage/connection/database.py'},
        ['from tortoise.transactions import in_transaction', 'begin = tortoise.transactions.in_transaction'],
        ['from storage.connection.database import transaction'],
    ),
    forbidden.other_clocks: (
        {'domain/clock.py'},
        ['at = datetime.now()', 'at = datetime.datetime.now(UTC)', 'at = datetime.utcnow()', 'day = date.today()'],
        ['at = clock.now()', 'day = clock.today()'],
    ),
    forbidden.ambient_years: (
        {
            'domain/services/year/years.py',
            # Whoever registers now registers for the current year: the newcomer's page, and those who enter others.
            'domain/services/application/registrations.py',
            'domain/services/registration/registration_import.py',
            'domain/services/registration/late_entries.py',
            'domain/services/registration/late_import.py',
            # What an address without a year opens with, and the mark of what belongs to another year.
            'domain/services/application/own_years.py',
            'domain/services/lists/overview.py',
            'domain/services/lists/application_lists.py',
            'pages/address.py',
            'pages/home.py',
            'pages/home_cards.py',
            'pages/server/frame.py',
            'pages/province/year/years.py',  # 设为当前年度
        },
        ['year = await current_year()', 'id_ = (await years.current_year()).id', 'all_years().current_id'],
        ['year = await year_of(row.year_id)', 'year = await address.shown_year()'],
    ),
    forbidden.saved_rows: (
        set(),
        [
            'await row.save()',
            'await row.save(update_fields=["state", "answer"])',
            'await Application(id=1, status="approved").save()',
            'await row.save(force_create=False)',
        ],
        ['await entry.save(force_create=True)', "picture.save(out, 'JPEG')", 'await filling.save(actor, 1, typed)'],
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def logs_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the checker from setting up logs: that would silence every logger for the tests after it."""
    monkeypatch.setattr(cli, '_configure_logging', lambda *_, **__: None)


def test_imports_point_downwards() -> None:
    assert lint_imports(config_filename=str(ROOT / 'pyproject.toml'), no_cache=True) == EXIT_STATUS_SUCCESS


def test_an_import_that_points_upwards_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder, text in {'floor': 'import ceiling', 'ceiling': ''}.items():
        (tmp_path / folder).mkdir()
        (tmp_path / folder / '__init__.py').write_text(text)
    contract = tmp_path / 'pyproject.toml'
    contract.write_text(
        '[tool.importlinter]\nroot_packages = ["floor", "ceiling"]\n'
        '[[tool.importlinter.contracts]]\nname = "down"\ntype = "layers"\nlayers = ["ceiling", "floor"]\n'
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert lint_imports(config_filename=str(contract), no_cache=True) == EXIT_STATUS_ERROR


@pytest.mark.parametrize('rule', RULES, ids=lambda rule: rule.__name__)
def test_no_module_contains_forbidden_code(rule: Rule) -> None:
    exempt, _, _ = RULES[rule]
    assert exempt <= set(SOURCES)
    found = [
        f'{source}:{line}'
        for source in SOURCES
        if source not in exempt
        for line in rule(ast.parse((ROOT / source).read_text('utf-8')))
    ]
    assert not found, rule.__doc__


@pytest.mark.parametrize('rule', RULES, ids=lambda rule: rule.__name__)
def test_a_rule_finds_its_mistake_and_nothing_else(rule: Rule) -> None:
    _, wrong, right = RULES[rule]
    assert [sample for sample in wrong if not list(rule(ast.parse(sample)))] == []
    assert [sample for sample in right if list(rule(ast.parse(sample)))] == []


def test_a_module_opens_with_what_it_owns() -> None:
    """Of a room it is its ``__init__``, which says what happens there."""
    assert [source for source in SOURCES if not ast.get_docstring(ast.parse((ROOT / source).read_text('utf-8')))] == []
