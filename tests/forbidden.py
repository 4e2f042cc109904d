"""Forbidden code: each rule finds the lines with one mistake that the linter does not check."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

Rule = Callable[[ast.Module], Iterator[int]]
# Methods that send their text to the browser as markup, style or code (5-trust §1.8).
MARKUP = {
    'props', 'classes', 'style', 'add_slot', 'run_javascript', 'html', 'add_css', 'add_head_html', 'add_body_html',
}  # fmt: skip


def composed_markup(tree: ast.Module) -> Iterator[int]:
    """Data put into markup: an f-string, format or % among the arguments of props, classes, style, slots, scripts."""
    for call in _calls(tree):
        if _name(call.func) in MARKUP:
            given = [*call.args, *(keyword.value for keyword in call.keywords)]
            if any(_is_composed(part) for argument in given for part in ast.walk(argument)):
                yield call.lineno


def _is_composed(part: ast.AST) -> bool:
    if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Mod):
        return isinstance(part.left, ast.Constant) and isinstance(part.left.value, str)
    formatting = isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute) and part.func.attr == 'format'
    return formatting or isinstance(part, ast.JoinedStr)


def loose_tasks(tree: ast.Module) -> Iterator[int]:
    """A task without a reference: asyncio.create_task or ensure_future; background_tasks.create keeps it."""
    for call in _calls(tree):
        name = _name(call.func)
        if name == 'ensure_future' or (name == 'create_task' and _owner(call) not in {'group', 'tasks'}):
            yield call.lineno


def limited_writes(tree: ast.Module) -> Iterator[int]:
    """limit() before update() or delete(): the limit is silently ignored and every row is written (measured)."""
    for call in _calls(tree):
        if _name(call.func) in {'update', 'delete'} and isinstance(call.func, ast.Attribute):
            chain: ast.AST = call.func.value
            while isinstance(chain, ast.Call | ast.Attribute):
                if isinstance(chain, ast.Call) and _name(chain.func) == 'limit':
                    yield call.lineno
                chain = chain.func if isinstance(chain, ast.Call) else chain.value


def own_transactions(tree: ast.Module) -> Iterator[int]:
    """A transaction begun anywhere but in storage.connection.database.transaction."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == 'tortoise.transactions':
            yield node.lineno
        if (
            isinstance(node, ast.Attribute)
            and node.attr in {'in_transaction', 'atomic'}
            and _name(node.value) == 'transactions'
        ):
            yield node.lineno


def other_clocks(tree: ast.Module) -> Iterator[int]:
    """Time not read from domain.clock: now(), utcnow() and today() of datetime and date."""
    for call in _calls(tree):
        if _name(call.func) in {'now', 'utcnow', 'today'} and _owner(call) in {'datetime', 'date'}:
            yield call.lineno


def ambient_years(tree: ast.Module) -> Iterator[int]:
    """A question for the current year: whoever acts on something acts by the rules of its own year (10-year §5)."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute | ast.Name):
            continue
        if _name(node) == 'current_year' or (_name(node) == 'current_id' and isinstance(node, ast.Attribute)):
            yield node.lineno


def saved_rows(tree: ast.Module) -> Iterator[int]:
    """An existing row that is saved: the last writer wins. An update names the state it expects (4-house §5.2).

    A save with positional arguments is not a row's: it is a picture's, or a use case of that name.
    """
    for call in _calls(tree):
        saved = _name(call.func) == 'save' and not call.args
        if saved and not any(_is_a_creation(keyword) for keyword in call.keywords):
            yield call.lineno


def _is_a_creation(keyword: ast.keyword) -> bool:
    return keyword.arg == 'force_create' and isinstance(keyword.value, ast.Constant) and keyword.value.value is True


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _owner(call: ast.Call) -> str:
    """The word before the method: row in row.save()."""
    return _name(call.func.value) if isinstance(call.func, ast.Attribute) else ''


def _name(node: ast.AST | None) -> str:
    """The last word of a.b.c, or an empty text."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ''
