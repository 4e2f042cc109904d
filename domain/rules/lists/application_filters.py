"""Filters, page and order of a list, read strictly from the values of an address or a browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Self

from domain.rules.query_values import day, grades, keyword, text, trades, whole, words
from domain.rules.vocabulary import Basis, Channel, DeferralState, Finding, Grade, Level, OrderStatus, Status, Word


class Blank(Word):
    """尚缺: what a draft may still lack, so that the drafts that lack it can be listed."""

    GRADE = 'grade', '未填申报等级'
    TRADE = 'trade', '未填申报工种'
    SUBMISSION = 'submission', '从未提交'


@dataclass(frozen=True, slots=True)
class ApplicationFilters:
    """The filters of a list of applications; an empty tuple or None means no filter."""

    year: int | None = None  # 2026; None: every year
    keyword: str = ''
    unit: int | None = None  # an organisation: it and everything below it
    own: bool = False  # only the staff of that organisation (or the actor's own), nobody below it
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
    noted: bool | None = None  # has an open opinion or mark
    blanks: tuple[Blank, ...] = ()  # lacks all of these

    @classmethod
    def read(cls, typed: Mapping[str, Any]) -> Self:
        """The filters in ``typed`` (texts or lists of texts); unknown and too long values are left out."""
        return cls(
            year=whole(typed.get('year')),
            keyword=keyword(typed.get('keyword')),
            unit=whole(typed.get('unit')),
            own=text(typed.get('own')) == 'yes',
            grades=grades(typed.get('grades')),
            trades=trades(typed.get('trades')),
            channels=words(Channel, typed.get('channels')),
            bases=words(Basis, typed.get('bases')),
            findings=words(Finding, typed.get('findings')),
            submitted_from=day(typed.get('submitted_from')),
            submitted_to=day(typed.get('submitted_to')),
            statuses=words(Status, typed.get('statuses')),
            stages=words(Level, typed.get('stages')),
            deferrals=words(DeferralState, typed.get('deferrals')),
            payments=words(OrderStatus, typed.get('payments')),
            noted={'yes': True, 'no': False}.get(text(typed.get('noted'))),
            blanks=words(Blank, typed.get('blanks')),
        )

    def typed(self) -> dict[str, str | list[str]]:
        """The same as texts, for an address or a form; empty filters are left out."""
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
    """Which page, how many rows, in which order; ``sort`` is a column of the list, or empty for the default order."""

    page: int = 1
    size: int = 20
    sort: str = ''
    descending: bool = False

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.size
