"""The application form: what the applicant fills in, and one table with the label of each field.

The table FIELDS is read by the form itself, by the review page, by the pinning of a return, by the comparison after a
resubmission and by the check for completeness; no field label is written anywhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from domain.rules.vocabulary import (
    Assessment,
    Basis,
    Channel,
    Education,
    Grade,
    Honour,
    HonourLevel,
    StaffKind,
)


class HonourEntry(BaseModel):
    """One achievement: 业绩."""

    model_config = ConfigDict(extra='ignore')

    kind: Honour
    level: HonourLevel
    title: str = Field(max_length=100)
    rank: int | None = Field(default=None, ge=1, le=99)  # place in a contest; None if there are no places
    received_on: date | None = None


class Form(BaseModel):
    """Everything the applicant types. In a draft every field may be missing; ``completeness`` reports what is missing.

    ID number, sex and birth date belong to the person's record and are derived, so they are not part of the form.
    """

    model_config = ConfigDict(extra='ignore', validate_assignment=True)

    name: str = Field(default='', max_length=30)
    nation: str = Field(default='', max_length=20)
    politics: str = Field(default='', max_length=20)
    education: Education | None = None
    school: str = Field(default='', max_length=60)
    major: str = Field(default='', max_length=60)
    mobile: str = Field(default='', max_length=20)
    address: str = Field(default='', max_length=120)

    staff_kind: StaffKind | None = None
    joined_on: date | None = None
    confirmed_on: date | None = None
    post: str = Field(default='', max_length=40)
    post_grade: Grade | None = None
    appointed_on: date | None = None
    vehicle_reform: bool = False

    held_trade: str = Field(default='', max_length=8)
    held_grade: Grade | None = None
    certificate_number: str = Field(default='', max_length=40)
    obtained_on: date | None = None
    issuer: str = Field(default='', max_length=60)

    grade: Grade | None = None
    trade: str = Field(default='', max_length=8)
    channel: Channel = Channel.REGULAR
    basis: Basis | None = None
    exception_category: str = Field(default='', max_length=60)
    exception_document: str = Field(default='', max_length=100)

    assessments: dict[int, Assessment] = Field(default_factory=dict, max_length=12)
    outstanding_member_years: list[int] = Field(default_factory=list, max_length=12)  # 优秀共产党员
    honours: list[HonourEntry] = Field(default_factory=list, max_length=20)


class Group(StrEnum):
    """The groups of the form and of the review page, in their order."""

    PERSON = '基本信息'
    WORK = '工作信息'
    HELD = '现等级信息'
    APPLIED = '申报信息'
    ASSESSMENTS = '年度考核'
    HONOURS = '业绩与破格'


class FieldKind(Enum):
    """How a field is typed and shown."""

    TEXT = 'text'
    DATE = 'date'
    CHOICE = 'choice'
    TRADE = 'trade'
    SWITCH = 'switch'
    LIST = 'list'


@dataclass(frozen=True, slots=True)
class FieldOf:
    """One field: its key in ``Form``, its label, group and kind."""

    key: str
    label: str
    group: Group
    kind: FieldKind = FieldKind.TEXT


FIELDS: tuple[FieldOf, ...] = (
    FieldOf('name', '姓名', Group.PERSON),
    FieldOf('nation', '民族', Group.PERSON, FieldKind.CHOICE),
    FieldOf('politics', '政治面貌', Group.PERSON, FieldKind.CHOICE),
    FieldOf('education', '文化程度', Group.PERSON, FieldKind.CHOICE),
    FieldOf('school', '毕业院校', Group.PERSON),
    FieldOf('major', '专业', Group.PERSON),
    FieldOf('mobile', '手机号', Group.PERSON),
    FieldOf('address', '通讯地址', Group.PERSON),
    FieldOf('staff_kind', '人员类别', Group.WORK, FieldKind.CHOICE),
    FieldOf('joined_on', '参加工作时间', Group.WORK, FieldKind.DATE),
    FieldOf('confirmed_on', '转正定级时间', Group.WORK, FieldKind.DATE),
    FieldOf('post', '现岗位', Group.WORK),
    FieldOf('post_grade', '现聘等级', Group.WORK, FieldKind.CHOICE),
    FieldOf('appointed_on', '聘任时间', Group.WORK, FieldKind.DATE),
    FieldOf('vehicle_reform', '车改转岗', Group.WORK, FieldKind.SWITCH),
    FieldOf('held_trade', '现工种', Group.HELD, FieldKind.TRADE),
    FieldOf('held_grade', '现等级', Group.HELD, FieldKind.CHOICE),
    FieldOf('certificate_number', '证书编号', Group.HELD),
    FieldOf('obtained_on', '取得时间', Group.HELD, FieldKind.DATE),
    FieldOf('issuer', '发证机关', Group.HELD),
    FieldOf('grade', '申报等级', Group.APPLIED, FieldKind.CHOICE),
    FieldOf('trade', '申报工种', Group.APPLIED, FieldKind.TRADE),
    FieldOf('channel', '申报类型', Group.APPLIED, FieldKind.CHOICE),
    FieldOf('basis', '申报依据', Group.APPLIED, FieldKind.CHOICE),
    FieldOf('exception_category', '破格/一线类别', Group.APPLIED),
    FieldOf('exception_document', '破格/一线依据文件', Group.APPLIED),
    FieldOf('assessments', '年度考核结果', Group.ASSESSMENTS, FieldKind.LIST),
    FieldOf('outstanding_member_years', '优秀共产党员', Group.ASSESSMENTS, FieldKind.LIST),
    FieldOf('honours', '业绩', Group.HONOURS, FieldKind.LIST),
)
FIELD = {field.key: field for field in FIELDS}


def fields_of(group: Group) -> tuple[FieldOf, ...]:
    """The fields of one group, in their order."""
    return tuple(field for field in FIELDS if field.group is group)


def shown(key: str, value: Any, trades: dict[str, str]) -> str:
    """A field's value as text for people; '—' if it is empty. ``trades``: code to name."""
    if value in (None, '', [], {}):
        return '—'
    if isinstance(value, bool):
        return '是' if value else '否'
    if isinstance(value, Grade):
        return value.full_label
    if isinstance(value, date):
        return value.isoformat()
    if FIELD[key].kind is FieldKind.TRADE:
        return trades.get(value, value)
    if key == 'assessments':
        return '，'.join(f'{year} 年{value[year].label}' for year in sorted(value, reverse=True))
    if key == 'outstanding_member_years':
        return '，'.join(f'{year} 年' for year in sorted(value, reverse=True))
    if key == 'honours':
        return '；'.join(honour_text(entry) for entry in value)
    return str(getattr(value, 'label', value))


def honour_text(entry: HonourEntry) -> str:
    """One achievement in one line: 技能竞赛 · 市级 · 第 3 名 · 洛阳市职工技能大赛 · 2023-05-01."""
    parts = [entry.kind.label, entry.level.label]
    if entry.rank:
        parts.append(f'第 {entry.rank} 名')
    parts.append(entry.title)
    if entry.received_on:
        parts.append(entry.received_on.isoformat())
    return ' · '.join(parts)
