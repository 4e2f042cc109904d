"""The filters of the lists of 缴费管理, read strictly from the values of an address or a browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from domain.rules.lists.application_filters import ApplicationFilters
from domain.rules.money.pay_codes import code_of
from domain.rules.query_values import grades, keyword, span, text, trades, whole, words
from domain.rules.vocabulary import Grade, OrderStatus, PayChannel, Word


class DueStatus(Word):
    """状态: the status of the order, or that there is no order yet.

    Two are parts of 已缴费: 金额不符, paid for another grade with another fee (of persons), and 应退, paid before the
    application was rejected or cancelled (of orders).
    """

    UNBILLED = 'unbilled', '未生成'
    DUE = OrderStatus.DUE.value, OrderStatus.DUE.label
    PAID = OrderStatus.PAID.value, OrderStatus.PAID.label
    CLOSED = OrderStatus.CLOSED.value, OrderStatus.CLOSED.label
    REFUNDED = OrderStatus.REFUNDED.value, OrderStatus.REFUNDED.label
    EXEMPT = OrderStatus.EXEMPT.value, OrderStatus.EXEMPT.label
    MISMATCH = 'mismatch', '金额不符'
    TO_REFUND = 'to_refund', '应退'

    @property
    def order(self) -> OrderStatus | None:
        """The order's status; None for 未生成, and for a part of a status."""
        return next((status for status in OrderStatus if status.value == self.value), None)


OF_PERSONS = tuple(one for one in DueStatus if one is not DueStatus.TO_REFUND)
OF_ORDERS = tuple(one for one in DueStatus if one not in (DueStatus.UNBILLED, DueStatus.MISMATCH))


@dataclass(frozen=True, slots=True)
class PaymentFilters:
    """``people`` selects whose payments, all other fields select which of them; empty means no filter.

    ``keyword`` may also be a pay code, of an order or a bundle. The days are days of payment, in Henan.
    """

    keyword: str = ''
    unit: int | None = None  # an organisation: it and everything below it
    own: bool = False  # only the staff of that organisation
    grades: tuple[Grade, ...] = ()
    trades: tuple[str, ...] = ()
    standings: tuple[DueStatus, ...] = ()
    channels: tuple[PayChannel, ...] = ()
    paid_from: date | None = None
    paid_to: date | None = None
    year: int | None = None  # of the exam; None: all years

    @classmethod
    def read(cls, typed: Mapping[str, Any]) -> Self:
        """The filters in ``typed`` (texts or lists of texts); unknown and too long values are left out."""
        paid_from, paid_to = span(typed.get('paid'), typed.get('paid_from'), typed.get('paid_to'))
        return cls(
            keyword=keyword(typed.get('keyword')),
            unit=whole(typed.get('unit')),
            own=text(typed.get('own')) == 'yes',
            grades=grades(typed.get('grades')),
            trades=trades(typed.get('trades')),
            standings=words(DueStatus, typed.get('standings')),
            channels=words(PayChannel, typed.get('channels')),
            paid_from=paid_from,
            paid_to=paid_to,
            year=whole(typed.get('year')),
        )

    def typed(self) -> dict[str, str | list[str]]:
        """The same as texts, for an address; empty filters are left out."""
        written: dict[str, str | list[str]] = {
            **self.people.typed(),
            'year': str(self.year or ''),
            'keyword': self.keyword,
            'standings': [one.value for one in self.standings],
            'channels': [one.value for one in self.channels],
            'paid_from': self.paid_from.isoformat() if self.paid_from else '',
            'paid_to': self.paid_to.isoformat() if self.paid_to else '',
        }
        return {key: value for key, value in written.items() if value}

    @property
    def initial(self) -> dict[str, str | list[str]]:
        """The search form's values for these filters."""
        values = self.typed()
        days = [str(values.pop('paid_from', '')), str(values.pop('paid_to', ''))]
        return {**values, 'paid': days} if any(days) else values

    @property
    def people(self) -> ApplicationFilters:
        """The filters for people; without the keyword if it is a pay code."""
        keyword = '' if self.pay_code else self.keyword
        return ApplicationFilters(keyword=keyword, unit=self.unit, own=self.own, grades=self.grades, trades=self.trades)

    @property
    def by_person(self) -> bool:
        """Whether a filter needs data that only the application has."""
        return bool(self.trades or self.people.keyword)

    @property
    def pay_code(self) -> str:
        """The complete pay code in the keyword, also in groups of four or beside words; empty if there is none."""
        return code_of(self.keyword)
