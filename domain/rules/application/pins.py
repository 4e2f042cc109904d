"""What a return asks to be corrected: its pins, and what the applicant may therefore change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from domain.errors import Problem
from domain.rules.application.form import FIELD
from domain.rules.vocabulary import MaterialKind

MATERIAL = 'material:'
# Chosen for the applicant by who registered them; the form shows it but never lets it be changed.
FIXED = ('channel',)


def material_key(kind: MaterialKind) -> str:
    """The key of a material among pins and problems; the prefix keeps 文化程度 and 学历证书 apart."""
    return f'{MATERIAL}{kind.value}'


def label_of(key: str) -> str:
    """What a pinned field or material is called on screen."""
    if key.startswith(MATERIAL):
        return MaterialKind(key.removeprefix(MATERIAL)).label
    return FIELD[key].label if key in FIELD else key


def pinnable(key: str) -> bool:
    """Whether there is a field or material of this key that an applicant could correct."""
    if key.startswith(MATERIAL):
        return key.removeprefix(MATERIAL) in MaterialKind.labels()
    return key in FIELD and key not in FIXED


def remarks(pins: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Stored pins as key to remark."""
    return {pin['key']: pin['remark'] for pin in pins if 'key' in pin}


def open_keys(
    pins: Sequence[Mapping[str, str]], problems: Iterable[Problem] = (), touched: Collection[str] = ()
) -> frozenset[str]:
    """The keys of the fields and materials that the applicant may change.

    With pins: exactly those, and what they bring with them. A correction (another grade) may ask for more than was
    pinned, so what is missing or wrong by now (``problems``) is open, and stays so once filled in (``touched``): nobody
    is left with a form that can neither be completed nor put right. Without pins: everything.
    """
    if not pins:
        return frozenset(FIELD).difference(FIXED) | {material_key(kind) for kind in MaterialKind}
    return frozenset({*remarks(pins), *(problem.key for problem in problems), *touched}).difference(FIXED)
