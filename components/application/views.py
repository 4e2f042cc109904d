"""What an application's page shows, as plain values: fields, checks, materials, the history and what changed."""

from __future__ import annotations

from dataclasses import dataclass

from components.kit.words import Kind
from domain.rules.vocabulary import Finding, MaterialKind


@dataclass(frozen=True, slots=True)
class FieldView:
    """One value under its label. ``wide``: a whole line; ``pinnable`` is False for what the applicant cannot edit."""

    key: str
    label: str
    value: str
    wide: bool = False
    verified: bool | None = None  # None: nothing to verify; otherwise 已核 or 未核
    pinnable: bool = True


@dataclass(frozen=True, slots=True)
class GroupView:
    title: str
    rows: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class CheckView:
    """One rule of 资格预审; ``numbers`` is what was found, for example 29 年."""

    kind: Finding
    text: str
    numbers: str = ''


@dataclass(frozen=True, slots=True)
class FileView:
    """One stored file; ``original_url`` is where its original of ``original_size`` bytes is saved from, while kept."""

    id: int
    url: str
    label: str
    media_type: str
    thumb_url: str | None = None
    pages: int | None = None
    original_url: str | None = None
    original_size: int = 0

    @property
    def is_pdf(self) -> bool:
        return self.media_type == 'application/pdf'

    @property
    def original_text(self) -> str:
        """The words of the link to the original, with its size."""
        kilobytes = max(round(self.original_size / 1024), 1)
        return f'原件 {kilobytes} KB' if kilobytes < 1000 else f'原件 {self.original_size / (1 << 20):.1f} MB'


@dataclass(frozen=True, slots=True)
class MaterialView:
    """One material with its files; ``by_me``: this reviewer may upload it."""

    kind: MaterialKind
    label: str
    required: bool
    by_me: bool = False
    files: tuple[FileView, ...] = ()

    @property
    def missing(self) -> bool:
        return self.required and not self.files


@dataclass(frozen=True, slots=True)
class ActView:
    """One line of 审核记录; ``extra`` is for example 改动 2 处."""

    title: str
    who: str
    when: str
    reason: str = ''
    extra: str = ''
    kind: Kind = 'blue'


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One line of 修改对比; ``remark`` is the text that requested the change."""

    label: str
    old: str
    new: str
    remark: str = ''
