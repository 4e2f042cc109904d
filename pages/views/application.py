"""Converts a dossier to the values of the review page."""

from __future__ import annotations

from dataclasses import replace

from components.application.views import ActView, ChangeView, CheckView, FieldView, FileView, GroupView, MaterialView
from components.kit.status import deferral_cell, stamp_text, status_cell
from components.kit.words import Kind
from components.review.views import DeferralView, DraftView, ReviewView, TagView
from domain import clock
from domain.rules.actor import Actor
from domain.rules.application.form import Group, fields_of, shown
from domain.rules.application.materials import Requirement, Uploader
from domain.rules.vocabulary import Act, DeferralState, Grade, Level, MaterialKind, Role
from domain.services.lists.application_lists import Place
from domain.services.review.application_detail import Dossier
from pages.views.materials import file_view
from storage.models import JournalEntry, Material

QUIET = (Act.SAVE, Act.VIEW, Act.BILL)
COLOURS: dict[Act, Kind] = {
    Act.APPROVE: 'green', Act.RECHECK_PASS: 'green',
    Act.RETURN: 'amber', Act.REOPEN: 'amber', Act.RECHECK_FAIL: 'amber', Act.UNDO: 'grey',
    Act.REJECT: 'red', Act.CANCEL: 'red',
    Act.DEFER: 'purple', Act.CONFIRM: 'purple',
}  # fmt: skip
# Like on the paper form: long values are in the first column, which is the wide one.
PERSON = (
    *('name', 'sex', 'born_on', 'id_number', 'nation', 'education', 'mobile', 'politics', 'retirement'),
    *('school', 'major', 'address'),
)
WIDE = ('school', 'major', 'address', 'exception_document', 'assessments', 'outstanding_member_years', 'honours')


def view_of(
    actor: Actor,
    found: Dossier,
    place: Place | None,
    reasons: dict[Act, tuple[str, ...]],
    drafts: dict[Act, DraftView],
) -> ReviewView:
    """The review page's values; ``place`` is None where the application was not opened from a queue."""
    row = found.application
    photo = next((file for file in found.files if file.kind is MaterialKind.PHOTO), None)
    return ReviewView(
        name=row.name,
        number=row.number,
        status=TagView(**status_cell(row.status, row.stage)),
        groups=tuple(_group(group, found) for group in Group),
        tags=_tags(found),
        stamp=stamp_text(row.status) or None,
        lookers=(found.looker,) if found.looker else (),
        photo_url=f'/files/{photo.id}' if photo else None,
        id_number=row.id_number,
        checks=tuple(CheckView(check.finding, check.label, check.shown) for check in found.report.checks),
        materials=tuple(_material(actor, found, requirement) for requirement in found.requirements),
        history=tuple(_act(entry) for entry in found.history if entry.act not in QUIET),
        comparison=_comparison(found),
        position=f'{place.position} / {place.total}' if place else '',
        has_previous=bool(place and place.previous),
        has_next=bool(place and place.next),
        onward=found.onward,
        may=found.may,
        tools=row.grade == Grade.ONE and actor.role is not Role.APPLICANT,
        deferral=_deferral(found),
        reasons=reasons,
        drafts=drafts,
    )


def _group(group: Group, found: Dossier) -> GroupView:
    rows = [
        FieldView(one.key, one.label, shown(one.key, getattr(found.form, one.key), found.trades), wide=one.key in WIDE)
        for one in fields_of(group)
    ]
    if group is Group.PERSON:
        known = {row.key: row for row in (*rows, *_identity(found))}
        rows = [known[key] for key in PERSON]
    if group is Group.WORK:
        office = f'{found.unit}（{found.superior}）' if found.superior else found.unit
        rows[:0] = [FieldView('unit', '单位', office, wide=True, pinnable=False)]
    return GroupView(group.value, tuple(rows))


def _identity(found: Dossier) -> list[FieldView]:
    """What is derived from the ID number; it is beside the name and cannot be edited by the applicant."""
    row = found.application
    verified = (row.id_verified_at is not None) if row.senior else None
    return [
        FieldView('sex', '性别', row.sex.label, pinnable=False),
        FieldView('born_on', '出生日期', row.born_on.isoformat(), pinnable=False),
        FieldView('id_number', '身份证号', row.id_number, verified=verified, pinnable=False),
        FieldView('retirement', '距退休', f'{max(found.months_to_retirement, 0)} 个月', pinnable=False),
    ]


def _tags(found: Dossier) -> tuple[TagView, ...]:
    tags = []
    if found.deferral and found.deferral.state is not DeferralState.CLEARED:
        state = deferral_cell(found.deferral.state, overdue=_overdue(found))
        missing = f' {len(found.deferral.items)} 项' if found.deferral.state is DeferralState.OPEN else ''
        tags.append(TagView(f'容缺：{state["text"]}{missing}', 'purple'))
    if found.application.open_notes:
        tags.append(TagView('有未办结的意见或标记', 'amber'))
    return tuple(tags)


def _overdue(found: Dossier) -> bool:
    deferral = found.deferral
    return bool(deferral and deferral.state is DeferralState.OPEN and deferral.promised_on < clock.today())


def _material(actor: Actor, found: Dossier, requirement: Requirement) -> MaterialView:
    files = tuple(_file(file) for file in found.files if file.kind is requirement.kind)
    return MaterialView(
        kind=requirement.kind,
        label=requirement.kind.label,
        required=requirement.required,
        by_me=_may_upload(actor, found, requirement.by),
        files=files,
    )


def _may_upload(actor: Actor, found: Dossier, by: Uploader) -> bool:
    """Which upload buttons are shown; the service refuses all other uploads (1-domain §5)."""
    if not actor.is_office or (Act.APPROVE not in found.may and Act.CONFIRM not in found.may):
        return False
    match by:
        case Uploader.REVIEWER:
            return True
        case Uploader.COUNTY:
            return actor.at_least(Level.COUNTY)
        case Uploader.UNIT:
            return actor.level is Level.UNIT
        case Uploader.APPLICANT:
            return False


def _file(file: Material) -> FileView:
    """A PDF stands in this list by its name, without its picture."""
    view = file_view(file)
    return view if file.media_type.startswith('image/') else replace(view, thumb_url=None)


def _act(entry: JournalEntry) -> ActView:
    times = entry.details.get('submission')
    again = f'（第 {times} 次）' if entry.act is Act.SUBMIT and times and times > 1 else ''
    return ActView(
        title=entry.act.label + again,
        who=f'{entry.office} {entry.actor}'.strip(),
        when=clock.minute_text(entry.at),
        reason=entry.reason,
        extra=_extra(entry),
        kind=COLOURS.get(entry.act, 'blue'),
    )


def _extra(entry: JournalEntry) -> str:
    pins, changed = entry.details.get('pins'), entry.details.get('changes')
    if pins:
        return f'标注 {len(pins)} 处'
    count = len(changed) if isinstance(changed, list) else changed
    return f'改动 {count} 处' if count else ''


def _comparison(found: Dossier) -> tuple[ChangeView, ...]:
    if found.revision is None or found.revision.submission < 2:
        return ()
    return tuple(
        ChangeView(change['label'], change['old'], change['new'], change.get('remark', ''))
        for change in found.revision.changes
    )


def _deferral(found: Dossier) -> DeferralView | None:
    deferral = found.deferral
    if deferral is None:
        return None
    return DeferralView(
        state=deferral.state,
        items=tuple(MaterialKind(item) for item in deferral.items),
        note=deferral.note,
        promised_on=deferral.promised_on,
        overdue=_overdue(found),
        file_came=found.file_came,
        opinion=deferral.opinion,
    )
