"""Every private name of a library that our code uses is listed, and the canary test checks that each one exists."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain import private_names
from domain.private_names import Moved, NeededFor, PrivateUse
from domain.services.money.channels.wechat import GATEWAY_ADDRESS
from pages.private_names import EVERYWHERE

ROOT = Path(__file__).parent.parent
PACKAGES = ('pages', 'components', 'domain', 'storage')
LISTED = (*EVERYWHERE, GATEWAY_ADDRESS)
NAMES = {name for one in LISTED for names in one.names.values() for name in names.split()}
# By PyInstaller, by Python for tuples with names and for enumerations, and by Tortoise for what it counts.
DOCUMENTED = {'_MEIPASS', '_replace', '_value_', '_filter'}


@pytest.mark.parametrize('one', LISTED, ids=lambda one: f'{one.library}: {one.purpose}')
def test_every_private_name_still_exists(one: PrivateUse) -> None:
    assert one.moved() == []


@pytest.mark.parametrize(
    ('place', 'name'),
    [
        ('nicegui.gone', 'Client'),
        ('nicegui.client', 'Gone'),
        ('nicegui.client:Gone', 'instances'),
        ('nicegui.client:Client', '_gone'),
        ('nicegui.client:Client.handle_event', 'gone'),
        ('nicegui.core:sio.handlers./', 'gone'),
        ('nicegui.core:sio.handlers.gone', 'event'),
        ('nicegui/static/nicegui.js', 'mounted_ap'),
        ('nicegui/static/gone.js', 'mounted_app'),
    ],
)
def test_a_missing_name_is_reported_with_its_place(place: str, name: str) -> None:
    assert PrivateUse('nicegui', '', NeededFor.SPEED, {place: name}).moved() == [f'{place} {name}']


@pytest.mark.parametrize(
    ('needed_for', 'refused'), [(NeededFor.SAFETY, True), (NeededFor.SPEED, False), (NeededFor.TOOLS, False)]
)
def test_only_names_that_safety_needs_are_required(needed_for: NeededFor, refused: bool) -> None:
    gone = PrivateUse('nicegui', '', needed_for, {'nicegui.client:Client': 'instances _gone'})
    if not refused:
        private_names.require([gone])
        return
    with pytest.raises(Moved, match=r'依赖库 nicegui 与本程序不符（缺少 nicegui.client:Client _gone）'):
        private_names.require([gone])


def test_a_missing_name_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    gone = PrivateUse('nicegui', 'quick pages', NeededFor.SPEED, {'nicegui.client:Client': '_gone'})
    assert not any(private_names.usable(gone) for _ in range(3))
    assert caplog.messages == ['nicegui has moved nicegui.client:Client _gone: going on without quick pages']


def test_every_private_name_of_a_library_that_is_used_is_listed() -> None:
    trees = [ast.parse(file.read_text('utf-8')) for top in PACKAGES for file in (ROOT / top).rglob('*.py')]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    ours = {name for node in nodes for name in _given(node)}
    assert {name for node in nodes for name in _used(node)} - ours <= NAMES | DOCUMENTED


def _used(node: ast.AST) -> Iterator[str]:
    name = node.attr if isinstance(node, ast.Attribute) else node.arg if isinstance(node, ast.keyword) else None
    if name and name.startswith('_') and not name.startswith('__'):
        yield name


def _given(node: ast.AST) -> Iterator[str]:
    """The names that our own code gives: to functions and classes, to variables and fields, to what ``self`` has."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and ast.unparse(node.value) == 'self':
        yield node.attr


def test_names_that_our_classes_share_with_a_library_are_listed() -> None:
    shared = {name for kind in _classes() for name in _shared(kind)}
    assert {'_render_404', '_handle_delete', '_finalized'} <= shared
    assert shared <= NAMES


def _classes() -> Iterator[type]:
    for top in PACKAGES:
        for info in pkgutil.walk_packages([str(ROOT / top)], f'{top}.'):
            module = importlib.import_module(info.name)
            yield from (one for _, one in inspect.getmembers(module, inspect.isclass) if one.__module__ == info.name)


def _shared(kind: type) -> Iterator[str]:
    """Private names that a class of ours says, and that the library class below it has as well."""
    methods = [inspect.unwrap(one) for one in vars(kind).values() if inspect.isfunction(one)]
    ours = [method for method in methods if method.__module__ == kind.__module__]
    said = {word for method in ours for word in (method.__name__, *private_names._words(method))}
    private = {word for word in said if word.startswith('_') and not word.startswith('__')}
    for base in kind.__mro__:
        if base.__module__.partition('.')[0] in {'aiosqlite', 'fpdf', 'nicegui', 'starlette', 'tortoise'}:
            words = {*dir(base), *private_names._words(base)}
            yield from private & words
