"""The pool of material files that all applications of the demonstration share, and the rows that point to them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from random import Random

from domain.demo.applications import drawings
from domain.demo.applications.life import Life
from domain.rules.actor import Actor
from domain.rules.application.form import Form
from domain.rules.application.materials import Uploader, required
from domain.rules.application.uploads import JPEG, PDF
from domain.rules.vocabulary import Act, MaterialKind
from storage import files
from storage.models import Material

PHOTOS, COPIES = 12, 4
_CARDS: dict[MaterialKind, str] = {
    MaterialKind.ID_CARD: '姓名：演示人员 性别：男　民族：汉 住址：河南省洛阳市演示路 公民身份号码：演示',
    MaterialKind.CERTIFICATE: '姓名：演示人员 职业（工种）：演示工种 等级：高级工 证书编号：演示 发证机关：演示单位',
    MaterialKind.EDUCATION: '姓名：演示人员 学校：演示技工学校 专业：演示专业 毕业时间：一九九八年七月',
    MaterialKind.ACHIEVEMENT: '演示人员同志： 在演示技能大赛中成绩优异 特发此证，以资鼓励',
}
_SCANS: dict[MaterialKind, tuple[str, ...]] = {  # one text per page
    MaterialKind.WORK_PROOF: (
        '兹证明演示人员系我单位工勤人员， 参加工作时间与档案记载一致。',
        '附：档案首次录用审批表（演示）',
    ),
    MaterialKind.ASSESSMENT: ('2025年度　优秀 2024年度　合格', '2023年度　合格 2022年度　优秀 2021年度　合格'),
    MaterialKind.APPOINTMENT: ('聘任演示人员为技师（二级）岗位， 聘期三年。',),
    MaterialKind.SALARY: ('姓名　　　岗位工资　薪级工资　合计 演示人员　0000　　　0000　　　0000',),
    MaterialKind.EXCELLENCE: ('经考核，演示人员年度考核结果为优秀。',),
    MaterialKind.EXCEPTION: ('演示人员符合破格（一线）申报条件， 特此证明。',),
    MaterialKind.PROMISE: ('承诺在规定期限内补齐所缺材料， 逾期自愿放弃本年度申报资格。',),
}
_FORM_TITLE = '河南省机关事业单位工勤技能岗位等级考核报名表'
_FORM = '姓名：演示人员 性别：男 单位：演示单位 申报等级：演示 申报工种：演示 本人签字：演示 单位意见：同意申报（演示）'


@dataclass(frozen=True, slots=True)
class Paper:
    """One stored file that many rows refer to."""

    kind: MaterialKind
    stored: files.StoredFile
    media_type: str
    pages: int

    def row(self, application_id: int, by: int, at: datetime) -> Material:
        """A material of one application."""
        suffix = 'pdf' if self.media_type == PDF else 'jpg'
        return Material(
            application_id=application_id,
            kind=self.kind,
            file=self.stored.name,
            label=f'{self.kind.label}（演示）.{suffix}',
            media_type=self.media_type,
            size=self.stored.size,
            sha256=self.stored.sha256,
            pages=self.pages,
            uploaded_by_id=by,
            uploaded_at=at,
        )


@dataclass(frozen=True, slots=True)
class Pool:
    """All the files, by kind."""

    papers: dict[MaterialKind, list[Paper]]
    random: Random

    def add_own(self, life: Life, form: Form, county: int, *, almost: bool) -> None:
        """The materials of the applicant, and the county's proof of an exception; ``almost``: all but the last."""
        row = life.chronicle.application
        early = (Uploader.APPLICANT, Uploader.COUNTY)
        needs = [need for need in required(form) if need.required and need.by in early]
        for need in needs[: -1 if almost else None]:
            by = row.applicant_id if need.by is Uploader.APPLICANT else county
            paper = self.one(need.kind)
            if need.kind is MaterialKind.PHOTO:  # of a person who applies in several years, always the same face
                paper = self.papers[MaterialKind.PHOTO][row.applicant_id % PHOTOS]
            life.materials.append(paper.row(row.id, by, row.created_at))

    def add_office_papers(self, life: Life, form: Form, by: Actor, at: datetime) -> None:
        """工资表 and, if the basis requires it, 优秀年度考核结果, uploaded by the office that holds the application."""
        kinds = [need.kind for need in required(form) if need.required and need.by is Uploader.REVIEWER]
        for kind in kinds:
            self.add(life, kind, by, at)

    def add(self, life: Life, kind: MaterialKind, by: Actor, at: datetime) -> None:
        """One file uploaded by an office, with its entry in the journal."""
        row = self.one(kind).row(life.chronicle.application.id, by.account_id, at)
        life.materials.append(row)
        life.chronicle.write(by, Act.UPLOAD, at, details={'kind': kind.value, 'label': row.label, 'sha256': row.sha256})

    def one(self, kind: MaterialKind) -> Paper:
        return self.random.choice(self.papers[kind])


async def pool(random: Random) -> Pool:
    """Draw and store the files, each marked 演示."""
    drawn = await asyncio.to_thread(_drawn, random)
    papers: dict[MaterialKind, list[Paper]] = {}
    for kind, content, media_type, pages in drawn:
        stored = await files.store(content, 'pdf' if media_type == PDF else 'jpg')
        papers.setdefault(kind, []).append(Paper(kind, stored, media_type, pages))
    return Pool(papers, random)


def _drawn(random: Random) -> list[tuple[MaterialKind, bytes, str, int]]:
    found = [(MaterialKind.PHOTO, drawings.portrait(random), JPEG, 1) for _ in range(PHOTOS)]
    for copy in range(COPIES):
        for kind, text in _CARDS.items():
            found.append((kind, drawings.card(kind.label, _numbered(text, copy)), JPEG, 1))
        for kind, pages in _SCANS.items():
            content = drawings.scan(kind.label, [_numbered(text, copy) for text in pages])
            found.append((kind, content, PDF, len(pages)))
    found.append((MaterialKind.FORM, drawings.sheet(_FORM_TITLE, _FORM.split(' ')), PDF, 1))
    return found


def _numbered(text: str, copy: int) -> list[str]:
    return [*text.split(' '), f'编号：演示-{copy + 1:02}']
