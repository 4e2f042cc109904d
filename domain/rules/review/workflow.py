"""The whole life of an application as one table; buttons, checks and the chart in the docs are read from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from domain.rules.vocabulary import Act, Status


class By(Enum):
    """Who may do it; the value is the sentence for somebody who may not."""

    APPLICANT = '只有报考人员本人可以操作'
    APPLICANT_OR_COUNTY = '只有报考人员本人或县区及以上管理员可以操作'
    HOLDER = '该申报不在本单位审核环节'
    REJECTER = '只有作出“不通过”的单位或其上级可以退回重新申报'
    DEFERRER = '只有设置容缺后补的单位可以确认材料已补'
    ABOVE_DEFERRER = '容缺材料由上级县区及以上管理员复核'
    CITY = '只有市级管理员可以操作'
    PROVINCE = '只有省级管理员可以操作'
    CITY_OR_PROVINCE = '只有市级或省级管理员可以操作'
    COUNTY = '只有县区及以上管理员可以办理缴费'
    SYSTEM_OR_COUNTY = '由系统自动完成，或由县区及以上管理员生成缴款码'
    UNIT = '只有所在单位可以反馈'
    SYSTEM = '由系统自动完成'
    DECIDER = '只能撤销本人最近一次的审核'


class To(Enum):
    """Where it goes."""

    DRAFT = auto()
    FIRST_STAGE = auto()
    NEXT_STAGE = auto()
    RETURNED = auto()
    REJECTED = auto()
    CANCELLED = auto()
    UNCHANGED = auto()
    BACK = auto()


class Need(Enum):
    """What must hold; the value is the sentence a person reads when it does not."""

    OPEN_WINDOW = '当前不在报名时间内'
    COMPLETE = '填报内容或材料不完整'
    ELIGIBLE = '不符合申报条件'
    SOLE_APPLICATION = '本年度已有一份申报，不能重复报名'
    REVIEW_WINDOW = '当前不在审核时间内'
    SALARY = '请先上传工资表，或将材料设为容缺后补'
    EXCELLENCE = '请先上传优秀年度考核结果，或将材料设为容缺后补'
    SETTLED_AT_LAST_STAGE = '容缺材料尚未复核通过，不能终审通过'
    REASON = '请填写原因（2–500 字）'
    MAY_DEFER = '该等级不允许容缺后补'
    DEFERRAL_NOTE = '请填写容缺后补备注：缺少的材料和补齐日期'
    DEFERRAL_DAY = '补齐日期不能晚于本年度容缺补交的截止日期'
    FILE_CAME = '请先上传补交的材料'
    WITHIN_FIVE_MINUTES = '超过 5 分钟，不能撤销'
    NO_LATER_ACT = '该申报已有后续操作，不能撤销'
    TIME_TO_PAY = '尚未到本年度的缴费时点'
    SAME_AMOUNT = '回执金额与应缴金额不一致'
    PAID = '该考生尚未缴费'
    NO_RESULT = '该考生已有考核结果，不能退费'
    NO_PRINTED_TICKET = '该考生的准考证已经打印，不能退费'


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table."""

    at: tuple[Status, ...]
    act: Act
    by: By
    to: To
    needs: tuple[Need, ...] = ()


NEW: tuple[Status, ...] = ()  # before the first row of the application exists
EDITABLE = (Status.DRAFT, Status.RETURNED)
IN_REVIEW = (Status.IN_REVIEW,)
REJECTED = (Status.REJECTED,)
APPROVED = (Status.APPROVED,)
SEEN_ABOVE = (Status.IN_REVIEW, Status.APPROVED)
BILLED = (Status.IN_REVIEW, Status.APPROVED)
OWING = (Status.IN_REVIEW, Status.RETURNED, Status.APPROVED)
PAID = (Status.IN_REVIEW, Status.RETURNED, Status.REJECTED, Status.APPROVED, Status.CANCELLED)
LIVE = (Status.DRAFT, Status.RETURNED, Status.IN_REVIEW, Status.APPROVED)
ENDED = (Status.REJECTED, Status.APPROVED, Status.CANCELLED)  # until the end is taken back
DECIDED = (Status.IN_REVIEW, Status.RETURNED, Status.REJECTED, Status.APPROVED)

SOLE_IN_WINDOW = (Need.OPEN_WINDOW, Need.SOLE_APPLICATION)
FIT_TO_SUBMIT = (Need.OPEN_WINDOW, Need.COMPLETE, Need.ELIGIBLE)
FIT_TO_PASS = (Need.SALARY, Need.EXCELLENCE, Need.SETTLED_AT_LAST_STAGE)  # the papers of grade 1 first
FIT_TO_DEFER = (Need.MAY_DEFER, Need.DEFERRAL_NOTE, Need.DEFERRAL_DAY)
FIT_TO_REFUND = (Need.REASON, Need.NO_RESULT, Need.NO_PRINTED_TICKET)
IN_TIME_TO_UNDO = (Need.WITHIN_FIVE_MINUTES, Need.NO_LATER_ACT)

# fmt: off
MOVES = (
    #    at          act                 by                      to              needs
    Move(NEW,        Act.REGISTER,       By.APPLICANT_OR_COUNTY, To.DRAFT,       SOLE_IN_WINDOW),
    Move(EDITABLE,   Act.SUBMIT,         By.APPLICANT,           To.FIRST_STAGE, FIT_TO_SUBMIT),
    Move(IN_REVIEW,  Act.APPROVE,        By.HOLDER,              To.NEXT_STAGE,  FIT_TO_PASS),
    Move(IN_REVIEW,  Act.RETURN,         By.HOLDER,              To.RETURNED,    (Need.REASON,)),
    Move(IN_REVIEW,  Act.REJECT,         By.HOLDER,              To.REJECTED,    (Need.REASON,)),
    Move(REJECTED,   Act.REOPEN,         By.REJECTER,            To.RETURNED,    (Need.REASON, Need.REVIEW_WINDOW)),
    Move(IN_REVIEW,  Act.DEFER,          By.HOLDER,              To.UNCHANGED,   FIT_TO_DEFER),
    Move(SEEN_ABOVE, Act.CONFIRM,        By.DEFERRER,            To.UNCHANGED,   (Need.FILE_CAME,)),
    Move(SEEN_ABOVE, Act.RECHECK_PASS,   By.ABOVE_DEFERRER,      To.UNCHANGED),
    Move(SEEN_ABOVE, Act.RECHECK_FAIL,   By.ABOVE_DEFERRER,      To.UNCHANGED,   (Need.REASON,)),
    Move(SEEN_ABOVE, Act.OPINION,        By.CITY,                To.UNCHANGED,   (Need.REASON,)),
    Move(SEEN_ABOVE, Act.ANSWER_OPINION, By.UNIT,                To.UNCHANGED,   (Need.REASON,)),
    Move(SEEN_ABOVE, Act.CLOSE_OPINION,  By.CITY,                To.UNCHANGED),
    Move(SEEN_ABOVE, Act.MARK,           By.PROVINCE,            To.UNCHANGED,   (Need.REASON,)),
    Move(SEEN_ABOVE, Act.ANSWER_MARK,    By.UNIT,                To.UNCHANGED,   (Need.REASON,)),
    Move(SEEN_ABOVE, Act.CLOSE_MARK,     By.PROVINCE,            To.UNCHANGED),
    Move(BILLED,     Act.BILL,           By.SYSTEM_OR_COUNTY,    To.UNCHANGED,   (Need.TIME_TO_PAY,)),
    Move(OWING,      Act.RECEIPT,        By.SYSTEM,              To.UNCHANGED,   (Need.SAME_AMOUNT,)),
    Move(OWING,      Act.CLOSE_ORDER,    By.SYSTEM,              To.UNCHANGED),
    Move(OWING,      Act.EXEMPT,         By.COUNTY,              To.UNCHANGED,   (Need.REASON,)),
    Move(PAID,       Act.REFUND,         By.COUNTY,              To.UNCHANGED,   FIT_TO_REFUND),
    Move(APPROVED,   Act.SEAT,           By.CITY_OR_PROVINCE,    To.UNCHANGED,   (Need.PAID,)),
    Move(LIVE,       Act.CANCEL,         By.CITY_OR_PROVINCE,    To.CANCELLED,   (Need.REASON,)),
    Move(DECIDED,    Act.UNDO,           By.DECIDER,             To.BACK,        IN_TIME_TO_UNDO),
)
# fmt: on
MOVE = {move.act: move for move in MOVES}
