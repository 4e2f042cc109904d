"""The table row by row, written down from 2-workflow §2 by hand; and its sentences, as people read them."""

from __future__ import annotations

import pytest

from domain.rules.review.workflow import EDITABLE, ENDED, IN_REVIEW, MOVE, MOVES, By, Move, Need, To
from domain.rules.vocabulary import Act, Status

EDITED, REVIEWED, PASSED, OWING = 'draft returned', 'in_review', 'approved', 'in_review returned approved'
SEEN = 'in_review approved'
# status before; who; where it goes; what must hold, in the order in which it is told
ROWS = {
    Act.REGISTER: ('', 'APPLICANT_OR_COUNTY', 'DRAFT', 'OPEN_WINDOW SOLE_APPLICATION'),
    Act.SUBMIT: (EDITED, 'APPLICANT', 'FIRST_STAGE', 'OPEN_WINDOW COMPLETE ELIGIBLE'),
    Act.APPROVE: (REVIEWED, 'HOLDER', 'NEXT_STAGE', 'SALARY EXCELLENCE SETTLED_AT_LAST_STAGE'),
    Act.RETURN: (REVIEWED, 'HOLDER', 'RETURNED', 'REASON'),
    Act.REJECT: (REVIEWED, 'HOLDER', 'REJECTED', 'REASON'),
    Act.REOPEN: ('rejected', 'REJECTER', 'RETURNED', 'REASON REVIEW_WINDOW'),
    Act.DEFER: (REVIEWED, 'HOLDER', 'UNCHANGED', 'MAY_DEFER DEFERRAL_NOTE DEFERRAL_DAY'),
    Act.CONFIRM: (SEEN, 'DEFERRER', 'UNCHANGED', 'FILE_CAME'),
    Act.RECHECK_PASS: (SEEN, 'ABOVE_DEFERRER', 'UNCHANGED', ''),
    Act.RECHECK_FAIL: (SEEN, 'ABOVE_DEFERRER', 'UNCHANGED', 'REASON'),
    Act.OPINION: (SEEN, 'CITY', 'UNCHANGED', 'REASON'),
    Act.ANSWER_OPINION: (SEEN, 'UNIT', 'UNCHANGED', 'REASON'),
    Act.CLOSE_OPINION: (SEEN, 'CITY', 'UNCHANGED', ''),
    Act.MARK: (SEEN, 'PROVINCE', 'UNCHANGED', 'REASON'),
    Act.ANSWER_MARK: (SEEN, 'UNIT', 'UNCHANGED', 'REASON'),
    Act.CLOSE_MARK: (SEEN, 'PROVINCE', 'UNCHANGED', ''),
    Act.BILL: ('in_review approved', 'SYSTEM_OR_COUNTY', 'UNCHANGED', 'TIME_TO_PAY'),
    Act.RECEIPT: (OWING, 'SYSTEM', 'UNCHANGED', 'SAME_AMOUNT'),
    Act.CLOSE_ORDER: (OWING, 'SYSTEM', 'UNCHANGED', ''),
    Act.EXEMPT: (OWING, 'COUNTY', 'UNCHANGED', 'REASON'),
    Act.REFUND: (
        'in_review returned rejected approved cancelled',
        'COUNTY',
        'UNCHANGED',
        'REASON NO_RESULT NO_PRINTED_TICKET',
    ),
    Act.SEAT: (PASSED, 'CITY_OR_PROVINCE', 'UNCHANGED', 'PAID'),
    Act.CANCEL: ('draft returned in_review approved', 'CITY_OR_PROVINCE', 'CANCELLED', 'REASON'),
    Act.UNDO: ('in_review returned rejected approved', 'DECIDER', 'BACK', 'WITHIN_FIVE_MINUTES NO_LATER_ACT'),
}


def written(move: Move) -> tuple[str, str, str, str]:
    needs = ' '.join(need.name for need in move.needs)
    return ' '.join(status.value for status in move.at), move.by.name, move.to.name, needs


@pytest.mark.parametrize('act', ROWS)
def test_a_row_says_from_where_who_whereto_and_what_must_hold(act: Act) -> None:
    assert written(MOVE[act]) == ROWS[act]


def test_the_rows_stand_in_the_order_of_the_specification() -> None:
    assert [move.act for move in MOVES] == list(ROWS)
    assert list(MOVE.values()) == list(MOVES)


def test_no_two_words_of_the_table_are_the_same() -> None:
    assert [to.name for to in To] == [
        'DRAFT', 'FIRST_STAGE', 'NEXT_STAGE', 'RETURNED', 'REJECTED', 'CANCELLED', 'UNCHANGED', 'BACK',
    ]  # fmt: skip
    assert (len(By), len(Need)) == (14, 20)


def test_whoever_may_not_reads_this() -> None:
    assert {by.name: by.value for by in By} == {
        'APPLICANT': '只有报考人员本人可以操作',
        'APPLICANT_OR_COUNTY': '只有报考人员本人或县区及以上管理员可以操作',
        'HOLDER': '该申报不在本单位审核环节',
        'REJECTER': '只有作出“不通过”的单位或其上级可以退回重新申报',
        'DEFERRER': '只有设置容缺后补的单位可以确认材料已补',
        'ABOVE_DEFERRER': '容缺材料由上级县区及以上管理员复核',
        'CITY': '只有市级管理员可以操作',
        'PROVINCE': '只有省级管理员可以操作',
        'CITY_OR_PROVINCE': '只有市级或省级管理员可以操作',
        'COUNTY': '只有县区及以上管理员可以办理缴费',
        'SYSTEM_OR_COUNTY': '由系统自动完成，或由县区及以上管理员生成缴款码',
        'UNIT': '只有所在单位可以反馈',
        'SYSTEM': '由系统自动完成',
        'DECIDER': '只能撤销本人最近一次的审核',
    }


def test_whoever_lacks_something_reads_this() -> None:
    assert {need.name: need.value for need in Need} == {
        'OPEN_WINDOW': '当前不在报名时间内',
        'COMPLETE': '填报内容或材料不完整',
        'ELIGIBLE': '不符合申报条件',
        'SOLE_APPLICATION': '本年度已有一份申报，不能重复报名',
        'REVIEW_WINDOW': '当前不在审核时间内',
        'SALARY': '请先上传工资表，或将材料设为容缺后补',
        'EXCELLENCE': '请先上传优秀年度考核结果，或将材料设为容缺后补',
        'SETTLED_AT_LAST_STAGE': '容缺材料尚未复核通过，不能终审通过',
        'REASON': '请填写原因（2–500 字）',
        'MAY_DEFER': '该等级不允许容缺后补',
        'DEFERRAL_NOTE': '请填写容缺后补备注：缺少的材料和补齐日期',
        'DEFERRAL_DAY': '补齐日期不能晚于本年度容缺补交的截止日期',
        'FILE_CAME': '请先上传补交的材料',
        'WITHIN_FIVE_MINUTES': '超过 5 分钟，不能撤销',
        'NO_LATER_ACT': '该申报已有后续操作，不能撤销',
        'TIME_TO_PAY': '尚未到本年度的缴费时点',
        'SAME_AMOUNT': '回执金额与应缴金额不一致',
        'PAID': '该考生尚未缴费',
        'NO_RESULT': '该考生已有考核结果，不能退费',
        'NO_PRINTED_TICKET': '该考生的准考证已经打印，不能退费',
    }


def test_an_application_is_with_its_applicant_or_in_review_or_has_ended() -> None:
    assert sorted([*EDITABLE, *IN_REVIEW, *ENDED]) == sorted(Status)
