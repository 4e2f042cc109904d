"""名册: who stands on one, and which originals are checked on the spot."""

from __future__ import annotations

from collections.abc import Collection

from domain.rules.vocabulary import MaterialKind, Word


class Reach(Word):
    """How far an application must have come to stand on a roster."""

    FINAL = 'final', '终审通过'
    COUNTY = 'county', '县区已通过'


# The columns of 现场审核名册. What is no paper of the applicant's own (photo, promise) is not looked at.
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
    """For each column of ``ORIGINALS`` whether this person has to show something."""
    return tuple(any(kind in needed for kind in kinds) for kinds in ORIGINALS.values())
