"""Which materials an application needs, who uploads each, and what a file may be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from domain.rules.application.achievements import exempting_achievement
from domain.rules.application.form import Form
from domain.rules.application.uploads import LARGEST, PHOTO_LARGEST, PHOTO_SIZE, PHOTO_SMALLEST
from domain.rules.vocabulary import RELAXED_CHANNELS, Basis, Grade, MaterialKind, Word
from domain.rules.year.parameters import Parameters

MOST_FILES = 20  # per material: a front, a back and the pages of a file, not an archive


class Uploader(Word):
    """Who adds the files of a material."""

    APPLICANT = 'applicant', '报考人员'
    REVIEWER = 'reviewer', '审核单位'
    COUNTY = 'county', '县区'
    UNIT = 'unit', '单位'


@dataclass(frozen=True, slots=True)
class Requirement:
    """One material of one application: required or optional, and who uploads it."""

    kind: MaterialKind
    required: bool
    by: Uploader


@dataclass(frozen=True, slots=True)
class _Circumstances:
    form: Form
    exempt: bool
    deferral_open: bool


def _always(_: _Circumstances) -> bool:
    return True


def _by_promotion(case: _Circumstances) -> bool:
    return case.form.basis is Basis.PROMOTION


def _by_seniority(case: _Circumstances) -> bool:
    return case.form.basis is Basis.SENIORITY


def _unless_exempt(case: _Circumstances) -> bool:
    return not case.exempt


def _by_excellence(case: _Circumstances) -> bool:
    return case.form.basis is Basis.EXCELLENCE


def _with_honours(case: _Circumstances) -> bool:
    return bool(case.form.honours)


def _by_achievement(case: _Circumstances) -> bool:
    return case.form.basis is Basis.ACHIEVEMENT or case.exempt  # an exempting achievement must be proved


def _relaxed(case: _Circumstances) -> bool:
    return case.form.channel in RELAXED_CHANNELS


def _deferred(case: _Circumstances) -> bool:
    return case.deferral_open


_ALL = tuple(Grade)
_UPPER = (Grade.TWO, Grade.ONE)
_ONE = (Grade.ONE,)

# fmt: off
TABLE: tuple[tuple[MaterialKind, tuple[Grade, ...], Callable[[_Circumstances], bool], Uploader], ...] = (
    # material                grades                       needed when       by
    (MaterialKind.PHOTO,       _ALL,                       _always,          Uploader.APPLICANT),
    (MaterialKind.ID_CARD,     _ALL,                       _always,          Uploader.APPLICANT),
    (MaterialKind.FORM,        _ALL,                       _always,          Uploader.APPLICANT),
    (MaterialKind.CERTIFICATE, (Grade.FOUR, Grade.THREE),  _by_promotion,    Uploader.APPLICANT),
    (MaterialKind.CERTIFICATE, _UPPER,                     _always,          Uploader.APPLICANT),
    (MaterialKind.WORK_PROOF,  (Grade.FIVE, Grade.ONE),    _always,          Uploader.APPLICANT),
    (MaterialKind.WORK_PROOF,  (Grade.FOUR, Grade.THREE),  _by_seniority,    Uploader.APPLICANT),
    (MaterialKind.EDUCATION,   (Grade.TWO,),               _always,          Uploader.APPLICANT),
    (MaterialKind.EDUCATION,   _ONE,                       _unless_exempt,   Uploader.APPLICANT),
    (MaterialKind.ASSESSMENT,  _ONE,                       _always,          Uploader.APPLICANT),
    (MaterialKind.APPOINTMENT, _ONE,                       _always,          Uploader.APPLICANT),
    (MaterialKind.SALARY,      _ONE,                       _always,          Uploader.REVIEWER),
    (MaterialKind.EXCELLENCE,  _ONE,                       _by_excellence,   Uploader.REVIEWER),
    (MaterialKind.ACHIEVEMENT, (Grade.TWO,),               _with_honours,    Uploader.APPLICANT),
    (MaterialKind.ACHIEVEMENT, _ONE,                       _by_achievement,  Uploader.APPLICANT),
    (MaterialKind.EXCEPTION,   _ALL,                       _relaxed,         Uploader.COUNTY),
    (MaterialKind.PROMISE,     _ONE,                       _deferred,        Uploader.UNIT),
)
# fmt: on

# Listed only if they apply; all others of the grade may be added even if not required.
_ONLY_WHEN_NEEDED = (MaterialKind.EXCELLENCE, MaterialKind.EXCEPTION, MaterialKind.PROMISE)


def required(
    form: Form, *, deferral_open: bool = False, parameters: Parameters | None = None
) -> tuple[Requirement, ...]:
    """The materials of this form in the order of the table; without a grade, those that every grade needs.

    Source: 1-domain §5. A material that is not required may be uploaded too.
    """
    exempt = exempting_achievement(form, parameters or Parameters()) is not None
    case = _Circumstances(form, exempt, deferral_open)
    found = []
    for kind, grades, needed, by in TABLE:
        applies = form.grade in grades if form.grade else grades == _ALL
        # A switch of the year lets other grades defer; their promise is required only because of the open deferral.
        if not applies and not (kind is MaterialKind.PROMISE and deferral_open):
            continue
        if needed(case) or kind not in _ONLY_WHEN_NEEDED:
            found.append(Requirement(kind, needed(case), by))
    return tuple(found)


def uploader_of(kind: MaterialKind) -> Uploader:
    """Who adds files of this material."""
    return next(by for row_kind, _, _, by in TABLE if row_kind is kind)


def hint_of(kind: MaterialKind) -> str:
    """Which files are accepted for this material: the text beside the upload button."""
    if kind is MaterialKind.PHOTO:
        width, height = PHOTO_SIZE
        size = f'{PHOTO_SMALLEST >> 10} KB 至 {PHOTO_LARGEST >> 20} MB'
        return f'JPEG 或 PNG，不小于 {width}×{height} 像素，宽高比 5:7，{size}'
    return f'JPEG、PNG 或 PDF，每个文件不超过 {LARGEST >> 20} MB，可上传多个'
