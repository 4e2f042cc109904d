"""准考证: when it may be seen and printed, the times of its subjects, and the notes for its holder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Protocol

from domain import clock
from domain.rules.vocabulary import ExamMode, OrderStatus, Status, Subject, WindowKind, Word
from domain.rules.year.subjects import GradeSubjects
from domain.rules.year.typed_times import end_text
from domain.rules.year.windows import Period, is_open

SETTLED = (OrderStatus.PAID, OrderStatus.EXEMPT)  # only persons with these statuses get a seat and may print

# The notes on the ticket below the seat; between them what the modes of its subjects ask for.
NOTES = (
    '凭本准考证和有效居民身份证原件参加考试，两证信息须一致，缺一不得入场。',
    '请提前熟悉考点位置和交通路线，按准考证所列时间提前 30 分钟到达考点，对号入座。',
    '手机等通讯设备和与考试无关的物品不得带至座位，违反考场纪律的按有关规定处理。',
    '请核对准考证所列姓名、身份证号、工种和等级，有误的请在考试前与所在单位联系更正。',
    '请妥善保管本准考证，遗失的可在打印时间内重新打印。',
)
OF_MODE: Mapping[ExamMode, str] = MappingProxyType({
    ExamMode.COMPUTER: '{}采用计算机作答，请使用考点提供的设备，不得自带电子设备答题。',
    ExamMode.WRITTEN: '{}采用纸笔作答，请自带黑色签字笔和 2B 铅笔。',
    ExamMode.PRACTICE: '{}在现场操作，请按工种要求着装，服从考评人员指挥。',
    ExamMode.PANEL: '理论考试合格的，方可参加{}；评审时请携带业绩材料原件。',
})  # fmt: skip


class NumberedPeriod(Period, Protocol):
    """A window as it is stored."""

    @property
    def id(self) -> int: ...


class Printing(Word):
    """Whether the tickets of a session can be printed at a given moment."""

    NONE = 'none', '未安排打印时间'
    SOON = 'soon', '未开放打印'
    OPEN = 'open', '可以打印'
    OVER = 'over', '打印已结束'


@dataclass(frozen=True, slots=True)
class Times:
    """The answer with the window it refers to: the open one, else the next, else the last.

    ``begun``: a window has already opened, so number and seat are not secret any more.
    """

    printing: Printing
    begun: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None

    @property
    def sentence(self) -> str:
        """The message for people who want to print."""
        match self.printing:
            case Printing.OPEN:
                return f'准考证打印时间：{clock.short_text(self.opens_at)} 至 {clock.short_text(self.closes_at)}'
            case Printing.SOON:
                return f'未开放打印，将于 {clock.short_text(self.opens_at)} 开放'
            case Printing.OVER:
                return f'准考证打印已于 {clock.short_text(self.closes_at)} 结束'
            case _:
                return '未开放打印，该年度尚未安排准考证打印时间'


def times_of(windows: Iterable[NumberedPeriod], printing_id: int | None, now: datetime) -> Times:
    """When the tickets of a session are printed: in its own window; if it has none, in any print window of the year.

    Several windows a year are usual, one per exam weekend (1-domain §6). A window opens at its first moment and is
    closed at its last.
    """
    ours = [one for one in windows if one.kind is WindowKind.PRINTING and printing_id in (None, one.id)]
    begun = any(one.opens_at <= now for one in ours)
    if running := [one for one in ours if is_open(one, now)]:
        return _times(Printing.OPEN, max(running, key=lambda one: one.closes_at), begun=begun)
    if coming := [one for one in ours if one.opens_at > now]:
        return _times(Printing.SOON, min(coming, key=lambda one: one.opens_at), begun=begun)
    if ours:
        return _times(Printing.OVER, max(ours, key=lambda one: one.closes_at), begun=begun)
    return Times(Printing.NONE)


def _times(printing: Printing, window: Period, *, begun: bool) -> Times:
    return Times(printing, begun, window.opens_at, window.closes_at)


def holds(status: Status, payment: OrderStatus | None) -> bool:
    """Whether the ticket of such an application is valid: finally approved, and paid or exempt."""
    return status is Status.APPROVED and payment in SETTLED


@dataclass(frozen=True, slots=True)
class SubjectTime:
    """One subject of a session with its start and end."""

    subject: Subject
    starts_at: datetime
    ends_at: datetime

    @property
    def day(self) -> str:
        """2026年4月11日（星期六）"""
        there = clock.local(self.starts_at)
        return f'{there.year}年{there.month}月{there.day}日（星期{"一二三四五六日"[there.weekday()]}）'

    @property
    def hours(self) -> str:
        """09:00—10:30."""
        return f'{clock.local(self.starts_at):%H:%M}—{end_text(self.starts_at, self.ends_at)}'


def sittings_of(papers: Iterable[Mapping[str, Any]]) -> tuple[SubjectTime, ...]:
    """The ``papers`` of a session in order of time; a moment without a zone is UTC."""
    found = (
        SubjectTime(Subject(paper['subject']), _moment(paper['starts_at']), _moment(paper['ends_at']))
        for paper in papers
    )
    return tuple(sorted(found, key=lambda sitting: sitting.starts_at))


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def notes_for(of: GradeSubjects) -> tuple[str, ...]:
    """考生须知 for a grade with these subjects: how each is examined, and what the province says of it."""
    modes = []
    for mode, text in OF_MODE.items():
        labels = [rule.subject.label for rule in of.rules if rule.mode is mode]
        if labels:
            every = '各科目均' if len(labels) == len(of.rules) > 1 else '、'.join(labels)
            modes.append(text.format(every))
    own = '；'.join(f'{rule.subject.label}：{rule.note}' for rule in of.rules if rule.note)
    return (*NOTES[:2], *modes, *((own,) if own else ()), *NOTES[2:])
