"""The two books of notes from above: 市级复核意见 and 省级标记, which differ in who writes and in their acts."""

from __future__ import annotations

from dataclasses import dataclass

from domain.rules.vocabulary import Act
from storage.models import Mark, Opinion

MARK_KINDS = ('抽查核实', '材料存疑', '资格存疑', '其他')


@dataclass(frozen=True, slots=True)
class Notebook:
    """One kind of note: its table, the acts of its small life, and the kinds it may have (none: it has no kinds)."""

    name: str
    rows: type[Opinion | Mark]
    write: Act
    answer: Act
    close: Act
    kinds: tuple[str, ...] = ()


OPINIONS = Notebook('市级复核意见', Opinion, Act.OPINION, Act.ANSWER_OPINION, Act.CLOSE_OPINION)
MARKS = Notebook('省级标记', Mark, Act.MARK, Act.ANSWER_MARK, Act.CLOSE_MARK, MARK_KINDS)
