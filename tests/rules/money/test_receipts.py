"""What a channel says about money is taken within limits, and one rule tells what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.rules.money.payment_time import is_over, when
from domain.rules.money.receipts import PaymentNotification, outcome_of
from domain.rules.vocabulary import Level, OrderStatus, PayChannel, ReceiptOutcome, WindowKind

OPENS, CLOSES = datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 4, 11, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@dataclass(frozen=True)
class Window:
    kind: WindowKind = WindowKind.PAYMENT
    opens_at: datetime = OPENS
    closes_at: datetime = CLOSES
    level: Level | None = None


FIRST, SECOND_WINDOW = Window(), Window(opens_at=CLOSES + DAY, closes_at=CLOSES + 2 * DAY)


# 李甯 pays 235 yuan at the cashier on the second day.
PAYMENT = PaymentNotification(PayChannel.CASHIER, 'C1', '26P0000001', 235_00, OPENS + DAY)


def notification(**otherwise: Any) -> PaymentNotification:
    """The same payment, but for what is said otherwise."""
    return replace(PAYMENT, **otherwise)


def test_a_number_of_64_characters_is_the_longest() -> None:
    assert notification(trade_no='9' * 64).trade_no == '9' * 64
    with pytest.raises(ValueError, match=r'^流水号为 1–64 个字符$'):
        notification(trade_no='9' * 65)


def test_one_character_is_a_number_and_none_is_not() -> None:
    assert notification(trade_no='9').trade_no == '9'
    with pytest.raises(ValueError, match=r'^流水号为 1–64 个字符$'):
        notification(trade_no='')


def test_a_number_can_be_printed() -> None:
    with pytest.raises(ValueError, match=r'^流水号为 1–64 个字符$'):
        notification(trade_no='C\n1')


def test_a_code_of_32_characters_is_the_longest() -> None:
    assert notification(pay_code='P' * 32).pay_code == 'P' * 32
    with pytest.raises(ValueError, match=r'^缴款码过长$'):
        notification(pay_code='P' * 33)


def test_a_code_may_be_missing_but_can_be_printed() -> None:
    assert notification(pay_code='').pay_code == ''
    with pytest.raises(ValueError, match=r'^缴款码过长$'):
        notification(pay_code='26P\x00')


def test_on_a_statement_number_and_code_fit_into_one_key() -> None:
    longest = notification(channel=PayChannel.STATEMENT, trade_no='9' * 64, pay_code='P' * 21)
    assert len(longest.key) == 96
    with pytest.raises(ValueError, match=r'^流水号和缴款码过长$'):
        notification(channel=PayChannel.STATEMENT, trade_no='9' * 64, pay_code='P' * 22)


@pytest.mark.parametrize('sign', [1, -1])
def test_no_amount_is_larger_than_all_money_there_is(sign: int) -> None:
    assert notification(amount_fen=sign * 10**15).amount_fen == sign * 10**15
    with pytest.raises(ValueError, match=r'^金额超出范围$'):
        notification(amount_fen=sign * (10**15 + 1))


def test_a_channel_numbers_by_itself_and_a_bank_only_together_with_the_code() -> None:
    assert notification().key == 'cashier:C1'
    assert notification(channel=PayChannel.WECHAT).key == 'wechat:C1'
    assert notification(channel=PayChannel.STATEMENT).key == 'statement:C1:26P0000001'


def test_what_a_channel_does_not_say_is_not_made_up() -> None:
    assert PAYMENT.details == {}
    assert PAYMENT.statement_id is None


def test_the_right_amount_in_time_is_booked() -> None:
    assert outcome_of(notification(), OrderStatus.DUE, 235_00, [FIRST], OPENS + 2 * DAY) == (ReceiptOutcome.BOOKED, '')


def test_another_amount_is_kept_aside() -> None:
    found = outcome_of(notification(amount_fen=234_99), OrderStatus.DUE, 235_00, [FIRST], OPENS + 2 * DAY)
    assert found == (ReceiptOutcome.WRONG_AMOUNT, '')


def test_a_second_payment_is_a_double_one_whatever_its_amount() -> None:
    found = outcome_of(notification(amount_fen=1), OrderStatus.PAID, 235_00, [FIRST], OPENS + 2 * DAY)
    assert found == (ReceiptOutcome.DOUBLE, '')


@pytest.mark.parametrize('status', [OrderStatus.CLOSED, OrderStatus.REFUNDED, OrderStatus.EXEMPT])
def test_money_for_an_order_that_has_ended_says_how_it_ended(status: OrderStatus) -> None:
    assert outcome_of(notification(), status, 235_00, [FIRST], OPENS + 2 * DAY) == (ReceiptOutcome.CLOSED, status.label)


def test_money_from_outside_the_window_says_on_which_side() -> None:
    early, late = notification(paid_at=OPENS - SECOND), notification(paid_at=CLOSES)
    assert outcome_of(early, OrderStatus.DUE, 235_00, [FIRST], CLOSES) == (
        ReceiptOutcome.CLOSED, '付款时缴费尚未开始'
    )  # fmt: skip
    assert outcome_of(late, OrderStatus.DUE, 235_00, [FIRST], CLOSES) == (ReceiptOutcome.CLOSED, '付款时缴费已经截止')


def test_nothing_was_paid_later_than_now() -> None:
    ahead = notification(paid_at=CLOSES + SECOND)
    assert outcome_of(ahead, OrderStatus.DUE, 235_00, [FIRST], CLOSES - SECOND) == (ReceiptOutcome.BOOKED, '')


def test_a_payment_window_opens_with_its_first_moment_and_is_closed_at_its_last() -> None:
    moments = [OPENS - SECOND, OPENS, CLOSES - SECOND, CLOSES]
    assert [when([FIRST], moment) for moment in moments] == ['early', 'inside', 'inside', 'late']


def test_between_two_windows_it_is_early_for_the_second() -> None:
    windows = [FIRST, SECOND_WINDOW]
    moments = [CLOSES, CLOSES + DAY, CLOSES + 2 * DAY]
    assert [when(windows, moment) for moment in moments] == ['early', 'inside', 'late']


def test_without_a_payment_window_it_is_early_for_ever() -> None:
    review = Window(kind=WindowKind.REVIEW)
    assert when([], OPENS) == when([review], OPENS) == when([review], CLOSES + DAY) == 'early'


def test_open_orders_wait_ten_minutes_for_word_of_the_last_one() -> None:
    end = CLOSES + timedelta(minutes=10)
    assert [is_over([FIRST], moment) for moment in (CLOSES, end - SECOND, end)] == [False, False, True]


def test_nothing_is_over_while_another_window_is_to_come() -> None:
    assert not is_over([FIRST, SECOND_WINDOW], CLOSES + DAY)
    assert not is_over([], CLOSES + DAY)
    assert not is_over([Window(kind=WindowKind.REVIEW)], CLOSES + DAY)
