"""Who may add files to an application and remove them, and when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from domain.rules.actor import Actor
from domain.rules.application.materials import Uploader, uploader_of
from domain.rules.application.pins import material_key
from domain.rules.review.workflow import EDITABLE, SEEN_ABOVE
from domain.rules.vocabulary import Level, MaterialKind, Role, Status


@dataclass(frozen=True, slots=True)
class Keeping:
    """What the rule needs: status and holder of the application, and what is deferred by whom."""

    status: Status
    applicant_id: int
    holder_id: int | None
    unit_id: int
    unit_path: str
    open_keys: Collection[str] = ()  # what the applicant may correct after a return
    deferred: Collection[MaterialKind] = ()  # of an open deferral
    deferrer_id: int | None = None


def refusal(actor: Actor, kind: MaterialKind, keeping: Keeping) -> str:
    """Why this actor may not add or remove files of this kind now; empty if they may.

    Source: 1-domain §5, column "by". Deferred materials may also be supplied by the applicant and by the office
    that deferred them, at every later stage of the application (2-workflow §2, rows 7 and 8).
    """
    if kind in keeping.deferred and keeping.status in SEEN_ABOVE and _supplies(actor, keeping):
        return ''
    match uploader_of(kind):
        case Uploader.APPLICANT:
            return _applicant(actor, kind, keeping)
        case Uploader.REVIEWER:
            may = actor.is_office and actor.organisation_id == keeping.holder_id and keeping.status is Status.IN_REVIEW
            return '' if may else f'{kind.label}由正在审核的单位上传'
        case Uploader.COUNTY:
            may = actor.role is Role.ADMIN and actor.at_least(Level.COUNTY) and actor.oversees(keeping.unit_path)
            return (
                '' if may and keeping.status in (*EDITABLE, Status.IN_REVIEW) else f'{kind.label}由县区及以上管理员上传'
            )
        case Uploader.UNIT:
            may = actor.is_office and actor.organisation_id == keeping.unit_id and keeping.status in SEEN_ABOVE
            return '' if may else f'{kind.label}由所在单位上传'


def _applicant(actor: Actor, kind: MaterialKind, keeping: Keeping) -> str:
    if actor.role is not Role.APPLICANT or actor.account_id != keeping.applicant_id:
        return f'{kind.label}由报考人员本人上传'
    if keeping.status not in EDITABLE:
        return f'该申报当前为“{keeping.status.label}”，不能修改材料'
    return '' if material_key(kind) in keeping.open_keys else '本次退回没有要求修改该材料'


def _supplies(actor: Actor, keeping: Keeping) -> bool:
    if actor.role is Role.APPLICANT:
        return actor.account_id == keeping.applicant_id
    return actor.is_office and actor.organisation_id == keeping.deferrer_id
