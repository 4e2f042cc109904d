"""The whole life of an application as one table; buttons, checks and the chart in the docs are read from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Protocol

from domain.errors import Forbidden, Unmet
from domain.rules.actor import Actor
from domain.rules.review.route import Stop, after
from domain.rules.vocabulary import Act, DeferralState, Level, Role, Status


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
BILLED = (Status.APPROVED, Status.CANCELLED)
LIVE = (Status.DRAFT, Status.RETURNED, Status.IN_REVIEW, Status.APPROVED)
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
    Move(APPROVED,   Act.BILL,           By.SYSTEM_OR_COUNTY,    To.UNCHANGED),
    Move(APPROVED,   Act.RECEIPT,        By.SYSTEM,              To.UNCHANGED,   (Need.SAME_AMOUNT,)),
    Move(APPROVED,   Act.CLOSE_ORDER,    By.SYSTEM,              To.UNCHANGED),
    Move(APPROVED,   Act.EXEMPT,         By.COUNTY,              To.UNCHANGED,   (Need.REASON,)),
    Move(BILLED,     Act.REFUND,         By.COUNTY,              To.UNCHANGED,   FIT_TO_REFUND),
    Move(APPROVED,   Act.SEAT,           By.CITY_OR_PROVINCE,    To.UNCHANGED,   (Need.PAID,)),
    Move(LIVE,       Act.CANCEL,         By.CITY_OR_PROVINCE,    To.CANCELLED,   (Need.REASON,)),
    Move(DECIDED,    Act.UNDO,           By.DECIDER,             To.BACK,        IN_TIME_TO_UNDO),
)
# fmt: on
MOVE = {move.act: move for move in MOVES}


class ApplicationState(Protocol):
    """What the table needs to know of an application; storage's row is one."""

    @property
    def status(self) -> Status: ...
    @property
    def holder_id(self) -> int | None: ...
    @property
    def applicant_id(self) -> int: ...
    @property
    def id_number(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found out about this application for this act: the needs that do not hold, and who did what before."""

    unmet: frozenset[Need] = frozenset()
    rejecter_path: str = ''
    deferrer_id: int | None = None
    deferrer_path: str = ''
    unit_path: str = ''
    deferral: DeferralState | None = None
    decider_id: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What the table says will happen: the row, and where the application then stands."""

    move: Move
    status: Status
    stop: Stop | None = None


def move_for(application: ApplicationState, act: Act, actor: Actor, facts: Facts, route: Sequence[Stop] = ()) -> Step:
    """The step that ``act`` by ``actor`` makes of this application.

    Raises Forbidden when the actor may not, or when the act does not fit the status; Unmet with the sentences of the
    needs that do not hold. An application is decided by nobody on themselves (2-workflow §2).
    """
    move = MOVE[act]
    if application.status not in move.at:
        raise Forbidden(f'该申报当前为“{application.status.label}”，不能{act.label}')
    if not may(move.by, application, actor, facts):
        raise Forbidden(move.by.value)
    if actor.is_office and actor.id_number and actor.id_number == application.id_number:
        raise Forbidden('不能审核本人的申报')
    unmet = [need.value for need in move.needs if need in facts.unmet]
    if unmet:
        raise Unmet(*unmet)
    return _step(move, application, route)


def may(by: By, application: ApplicationState, actor: Actor, facts: Facts) -> bool:  # noqa: C901, PLR0912 - one case per word of By
    """Whether this actor is the one the table's column ``by`` speaks of."""
    match by:
        case By.APPLICANT:
            return actor.role is Role.APPLICANT and actor.account_id == application.applicant_id
        case By.APPLICANT_OR_COUNTY:
            return actor.role is Role.APPLICANT or (actor.role is Role.ADMIN and actor.at_least(Level.COUNTY))
        case By.HOLDER:
            return actor.is_office and actor.organisation_id == application.holder_id
        case By.REJECTER:
            return actor.is_office and bool(facts.rejecter_path) and actor.oversees(facts.rejecter_path)
        case By.DEFERRER:
            return actor.is_office and actor.organisation_id == facts.deferrer_id
        case By.ABOVE_DEFERRER:
            return actor.at_least(Level.COUNTY) and actor.oversees(facts.deferrer_path)
        case By.CITY:
            return actor.role is Role.ADMIN and actor.level is Level.CITY
        case By.PROVINCE:
            return actor.role is Role.ADMIN and actor.level is Level.PROVINCE
        case By.CITY_OR_PROVINCE:
            return actor.role is Role.ADMIN and actor.at_least(Level.CITY)
        case By.COUNTY | By.SYSTEM_OR_COUNTY:
            above = bool(facts.unit_path) and actor.oversees(facts.unit_path)
            return above and actor.role is Role.ADMIN and actor.at_least(Level.COUNTY)
        case By.UNIT:
            return actor.is_office and actor.path == facts.unit_path
        case By.DECIDER:
            return actor.account_id == facts.decider_id
        case By.SYSTEM:
            return False


def _step(move: Move, application: ApplicationState, route: Sequence[Stop]) -> Step:
    match move.to:
        case To.DRAFT:
            return Step(move, Status.DRAFT)
        case To.FIRST_STAGE:
            return Step(move, Status.IN_REVIEW, route[0])
        case To.NEXT_STAGE:
            assert application.holder_id is not None  # in review always has a holder
            onward = after(route, application.holder_id)
            return Step(move, Status.IN_REVIEW, onward) if onward else Step(move, Status.APPROVED)
        case To.RETURNED:
            return Step(move, Status.RETURNED)
        case To.REJECTED:
            return Step(move, Status.REJECTED)
        case To.CANCELLED:
            return Step(move, Status.CANCELLED)
        case To.UNCHANGED | To.BACK:
            return Step(move, application.status)


def open_to(application: ApplicationState, actor: Actor, facts: Facts) -> frozenset[Act]:
    """The acts that status and actor allow, whatever their needs say: which buttons a page shows."""
    if actor.is_office and actor.id_number and actor.id_number == application.id_number:
        return frozenset()
    return frozenset(
        move.act for move in MOVES if application.status in move.at and may(move.by, application, actor, facts)
    )


UNDO_MINUTES = 5


def undo_is_late(decided_at: datetime, now: datetime) -> bool:
    """Whether the five minutes of 撤销 are over (2-workflow §2, row 17)."""
    return (now - decided_at).total_seconds() > UNDO_MINUTES * 60
