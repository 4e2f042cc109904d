"""What changed from one submission to the next: 修改对比."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.rules.application.form import FIELDS, Form, shown
from domain.rules.vocabulary import MaterialKind


@dataclass(frozen=True, slots=True)
class Change:
    """One changed field or material, with the old and the new value as texts for people."""

    key: str
    label: str
    old: str
    new: str


def changes(old: Form, new: Form, trades: dict[str, str]) -> list[Change]:
    """The fields that differ, in the order of the form. ``trades``: code to name."""
    return [
        Change(field.key, field.label, shown(field.key, before, trades), shown(field.key, after, trades))
        for field in FIELDS
        if (before := getattr(old, field.key)) != (after := getattr(new, field.key))
    ]


def material_changes(
    old: Mapping[MaterialKind, Sequence[tuple[str, str]]], new: Mapping[MaterialKind, Sequence[tuple[str, str]]]
) -> list[Change]:
    """The materials whose files differ; each file is its SHA-256 and the name to show.

    The same content in another order or under another name is no change.
    """
    return [
        Change(kind.value, kind.label, _names(before), _names(after))
        for kind in MaterialKind
        if _contents(before := old.get(kind, ())) != _contents(after := new.get(kind, ()))
    ]


def _contents(files: Sequence[tuple[str, str]]) -> list[str]:
    return sorted(digest for digest, _ in files)


def _names(files: Sequence[tuple[str, str]]) -> str:
    return '，'.join(name for _, name in files) or '—'
