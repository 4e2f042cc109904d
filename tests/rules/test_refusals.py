"""Every refusal says to programs why it refuses, so that nobody guesses it from the sentence or the class."""

from __future__ import annotations

from domain.errors import (
    Busy,
    DecidedAlready,
    Forbidden,
    InUse,
    Invalid,
    Locked,
    NotFound,
    Problem,
    Refusal,
    RefusalCode,
    SignedOut,
    Unmet,
)
from domain.rules.review.judging import unmet
from domain.rules.review.workflow import Need

ONE_OF_EACH = (
    Refusal(''), NotFound(), Forbidden(), SignedOut(), Unmet(''), InUse(), DecidedAlready('', '', ''), Locked(), Busy(),
    Invalid(),
)  # fmt: skip


def test_each_kind_of_refusal_has_a_code_of_its_own() -> None:
    assert len({refusal.code for refusal in ONE_OF_EACH}) == len(ONE_OF_EACH)


def test_a_closed_window_and_a_second_application_are_told_from_other_needs() -> None:
    codes = {need: unmet(need).code for need in Need}
    assert codes.pop(Need.OPEN_WINDOW) is RefusalCode.WINDOW_CLOSED
    assert codes.pop(Need.SOLE_APPLICATION) is RefusalCode.HAS_APPLICATION
    assert set(codes.values()) == {RefusalCode.UNMET}


def test_several_needs_are_said_together_and_the_first_gives_the_code() -> None:
    refusal = unmet(Need.OPEN_WINDOW, Need.COMPLETE)
    assert (str(refusal), refusal.code) == ('当前不在报名时间内；填报内容或材料不完整', RefusalCode.WINDOW_CLOSED)


def test_wrong_input_has_the_code_of_its_first_problem() -> None:
    taken = Problem('mobile', '该手机号已被其他账号使用', RefusalCode.MOBILE_TAKEN)
    assert Invalid([taken, Problem('name', '请填写姓名')]).code is RefusalCode.MOBILE_TAKEN
    assert Invalid([Problem('name', '请填写姓名'), taken]).code is RefusalCode.INVALID
