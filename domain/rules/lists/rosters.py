"""名册: who is listed on one, and which original documents are checked on site."""

from __future__ import annotations

from collections.abc import Collection

from domain.rules.vocabulary import MaterialKind, Word


class Reach(Word):
    """How far an application must have come to be on a roster."""

    FINAL = 'final', '终审通过'
    COUNTY = 'county', '县区已通过'


# The columns of 现场审核名册. Materials that are not the applicant's own documents (photo, promise) are not checked.
ORIGINALS: dict[str, tuple[MaterialKind, ...]] = {
    '身份证': (MaterialKind.ID_CARD,),
    '报名表': (MaterialKind.FORM,),
    '等级证书': (MaterialKind.CERTIFICATE,),
    '年限证明': (MaterialKind.WORK_PROOF,),
    '学历证书': (MaterialKind.EDUCATION,),
    '考核表': (MaterialKind.ASSESSMENT, MaterialKind.EXCELLENCE),
    '聘任文件': (MaterialKind.APPOINTMENT,),
    '工资表': (MaterialKind.SALARY,),
    '业绩材料': (MaterialKind.ACHIEVEMENT,),
    '破格一线': (MaterialKind.EXCEPTION,),
}


def originals_to_check(needed: Collection[MaterialKind]) -> tuple[bool, ...]:
    """For each column of ``ORIGINALS``, whether this person must present a document."""
    return tuple(any(kind in needed for kind in kinds) for kinds in ORIGINALS.values())
