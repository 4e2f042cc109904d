"""Status, findings and the stamp: always a word together with its colour."""

from __future__ import annotations

from typing import TypedDict

from nicegui.elements.mixins.text_element import TextElement

from components.kit.words import Kind, words
from domain.rules.vocabulary import DeferralState, Finding, Level, NoteState, OrderStatus, Status, stage_label


class TagCell(TypedDict):
    """What a table cell of kind ``tag`` holds."""

    text: str
    kind: Kind


_STATUS: dict[Status, Kind] = {  # 3-screens §3
    Status.DRAFT: 'grey',
    Status.IN_REVIEW: 'blue',
    Status.RETURNED: 'amber',
    Status.REJECTED: 'red',
    Status.APPROVED: 'green',
    Status.CANCELLED: 'grey',
}
_FINDING: dict[Finding, tuple[str, Kind]] = {
    Finding.MET: ('✓ ', 'green'),
    Finding.UNMET: ('✕ ', 'red'),
    Finding.MANUAL: ('! ', 'amber'),
}
_DEFERRAL: dict[DeferralState, Kind] = {
    DeferralState.OPEN: 'purple',
    DeferralState.SUPPLIED: 'blue',
    DeferralState.CLEARED: 'green',
}
_NOTE: dict[NoteState, Kind] = {NoteState.OPEN: 'amber', NoteState.ANSWERED: 'blue', NoteState.CLOSED: 'grey'}
_ORDER: dict[OrderStatus, Kind] = {
    OrderStatus.DUE: 'amber',
    OrderStatus.PAID: 'green',
    OrderStatus.CLOSED: 'grey',
    OrderStatus.REFUNDED: 'grey',
    OrderStatus.EXEMPT: 'grey',
}
_STAMPS = {
    Status.APPROVED: '终审通过',
    Status.REJECTED: '审核不通过',
    Status.RETURNED: '已退回',
    Status.CANCELLED: '已取消',
}
NONE: TagCell = {'text': '—', 'kind': 'grey'}


def cell(text: str, kind: Kind) -> TagCell:
    """A tag for a table cell."""
    return {'text': text, 'kind': kind}


def status_cell(status: Status | str, stage: Level | str | None = None) -> TagCell:
    """The status of an application; in review it is named by its stage (待主管单位审核)."""
    status = Status(status)
    waiting = status is Status.IN_REVIEW and stage
    return cell(stage_label(stage) if waiting and stage else status.label, _STATUS[status])


def finding_cell(finding: Finding | str | None) -> TagCell:
    """预审: ✓ 符合, ✕ 不符合, ! 需人工; — before there is one."""
    if not finding:
        return NONE
    sign, kind = _FINDING[Finding(finding)]
    return cell(sign + Finding(finding).label, kind)


def deferral_cell(state: DeferralState | str | None, *, overdue: bool = False) -> TagCell:
    """容缺: purple while open, red when its due day has passed."""
    if not state:
        return NONE
    state = DeferralState(state)
    if overdue and state is DeferralState.OPEN:
        return cell('逾期', 'red')
    return cell(state.label, _DEFERRAL[state])


def note_cell(state: NoteState | str) -> TagCell:
    """The state of an opinion or a mark."""
    return cell(NoteState(state).label, _NOTE[NoteState(state)])


def order_cell(status: OrderStatus | str) -> TagCell:
    """The state of a payment."""
    return cell(OrderStatus(status).label, _ORDER[OrderStatus(status)])


def tag(text: str, kind: Kind = 'grey') -> TextElement:
    """A tag with word and colour."""
    return words(text, 'span', 'tag').classes(kind)


def finding_tag(finding: Finding | str | None) -> TextElement:
    return tag(**finding_cell(finding))


def stamp(text: str) -> TextElement:
    """The seal-like mark at the head of a decided application."""
    return words(text, 'span', 'stamp')


def stamp_text(status: Status | str) -> str:
    """The text of the stamp for this status; empty while nothing is decided."""
    return _STAMPS.get(Status(status), '')
