"""The exam years of the demonstration: the current one with windows around today, and two that are finished."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from domain import clock
from domain.demo.applications.forms import YEAR
from domain.rules.money.fees import DEMO_FEES
from domain.rules.vocabulary import Act, Level, WindowKind
from domain.rules.year.parameters import Parameters
from storage.models import CommonReason, ExamYear, Trade, Window

TRADES = Path(__file__).parents[2] / 'assets' / 'trades.csv'
FINISHED = (YEAR - 2, YEAR - 1)
_CHEAPER = 10_00  # fen: the fees were lower two years ago
_BEFORE_MIDNIGHT = timedelta(hours=29.5)  # the statements were imported in the evening of the day before yesterday
_GRACE = timedelta(minutes=10)  # after the end of the payment window unpaid orders are closed
_SATURDAY = 5

# fmt: off
_Windows = tuple[tuple[WindowKind, Level | None, str, int, int], ...]
_WINDOWS: _Windows = (
    # kind                    level           name                   days from today: opens, closes
    (WindowKind.REGISTRATION, None,           '网上报名',              -35, 10),
    (WindowKind.LATE_ENTRY,   None,           '补报、破格（一线）申报', -20, 15),
    (WindowKind.REVIEW,       None,           '资格审核',              -33, 25),
    (WindowKind.REVIEW,       Level.PROVINCE, '省级终审',              -33, 32),
    (WindowKind.DEFERRAL,     None,           '容缺材料补交',          -30, 30),
    (WindowKind.PAYMENT,      None,           '网上缴费',               -8, 20),
    (WindowKind.PRINTING,     None,           '准考证打印（第一批）',    -1,  4),
    (WindowKind.EXAM,         None,           '考试（第一批）',          5,  6),
    (WindowKind.PRINTING,     None,           '准考证打印（第二批）',    33, 38),
    (WindowKind.EXAM,         None,           '考试（第二批）',         39, 40),
)
_FINISHED: _Windows = (
    # kind                    level           name                   days from the first exam day: opens, closes
    (WindowKind.REGISTRATION, None,           '网上报名',              -194, -159),
    (WindowKind.LATE_ENTRY,   None,           '补报、破格（一线）申报', -187, -152),
    (WindowKind.REVIEW,       None,           '资格审核',              -193, -131),
    (WindowKind.REVIEW,       Level.PROVINCE, '省级终审',              -193, -124),
    (WindowKind.DEFERRAL,     None,           '容缺材料补交',          -190, -124),
    (WindowKind.PAYMENT,      None,           '网上缴费',              -120, -100),
    (WindowKind.PRINTING,     None,           '准考证打印（第一批）',    -5,   0),
    (WindowKind.EXAM,         None,           '考试（第一批）',          0,    1),
    (WindowKind.PRINTING,     None,           '准考证打印（第二批）',    2,    7),
    (WindowKind.EXAM,         None,           '考试（第二批）',          7,    8),
)
_REASONS: tuple[tuple[Act, str], ...] = (
    (Act.RETURN, '照片不符合要求，请重新上传近期免冠证件照。'),
    (Act.RETURN, '身份证正反面不清晰，请重新拍摄上传。'),
    (Act.RETURN, '报名表未加盖单位公章，请盖章后重新上传。'),
    (Act.RETURN, '参加工作时间与档案记载不一致，请核对后修改。'),
    (Act.RETURN, '现等级证书编号与证书图片不一致，请核对。'),
    (Act.RETURN, '工作年限证明缺少单位人事部门签章，请补充。'),
    (Act.RETURN, '申报工种与现工种不一致，请说明或更正。'),
    (Act.REJECT, '持下一等级证书未满规定年限，不符合申报条件。'),
    (Act.REJECT, '工作年限不足，不符合申报条件。'),
    (Act.REJECT, '已达到退休年龄，不符合申报条件。'),
    (Act.REJECT, '所在单位不属于本次考核范围。'),
    (Act.REOPEN, '经复核可以补充材料，退回重新申报。'),
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Timetable:
    """When the applications of a year begin and are decided: midnights; and when they are paid.

    ``opened_on``: the first day of the registration. ``imported``: the statements of the banks. ``lapsed``: unpaid
    orders were closed, None while they can be paid.
    """

    opened_on: date
    first: datetime
    last: datetime
    decided: datetime
    pays_from: datetime
    imported: datetime
    lapsed: datetime | None = None


def exam_year() -> ExamYear:
    """The current year with the demonstration's fees."""
    return _year(1, YEAR, current=True)


def finished_years() -> list[ExamYear]:
    """The two years before it, the older one first."""
    return [_year(2 + place, number, current=False) for place, number in enumerate(FINISHED)]


def windows(year: ExamYear) -> list[Window]:
    """Of the current year: registration, review and payment are open today, one printing window and one opens later.

    Of a finished year: everything ended in that year, with the exam at two weekends of autumn.
    """
    return [
        Window(
            year_id=year.id,
            kind=kind,
            level=level,
            name=name,
            opens_at=moment(year, opens, 9),
            closes_at=moment(year, closes, 18),
        )
        for kind, level, name, opens, closes in (_WINDOWS if year.current else _FINISHED)
    ]


def timetable(year: ExamYear) -> Timetable:
    """The moments that the applications of this year are built with."""
    registration, payment = (
        next(one for one in windows(year) if one.kind is kind) for kind in (WindowKind.REGISTRATION, WindowKind.PAYMENT)
    )
    opened_on = clock.local(registration.opens_at).date()
    first, last, decided = (moment(year, days) for days in ((-34, -3, 0) if year.current else (-193, -160, -131)))
    if year.current:
        return Timetable(opened_on, first, last, decided, payment.opens_at, decided - _BEFORE_MIDNIGHT)
    imported, lapsed = payment.opens_at + timedelta(days=8, hours=9.5), payment.closes_at + _GRACE
    return Timetable(opened_on, first, last, decided, payment.opens_at, imported, lapsed)


def exam_day(year: int) -> date:
    """The first exam day of a finished year: the third Saturday of September."""
    return next(date(year, 9, day) for day in range(15, 22) if date(year, 9, day).weekday() == _SATURDAY)


def trades() -> Iterator[Trade]:
    """The catalogue of trades."""
    with TRADES.open(encoding='utf-8', newline='') as file:
        for row in csv.DictReader(file):
            yield Trade(code=row['code'], name=row['name'], group_code=row['group'], group_name=row['group_name'])


def reasons() -> list[CommonReason]:
    """Reasons shared by all offices."""
    return [
        CommonReason(act=act.value, text=text, position=place) for place, (act, text) in enumerate(_REASONS, start=1)
    ]


def _year(id_: int, number: int, *, current: bool) -> ExamYear:
    less = _CHEAPER if number == FINISHED[0] else 0
    fees = {str(int(grade)): amount - less for grade, amount in DEMO_FEES.items()}
    parameters = Parameters().model_dump(mode='json')
    return ExamYear(id=id_, year=number, current=current, parameters=parameters, fees=fees)


def moment(year: ExamYear, days: int, hour: int = 0) -> datetime:
    """So many days from today, or in a finished year from its first exam day."""
    day = (clock.today() if year.current else exam_day(year.year)) + timedelta(days=days)
    return clock.at(day.year, day.month, day.day, hour)
