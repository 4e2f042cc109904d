"""The materials an application needs depend on its grade, basis and channel."""

from __future__ import annotations

from typing import Any

import pytest

from domain.rules.application.form import Form, HonourEntry
from domain.rules.application.materials import Uploader, hint_of, required, uploader_of
from domain.rules.vocabulary import Basis, Channel, Grade, Honour, HonourLevel, MaterialKind

K = MaterialKind
ALWAYS = {K.PHOTO, K.ID_CARD, K.FORM}
MEDAL = HonourEntry(kind=Honour.LABOUR_MEDAL, level=HonourLevel.PROVINCIAL, title='五一劳动奖章')


def needed(deferral_open: bool = False, **fields: Any) -> set[MaterialKind]:
    return {item.kind for item in required(Form(**fields), deferral_open=deferral_open) if item.required}


@pytest.mark.parametrize(
    ('fields', 'beyond'),
    [
        ({}, set()),
        ({'grade': 5, 'basis': Basis.SENIORITY}, {K.WORK_PROOF}),
        ({'grade': 4, 'basis': Basis.PROMOTION}, {K.CERTIFICATE}),
        ({'grade': 4, 'basis': Basis.SENIORITY}, {K.WORK_PROOF}),
        ({'grade': 3, 'basis': Basis.PROMOTION}, {K.CERTIFICATE}),
        ({'grade': 3, 'basis': Basis.SENIORITY}, {K.WORK_PROOF}),
        ({'grade': 2, 'basis': Basis.PROMOTION}, {K.CERTIFICATE, K.EDUCATION}),
        ({'grade': 2, 'basis': Basis.PROMOTION, 'honours': [MEDAL]}, {K.CERTIFICATE, K.EDUCATION, K.ACHIEVEMENT}),
        (
            {'grade': 1, 'basis': Basis.PROMOTION},
            {K.CERTIFICATE, K.WORK_PROOF, K.EDUCATION, K.ASSESSMENT, K.APPOINTMENT, K.SALARY},
        ),
        (
            {'grade': 1, 'basis': Basis.EXCELLENCE},
            {K.CERTIFICATE, K.WORK_PROOF, K.EDUCATION, K.ASSESSMENT, K.APPOINTMENT, K.SALARY, K.EXCELLENCE},
        ),
        (
            {'grade': 1, 'basis': Basis.ACHIEVEMENT},
            {K.CERTIFICATE, K.WORK_PROOF, K.EDUCATION, K.ASSESSMENT, K.APPOINTMENT, K.SALARY, K.ACHIEVEMENT},
        ),
        (
            {'grade': 1, 'basis': Basis.ACHIEVEMENT, 'honours': [MEDAL]},
            {K.CERTIFICATE, K.WORK_PROOF, K.ASSESSMENT, K.APPOINTMENT, K.SALARY, K.ACHIEVEMENT},
        ),
    ],
)
def test_the_table_of_materials(fields: dict[str, Any], beyond: set[MaterialKind]) -> None:
    assert needed(**fields) == ALWAYS | beyond


@pytest.mark.parametrize('grade', Grade)
@pytest.mark.parametrize('channel', [Channel.EXCEPTIONAL, Channel.FRONTLINE])
def test_the_relaxed_channels_need_the_proof_of_the_county(grade: Grade, channel: Channel) -> None:
    assert K.EXCEPTION in needed(grade=grade, channel=channel)
    assert K.EXCEPTION not in needed(grade=grade, channel=Channel.SUPPLEMENTARY)


def test_a_deferral_needs_the_promise_of_the_unit() -> None:
    assert K.PROMISE in needed(deferral_open=True, grade=1)
    assert K.PROMISE not in needed(grade=1)


def test_no_material_is_listed_twice() -> None:
    for grade in Grade:
        for basis in Basis:
            kinds = [item.kind for item in required(Form(grade=grade, basis=basis, channel=Channel.FRONTLINE))]
            assert len(kinds) == len(set(kinds))


def test_the_reviewing_administrator_adds_the_papers_of_grade_one() -> None:
    by = {kind: uploader_of(kind) for kind in MaterialKind}
    assert [kind for kind, who in by.items() if who is Uploader.REVIEWER] == [K.SALARY, K.EXCELLENCE]
    assert (by[K.EXCEPTION], by[K.PROMISE]) == (Uploader.COUNTY, Uploader.UNIT)


def test_the_hint_names_the_limits() -> None:
    assert hint_of(K.PHOTO) == 'JPEG 或 PNG，不小于 295×413 像素，宽高比 5:7，20 KB 至 2 MB'
    assert hint_of(K.FORM) == 'JPEG、PNG 或 PDF，每个文件不超过 10 MB，可上传多个'
