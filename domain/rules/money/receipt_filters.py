"""The filters of 异常回执, read strictly from the values of an address or a browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from domain.rules.money.pay_codes import code_of
from domain.rules.query_values import keyword, span, whole, word, words
from domain.rules.vocabulary import PayChannel, ReceiptOutcome, Word

# Receipts that changed no order, so that somebody must handle them.
EXCEPTIONS = (
    ReceiptOutcome.UNMATCHED,
    ReceiptOutcome.WRONG_AMOUNT,
    ReceiptOutcome.DOUBLE,
    ReceiptOutcome.CLOSED,
    ReceiptOutcome.FORGED,
)


class Handled(Word):
    """处理状态."""

    OPEN = 'open', '待处理'
    DONE = 'done', '已处理'
    ALL = 'all', '全部'


@dataclass(frozen=True, slots=True)
class ReceiptFilters:
    """``keyword`` is a complete pay code or the channel's complete payment number; the days are days of arrival.

    ``year`` is that of the paid order. A receipt that names no order belongs to no year and is found in each of them.
    """

    keyword: str = ''
    outcomes: tuple[ReceiptOutcome, ...] = ()
    channels: tuple[PayChannel, ...] = ()
    received_from: date | None = None
    received_to: date | None = None
    handled: Handled = Handled.OPEN
    year: int | None = None  # None: all years

    @classmethod
    def read(cls, typed: Mapping[str, Any]) -> Self:
        """The filters in ``typed`` (texts or lists of texts); unknown and too long values are left out."""
        received = typed.get('received_from'), typed.get('received_to')
        wanted = keyword(typed.get('keyword'))
        received_from, received_to = span(typed.get('received'), *received)
        return cls(
            keyword=code_of(wanted) or wanted,
            outcomes=tuple(one for one in words(ReceiptOutcome, typed.get('outcomes')) if one in EXCEPTIONS),
            channels=words(PayChannel, typed.get('channels')),
            received_from=received_from,
            received_to=received_to,
            handled=word(Handled, typed.get('handled')) or Handled.OPEN,
            year=whole(typed.get('year')),
        )

    def typed(self) -> dict[str, str | list[str]]:
        """The same as texts, for an address; empty filters are left out."""
        written: dict[str, str | list[str]] = {
            'keyword': self.keyword,
            'outcomes': [one.value for one in self.outcomes],
            'channels': [one.value for one in self.channels],
            'received_from': self.received_from.isoformat() if self.received_from else '',
            'received_to': self.received_to.isoformat() if self.received_to else '',
            'year': str(self.year or ''),
            'handled': '' if self.handled is Handled.OPEN else self.handled.value,
        }
        return {key: value for key, value in written.items() if value}

    @property
    def initial(self) -> dict[str, str | list[str]]:
        """The search form's values for these filters; 处理状态 is not one of its fields."""
        values = self.typed()
        values.pop('handled', None)
        days = [str(values.pop('received_from', '')), str(values.pop('received_to', ''))]
        return {**values, 'received': days} if any(days) else values

    def turned(self, handled: Handled) -> ReceiptFilters:
        """The same filters with another 处理状态."""
        return replace(self, handled=handled)
