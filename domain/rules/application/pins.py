"""The pins of a return: what must be corrected, and what the applicant may therefore change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from domain.errors import Problem
from domain.rules.application.form import FIELD
from domain.rules.vocabulary import MaterialKind

MATERIAL = 'material:'
# Chosen by the account that registered the applicant; the form shows it but it can never be changed there.
FIXED = ('channel',)


def material_key(kind: MaterialKind) -> str:
    """The key of a material among pins and problems; the prefix distinguishes 文化程度 from 学历证书."""
    return f'{MATERIAL}{kind.value}'


def label_of(key: str) -> str:
    """The label of a pinned field or material on screen."""
    if key.startswith(MATERIAL):
        return MaterialKind(key.removeprefix(MATERIAL)).label
    return FIELD[key].label if key in FIELD else key


def pinnable(key: str) -> bool:
    """Whether this key is a field or material that an applicant can correct."""
    if key.startswith(MATERIAL):
        return key.removeprefix(MATERIAL) in MaterialKind.labels()
    return key in FIELD and key not in FIXED


def remarks(pins: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Stored pins as a mapping of key to remark."""
    return {pin['key']: pin['remark'] for pin in pins if 'key' in pin}


def open_keys(
    pins: Sequence[Mapping[str, str]], problems: Iterable[Problem] = (), touched: Collection[str] = ()
) -> frozenset[str]:
    """The keys of the fields and materials that the applicant may change.

    With pins: exactly these, and what they lead to. A correction (another grade) may require more than was pinned, so
    what is missing or wrong now (``problems``) is open, and stays open once filled in (``touched``): the form can
    always be completed and corrected. Without pins: everything.
    """
    if not pins:
        return frozenset(FIELD).difference(FIXED) | {material_key(kind) for kind in MaterialKind}
    return frozenset({*remarks(pins), *(problem.key for problem in problems), *touched}).difference(FIXED)
