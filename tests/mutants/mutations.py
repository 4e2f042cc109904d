"""The mutants of a module: mutmut's small changes, one at a time, in its functions and in its tables."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import CodeType, FunctionType, ModuleType

import libcst as cst
import libcst.matchers as m
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.file_mutation import MutationVisitor, deep_replace
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one change: the whole source, and what is different.

    ``function`` and ``lines`` say in whose body the change is; nobody's when it is in a table or a default.
    """

    source: str
    change: str
    function: str = ''
    lines: range = range(0)


# Names for the type checker and for star imports: nothing happens by them.
_ALIAS = m.Subscript(m.Name('Literal') | m.Name('tuple')) | m.Call(m.Name('TypeVar') | m.Name('ParamSpec'))
_FOR_READERS = m.Assign(value=_ALIAS) | m.Assign(targets=[m.AssignTarget(m.Name('__all__'))])


class _Everywhere(MutationVisitor):
    """mutmut leaves decorated functions out, because it keeps all mutants in one file; here every mutant is a file."""

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef):
            return False
        return m.matches(node, _FOR_READERS) or super()._skip_node_and_children(node)


def mutants_of(source: str) -> Iterator[Mutant]:
    """Every mutant of this source, in the order of its text."""
    wrapper = MetadataWrapper(cst.parse_module(source))
    positions = wrapper.resolve(PositionProvider)
    visitor = _Everywhere(mutation_operators, IgnoredCode(set(), set(), set()))
    module = wrapper.visit(visitor)
    for mutation in visitor.mutations:
        old, function = mutation.original_node, mutation.contained_by_top_level_function
        mutated = deep_replace(module, old, mutation.mutated_node)
        assert isinstance(mutated, cst.Module)
        change = _change(source, mutated.code)
        if isinstance(function, cst.FunctionDef) and old in positions:
            body = positions[function.body]
            if (positions[old].start.line, positions[old].start.column) >= (body.start.line, body.start.column):
                lines = range(body.start.line, body.end.line + 1)
                yield Mutant(mutated.code, change, function.name.value, lines)
                continue
        yield Mutant(mutated.code, change)


def replacement(module: ModuleType, mutant: Mutant) -> tuple[FunctionType, CodeType] | None:
    """The one function that is different, and its new code; None where it is not so simple."""
    file = str(module.__file__)
    changed = _nearest(mutant, _codes(compile(mutant.source, file, 'exec', dont_inherit=True)))
    ours = {one.__code__: one for one in _functions(module) if one.__code__.co_filename == file}
    code = _nearest(mutant, ours)
    if changed is None or code is None or changed.co_freevars != code.co_freevars:
        return None
    return ours[code], changed


def _nearest(mutant: Mutant, codes: Iterable[CodeType]) -> CodeType | None:
    """Of the functions with its name the last one that begins before its body."""
    begun = [code for code in codes if code.co_name == mutant.function and code.co_firstlineno <= mutant.lines.start]
    return max(begun, key=lambda code: code.co_firstlineno, default=None)


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


def _functions(owner: object) -> Iterator[FunctionType]:
    for one in vars(owner).values():
        bare = inspect.unwrap(getattr(one, 'fget', None) or getattr(one, '__func__', None) or one)
        if isinstance(bare, FunctionType):
            yield bare
        elif isinstance(bare, type) and isinstance(owner, ModuleType) and bare.__module__ == owner.__name__:
            yield from _functions(bare)


def _change(before: str, after: str) -> str:
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=''))[2:]
    return '\n'.join(f'{line[0]} {line[1:].strip()}' for line in lines if line[0] != '@')
