"""The exam year of the demonstration: windows around today, fees, trades and common reasons."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from domain import clock
from domain.demo.applications.forms import YEAR
from domain.rules.money.fees import DEMO_FEES
from domain.rules.vocabulary import Act, Level, WindowKind
from domain.rules.year.parameters import Parameters
from storage.models import CommonReason, ExamYear, Trade, Window

TRADES = Path(__file__).parents[2] / 'assets' / 'trades.csv'

# fmt: off
_WINDOWS: tuple[tuple[WindowKind, Level | None, str, int, int], ...] = (
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


def exam_year() -> ExamYear:
    """The current year with the demonstration's fees."""
    fees = {str(int(grade)): amount for grade, amount in DEMO_FEES.items()}
    return ExamYear(id=1, year=YEAR, current=True, parameters=Parameters().model_dump(mode='json'), fees=fees)


def windows(year: ExamYear) -> list[Window]:
    """Registration, review and payment are open today, one printing window is open and one opens later."""
    return [
        Window(
            year_id=year.id,
            kind=kind,
            level=level,
            name=name,
            opens_at=_moment(opens, 9),
            closes_at=_moment(closes, 18),
        )
        for kind, level, name, opens, closes in _WINDOWS
    ]


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


def _moment(days: int, hour: int) -> datetime:
    day = clock.today() + timedelta(days=days)
    return clock.at(day.year, day.month, day.day, hour)
