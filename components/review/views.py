"""What the review page shows, as plain values: the page fills them from services, the components only read them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from components.application.views import ActView, ChangeView, CheckView, GroupView, MaterialView
from components.kit.words import Kind
from domain.rules.vocabulary import Act, DeferralState, MaterialKind

Pins = dict[str, str]  # what must be corrected: key of the field or material → remark


@dataclass(frozen=True, slots=True)
class TagView:
    """A word with its colour."""

    text: str
    kind: Kind = 'grey'


@dataclass(frozen=True, slots=True)
class DeferralView:
    state: DeferralState
    items: tuple[MaterialKind, ...]
    note: str
    promised_on: date
    overdue: bool = False
    file_came: bool = False  # 确认材料已补 is disabled until a file is uploaded
    opinion: str = ''


@dataclass(frozen=True, slots=True)
class DraftView:
    """The saved draft of a reason."""

    text: str = ''
    pins: Pins = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PriorPassView:
    """One row of 往年报考合格库."""

    year: int
    grade: str
    trade: str
    unit: str
    certificate: str
    result: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One application as the reviewer sees it."""

    name: str
    number: str
    status: TagView
    groups: tuple[GroupView, ...]
    tags: tuple[TagView, ...] = ()  # deferral, open opinion, open mark
    stamp: str | None = None
    lookers: tuple[str, ...] = ()
    photo_url: str | None = None
    id_number: str = ''
    checks: tuple[CheckView, ...] = ()
    materials: tuple[MaterialView, ...] = ()
    history: tuple[ActView, ...] = ()
    comparison: tuple[ChangeView, ...] = ()
    position: str = ''  # 3 / 47; empty outside a queue
    has_previous: bool = False
    has_next: bool = False
    onward: str = ''  # 通过后提交至：宜阳县卫生健康委员会
    may: frozenset[Act] = frozenset()
    tools: bool = False  # the grade-1 tools: 添加身份证号, 往年报考合格库
    deferral: DeferralView | None = None
    reasons: dict[Act, tuple[str, ...]] = field(default_factory=dict)  # 常用意见
    drafts: dict[Act, DraftView] = field(default_factory=dict)
