"""What offices ask to be corrected, and the form as it was before the correction."""

from __future__ import annotations

from domain.rules.application.form import Form

RETURNS = (  # field, reason of the return, remark at the field
    ('joined_on', '参加工作时间与档案记载不一致，请核对后修改。', '档案中首次参加工作的时间不同，以档案为准'),
    ('certificate_number', '证书编号与证书图片不一致，请核对。', '请按证书原件填写'),
    ('address', '通讯地址不完整，请补充到门牌号。', '请写到门牌号'),
)


def with_a_slip(form: Form, key: str) -> Form:
    """The form as it was before the correction."""
    if key == 'joined_on' and form.joined_on:
        return form.model_copy(update={'joined_on': form.joined_on.replace(year=form.joined_on.year - 1)})
    if key == 'certificate_number' and form.certificate_number:
        return form.model_copy(update={'certificate_number': form.certificate_number[:-2]})
    return form.model_copy(update={'address': '河南省洛阳市'})
