"""After a resubmission every changed field and material is shown with its old and its new value."""

from __future__ import annotations

from domain.rules.application.changes import Change, changes, material_changes
from domain.rules.application.form import Form
from domain.rules.vocabulary import Assessment, MaterialKind

TRADES = {'1101': '电工', '1103': '钳工'}


def test_only_differences_are_listed_as_text_for_people() -> None:
    old = Form(name='杨淼', trade='1101', grade=3, assessments={2025: Assessment.QUALIFIED})
    new = Form(name='杨淼', trade='1103', grade=3, vehicle_reform=True, assessments={2025: Assessment.EXCELLENT})
    assert changes(old, new, TRADES) == [
        Change('vehicle_reform', '车改转岗', '否', '是'),
        Change('trade', '申报工种', '电工', '钳工'),
        Change('assessments', '年度考核结果', '2025 年合格', '2025 年优秀'),
    ]


def test_an_emptied_field_shows_a_dash() -> None:
    assert changes(Form(school='宜阳一中'), Form(), TRADES) == [Change('school', '毕业院校', '宜阳一中', '—')]


def test_the_same_form_has_no_changes() -> None:
    assert changes(Form(name='杨淼'), Form(name='杨淼'), TRADES) == []


def test_a_material_is_changed_if_its_content_is() -> None:
    old = {MaterialKind.PHOTO: [('aa', '照片.jpg')], MaterialKind.FORM: [('bb', '一.pdf'), ('cc', '二.pdf')]}
    new = {
        MaterialKind.PHOTO: [('dd', '新照片.jpg')],
        MaterialKind.FORM: [('cc', '二.pdf'), ('bb', '改名.pdf')],
        MaterialKind.EDUCATION: [('ee', '学历.pdf')],
    }
    assert material_changes(old, new) == [
        Change('photo', '证件照', '照片.jpg', '新照片.jpg'),
        Change('education', '学历证书', '—', '学历.pdf'),
    ]
