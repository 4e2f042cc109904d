"""我的报名 as an applicant sees it: begin, fill in, submit, follow, and correct after a return."""

from __future__ import annotations

from nicegui import ui
from nicegui.testing import User

from domain import clock
from domain.demo import accounts
from domain.rules.vocabulary import Act, Level, MaterialKind, Status
from domain.services.application import filling, materials
from domain.services.application_record import Pin
from domain.services.review.decisions import Opinion, decide
from storage.models import Application
from tests import samples
from tests import town as cast
from tests.pages.conftest import SignIn
from tests.pages.settled import settled
from tests.town import Town


def button(user: User, text: str) -> None:
    user.find(kind=ui.button, content=text).click()


async def test_beginning_makes_a_draft_with_the_known_data(served: Town, user: User, sign_in: SignIn) -> None:
    office = served.organisations[cast.SCHOOL]
    account = accounts.applicant_account('34052419800101001X', '阿依·古丽', office, '', clock.now())
    await account.save()
    await sign_in(user, account.login)
    await user.open('/my')
    await user.should_see('您本年度还没有报名')
    button(user, '开始报名')
    await user.should_see('未提交')
    await user.should_see('34052419800101001X')
    await user.should_see('1980-01-01')
    application = await Application.get(applicant_id=account.id)
    assert (application.status, application.name) == (Status.DRAFT, '阿依·古丽')


async def test_what_another_window_saves_is_shown_at_the_same_step(served: Town, user: User, sign_in: SignIn) -> None:
    application = await served.application(at=Status.DRAFT)
    await sign_in(user, application.id_number)
    await user.open('/my?step=work')
    await user.should_see(marker='post')
    await filling.save(served.applicant(application), application.id, {'post': '水电维修工'}, window='another')
    await user.should_see('已显示在另一个窗口填写的内容')
    (field,) = user.find(marker='post').elements
    assert isinstance(field, ui.input)
    assert field.value == '水电维修工'
    user.find(marker='post').clear().type('车辆驾驶岗')  # it is known here now: no conflict
    await user.should_see('已保存')
    await settled()
    assert (await Application.get(id=application.id)).form['post'] == '车辆驾驶岗'


async def test_what_this_window_saves_does_not_draw_its_form_again(served: Town, user: User, sign_in: SignIn) -> None:
    application = await served.application(at=Status.DRAFT)
    await sign_in(user, application.id_number)
    await user.open('/my?step=work')
    await user.should_see(marker='post')
    (before,) = user.find(marker='post').elements
    user.find(marker='post').clear().type('水电维修工')
    await user.should_see('已保存')
    await settled()
    assert user.find(marker='post').elements == {before}


async def test_typed_text_is_saved_and_an_error_is_shown_at_its_field(
    served: Town, user: User, sign_in: SignIn
) -> None:
    application = await served.application(at=Status.DRAFT)
    await sign_in(user, application.id_number)
    await user.open('/my?step=work')
    user.find(marker='post').clear().type('水电维修工')
    await user.should_see('已保存')
    user.find(marker='joined_on').clear().type('2005-02-30')
    await user.should_see('参加工作时间应为真实日期')
    await user.should_see('有内容有误')
    button(user, '基本信息')
    await user.should_see(marker='mobile')
    user.find(marker='mobile').clear().type('1380')
    await user.should_see('手机号应为 11 位数字')
    await settled()
    stored = await Application.get(id=application.id)
    assert (stored.form['post'], stored.form['mobile']) == ('水电维修工', '1380')


async def test_forged_values_are_validated_strictly(served: Town, user: User, sign_in: SignIn) -> None:
    application = await served.application(at=Status.DRAFT)
    await sign_in(user, application.id_number)
    await user.open('/my')
    field = user.find(marker='school').elements.pop()
    assert isinstance(field, ui.input)
    for value in ({'a': 1}, ['x'], 7, 'x' * 5000):
        field.value = value
        await settled()
    await user.should_see('毕业院校最多 60 个字')
    assert (await Application.get(id=application.id)).form['school'] == application.form['school']


async def test_the_last_step_names_what_is_missing_and_then_submits(served: Town, user: User, sign_in: SignIn) -> None:
    application = await served.application(at=Status.DRAFT, papers=True)
    person = served.applicant(application)
    photo = next(row for row in await materials.of(person, application.id) if row.kind is MaterialKind.PHOTO)
    await materials.remove(person, photo.id)
    await sign_in(user, application.id_number)
    await user.open('/my?step=submit')
    await user.should_see('还有 1 项需要补充或修改')
    await user.should_see('请上传证件照')
    await materials.upload(person, application.id, MaterialKind.PHOTO, 'x.jpg', samples.photo())
    await user.open('/my?step=submit')
    await user.should_see('填报内容和材料已完整')
    user.find(marker='submit').click()
    await user.should_see('确认提交报名？')
    dialog = user.find(ui.dialog).elements.pop()
    dialog.submit(True)
    await settled()
    await user.should_see('待单位审核')
    assert (await Application.get(id=application.id)).stage is Level.UNIT


async def test_the_page_is_updated_and_a_return_opens_only_the_pinned_fields(
    served: Town, user: User, sign_in: SignIn
) -> None:
    application = await served.application(at=Level.UNIT, papers=True)
    await sign_in(user, application.id_number)
    await user.open('/my')
    await user.should_see('待单位审核')
    school = served.actor(cast.SCHOOL)
    opinion = Opinion('岗位填写不完整', (Pin('post', '请写岗位全称'), Pin('material:form', '没有盖章')))
    await decide(school, application.id, Act.RETURN, opinion, seen=application.version)
    await settled()
    await user.should_see('退回原因：岗位填写不完整')
    await user.should_see('退回意见：请写岗位全称')
    await user.should_see('没有盖章')
    await user.should_see(marker='post')
    await user.should_not_see(marker='joined_on')
    await user.should_not_see(school.name)
    user.find(marker='post').clear().type('水电维修工')
    await user.should_see('已保存')
    await settled()
    assert (await Application.get(id=application.id)).form['post'] == '水电维修工'


async def test_an_approved_application_is_read_only(served: Town, user: User, sign_in: SignIn) -> None:
    application = await served.application(at=Status.APPROVED, papers=True)
    await sign_in(user, application.id_number)
    await user.open('/my')
    await user.should_see('终审通过')
    await user.should_see('审核记录')
    await user.should_not_see(ui.input)
    await user.should_not_see(served.actor(cast.SCHOOL).name)


async def test_files_are_shown_within_scope_and_not_found_elsewhere(served: Town, user: User, sign_in: SignIn) -> None:
    application, other = await served.application(at=Status.DRAFT), await served.application(at=Status.DRAFT)
    person = served.applicant(application)
    row = await materials.upload(person, application.id, MaterialKind.FORM, '报名表.pdf', samples.pdf())
    await sign_in(user, application.id_number)
    full = await user.http_client.get(f'/files/{row.id}')
    assert (full.status_code, full.headers['content-type']) == (200, 'application/pdf')
    assert full.headers['x-content-type-options'] == 'nosniff'
    assert "frame-ancestors 'self'" in full.headers['content-security-policy']
    assert 'no-store' in full.headers['cache-control']
    thumb = await user.http_client.get(f'/files/{row.id}/thumb')
    assert (thumb.status_code, thumb.headers['content-type']) == (200, 'image/svg+xml')
    user.http_client.cookies.clear()
    await sign_in(user, other.id_number)
    foreign = [await user.http_client.get(f'/files/{row.id}{more}') for more in ('', '/thumb')]
    missing = [await user.http_client.get(f'/files/{wrong}') for wrong in ('999999', '9' * 30, 'x', '-1')]
    assert {answer.status_code for answer in foreign + missing} == {404}
    assert len({answer.content for answer in foreign + missing}) == 1
    user.http_client.cookies.clear()
    anonymous = await user.http_client.get(f'/files/{row.id}', follow_redirects=False)
    assert anonymous.status_code in (303, 401, 403)
    assert b'%PDF' not in anonymous.content
