"""What a list is asked for: filters, page and order, strictly read from whatever an address or a browser sends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Self

from domain.rules.vocabulary import Basis, Channel, DeferralState, Finding, Grade, Level, OrderStatus, Status, Word

LONGEST_KEYWORD = 40


class Blank(Word):
    """尚缺: what a draft may still lack, so that those who lack it can be listed too."""

    GRADE = 'grade', '未填申报等级'
    TRADE = 'trade', '未填申报工种'
    SUBMISSION = 'submission', '从未提交'


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of a list of applications; an empty tuple or None asks nothing."""

    keyword: str = ''
    unit: int | None = None  # an organisation: it and everything below it
    own: bool = False  # of that organisation (or the actor's own) the staff alone, without everything below it
    grades: tuple[Grade, ...] = ()
    trades: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    bases: tuple[Basis, ...] = ()
    findings: tuple[Finding, ...] = ()
    submitted_from: date | None = None
    submitted_to: date | None = None
    statuses: tuple[Status, ...] = ()
    stages: tuple[Level, ...] = ()
    deferrals: tuple[DeferralState, ...] = ()
    payments: tuple[OrderStatus, ...] = ()
    noted: bool | None = None  # has an opinion or mark that is not closed
    blanks: tuple[Blank, ...] = ()  # lacks all of these

    @classmethod
    def read(cls, typed: Mapping[str, Any]) -> Self:
        """The filters in ``typed`` (texts or lists of texts); what is unknown or too long is left out."""
        return cls(
            keyword=_text(typed.get('keyword'))[:LONGEST_KEYWORD],
            unit=_whole(typed.get('unit')),
            own=_text(typed.get('own')) == 'yes',
            grades=tuple(grade for grade in Grade if str(int(grade)) in _texts(typed.get('grades'))),
            trades=tuple(code for code in _texts(typed.get('trades'))[:20] if code.isdigit() and len(code) <= 8),
            channels=tuple(word for word in Channel if word.value in _texts(typed.get('channels'))),
            bases=tuple(word for word in Basis if word.value in _texts(typed.get('bases'))),
            findings=tuple(word for word in Finding if word.value in _texts(typed.get('findings'))),
            submitted_from=_day(typed.get('submitted_from')),
            submitted_to=_day(typed.get('submitted_to')),
            statuses=tuple(word for word in Status if word.value in _texts(typed.get('statuses'))),
            stages=tuple(word for word in Level if word.value in _texts(typed.get('stages'))),
            deferrals=tuple(word for word in DeferralState if word.value in _texts(typed.get('deferrals'))),
            payments=tuple(word for word in OrderStatus if word.value in _texts(typed.get('payments'))),
            noted={'yes': True, 'no': False}.get(_text(typed.get('noted'))),
            blanks=tuple(word for word in Blank if word.value in _texts(typed.get('blanks'))),
        )

    def typed(self) -> dict[str, str | list[str]]:
        """The same as texts, for an address or a form; what asks nothing is left out."""
        written: dict[str, str | list[str]] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value in ('', None, ()) or (field.name == 'own' and not value):
                continue
            if isinstance(value, bool):
                written[field.name] = 'yes' if value else 'no'
            elif isinstance(value, tuple):
                written[field.name] = [str(int(one)) if isinstance(one, Grade) else str(one) for one in value]
            else:
                written[field.name] = str(value)
        return written

    @property
    def asks(self) -> bool:
        """Whether any filter is set."""
        return bool(self.typed())


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page, how many rows, in which order; ``sort`` is a column of the list or empty for its own order."""

    page: int = 1
    size: int = 20
    sort: str = ''
    descending: bool = False

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.size


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value)
    return str(value).strip() if isinstance(value, str | int) else ''


def _texts(value: object) -> list[str]:
    if isinstance(value, list | tuple):
        return [_text(one) for one in value[:50]]
    text = _text(value)
    return text.split(',') if text else []


def _whole(value: object) -> int | None:
    text = _text(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(_text(value))
    except ValueError:
        return None
