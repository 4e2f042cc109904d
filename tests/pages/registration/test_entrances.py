"""补报 and 破格（一线）申报 as a county sees them: dialogs, refusals at the field, proof, import, live updates."""

from __future__ import annotations

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement
from nicegui.elements.upload_files import SmallFileUpload
from nicegui.testing import User, UserInteraction

from components.frame.menu import menu_for
from components.table.listing import Row
from domain.rules.registration.late_and_exceptional_entries import PROOF, Entrance
from domain.rules.vocabulary import Act, Channel, Level, Role, Status, WindowKind
from domain.services.registration import late_entries
from pages.county.registration import exceptions
from pages.county.registration import late_entries as late_page
from storage.models import Account, Application, Material
from tests import town as cast
from tests.pages.conftest import SignIn
from tests.pages.settled import settled
from tests.samples import scan
from tests.services.registration.test_late_entries import exceptional, late, shut
from tests.services.registration.test_late_import import PERSONS, book
from tests.town import Town, acts_of

PATHS = {Entrance.LATE: late_page.PATH, Entrance.EXCEPTIONAL: exceptions.PATH}


def rows(user: User) -> list[Row]:
    return list(user.find(ui.table).elements.pop().rows)


def fill(user: User, **texts: str) -> None:
    """Fill the fields of the dialog that have these markers."""
    for mark, text in texts.items():
        (field,) = user.find(marker=mark).elements
        assert isinstance(field, ui.input | ui.select)
        field.set_value(text)


def press(user: User, text: str) -> None:
    """Click the button around this text."""
    (found,) = [one for one in user.find(kind=TextElement, content=text).elements if one.tag == 'span']
    assert found.parent_slot
    UserInteraction(user, {found.parent_slot.parent}, None).click()


async def choose(user: User, name: str) -> None:
    """Choose the unit of the dialog by its name."""
    user.find(kind=ui.button, content='请选择').click()
    await user.should_see('选择单位')
    search = next(one for one in user.find(ui.input).elements if one.props.get('aria-label') == '查找单位')
    search.set_value(name)
    await settled()
    press(user, name)
    await settled()


async def test_the_county_adds_a_person_who_appears_in_the_list(served: Town, user: User, sign_in: SignIn) -> None:
    await sign_in(user, cast.COUNTY)
    await user.open(PATHS[Entrance.LATE])
    await user.should_see('共 0 条')
    user.find('添加补报人员').click()
    await user.should_see('初始密码 123')
    fill(user, name='王堃', id_number='410327198504129916', mobile='13800138001')
    await choose(user, '宜阳县第一高级中学')
    user.find(marker='form-dialog').trigger('submit.prevent', [])
    await user.should_see('王堃 已登记')
    await user.should_see('共 1 条')
    (row,) = rows(user)
    assert (row['name'], row['id_number'], row['mobile']) == ('王堃', '410327********9916', '138****8001')
    assert row['unit'] == '宜阳县第一高级中学'
    assert (await Account.get(login='410327198504129916')).password_hash == ''
    await user.should_not_see('新到 1 条')  # the actor's own entry is not announced


async def test_errors_are_shown_at_their_fields_and_no_typed_text_is_lost(
    served: Town, user: User, sign_in: SignIn
) -> None:
    await sign_in(user, cast.COUNTY)
    await user.open(PATHS[Entrance.EXCEPTIONAL])
    user.find('添加破格人员').click()
    await user.should_see('破格/一线依据文件')
    fill(user, name='王', id_number='410327197802309970', mobile='12345')
    user.find(marker='form-dialog').trigger('submit.prevent', [])
    for sentence in ('姓名应为 2 至 30 个字', '手机号应为 11 位数字', '请选择所在单位', '请选择破格或一线'):
        await user.should_see(sentence)
    await user.should_see('请填写破格/一线类别')
    (name,) = user.find(marker='name').elements
    assert isinstance(name, ui.input)
    assert name.value == '王'
    assert not await Application.exists()


async def test_a_second_application_is_refused_at_the_id_number(served: Town, user: User, sign_in: SignIn) -> None:
    await sign_in(user, cast.COUNTY)
    await late_entries.add(served.actor(cast.COUNTY), Entrance.LATE, late(served))
    await user.open(PATHS[Entrance.LATE])
    user.find('添加补报人员').click()
    await user.should_see('初始密码 123')
    fill(user, name='王堃', id_number='410327198504129916', mobile='13800138001')
    await choose(user, '宜阳县第一高级中学')
    user.find(marker='form-dialog').trigger('submit.prevent', [])
    await user.should_see('本年度已有一份申报，不能重复报名')


async def test_after_an_exceptional_entry_the_dialog_for_the_proof_opens(
    served: Town, user: User, sign_in: SignIn
) -> None:
    await sign_in(user, cast.COUNTY)
    await user.open(PATHS[Entrance.EXCEPTIONAL])
    user.find('添加破格人员').click()
    await user.should_see('破格/一线依据文件')
    fill(user, name='王堃', id_number='410327198504129916', mobile='13800138001', channel='frontline',
         category='长期野外作业', document='宜人社〔2026〕8 号')  # fmt: skip
    await choose(user, '宜阳县第一高级中学')
    user.find(marker='form-dialog').trigger('submit.prevent', [])
    await user.should_see('破格/一线证明：王堃')
    (row,) = rows(user)
    assert row['proof'] == {'text': '未上传', 'kind': 'amber'}
    upload = user.find(ui.upload).elements.pop()
    press(user, '＋ 上传')
    await upload.handle_uploads([SmallFileUpload('证明.jpg', 'image/jpeg', scan())])
    await settled()
    (file,) = await Material.all()
    assert (file.kind, file.label) == (PROOF, '证明.jpg')
    assert rows(user)[0]['proof'] == {'text': '1 个文件', 'kind': 'green'}
    assert (await acts_of(await Application.get()))[-1] is Act.UPLOAD


async def test_the_proof_can_be_added_later_but_not_after_the_final_decision(
    served: Town, user: User, sign_in: SignIn
) -> None:
    waiting = await served.application(channel=Channel.EXCEPTIONAL)
    ended = await served.application(channel=Channel.FRONTLINE, at=Status.APPROVED)
    await sign_in(user, cast.COUNTY)
    await user.open(PATHS[Entrance.EXCEPTIONAL])
    await user.should_see('共 2 条')
    hidden = {row['id']: row['_hide'] for row in rows(user)}
    assert hidden == {waiting.id: '', ended.id: 'prove'}
    user.find(ui.table).trigger('act', ['prove', waiting.id])
    await user.should_see(f'破格/一线证明：{waiting.name}')


async def test_entries_of_others_are_announced(served: Town, user: User, sign_in: SignIn) -> None:
    await sign_in(user, cast.CITY)
    await user.open(PATHS[Entrance.LATE])
    await user.should_see('共 0 条')
    county = served.actor(cast.COUNTY)
    await late_entries.add(county, Entrance.LATE, late(served))
    await settled()
    await user.should_see('新到 1 条')
    await user.should_see('1 人')
    assert rows(user) == []
    other = exceptional(served)
    await late_entries.add(
        county, Entrance.EXCEPTIONAL,
        type(other)(other.name, '410327198607159923', '13800138002', other.unit_id, other.channel, 'a', 'b'),
    )  # fmt: skip
    await settled()
    await user.should_see('新到 1 条')  # that one came in another way
    user.find('新到 1 条').click()
    await settled()
    assert [row['name'] for row in rows(user)] == ['王堃']


async def test_a_closed_window_is_shown_and_its_buttons_are_disabled(served: Town, user: User, sign_in: SignIn) -> None:
    await sign_in(user, cast.COUNTY)
    await shut(WindowKind.LATE_ENTRY)
    await user.open(PATHS[Entrance.LATE])
    await user.should_see('当前不在补报时间内，本年度不再开放')
    for label in ('添加补报人员', '导入Excel'):
        assert not user.find(kind=ui.button, content=label).elements.pop().enabled


async def test_a_workbook_is_imported_in_the_dialog(served: Town, user: User, sign_in: SignIn) -> None:
    await sign_in(user, cast.COUNTY)
    await user.open(PATHS[Entrance.LATE])
    await user.should_see('共 0 条')
    user.find('导入Excel').click()
    await user.should_see('导入补报人员')
    upload = user.find(ui.upload).elements.pop()
    refused = ('王', *PERSONS[1][1:])
    await upload.handle_uploads([SmallFileUpload('补报.xlsx', '', book(Entrance.LATE, PERSONS[0], refused))])
    await user.should_see('已登记 1')
    await user.should_see('未登记 1')
    user.find(kind=ui.button, content='完成').click()
    await settled()
    assert [row['name'] for row in rows(user)] == ['王堃']


async def test_another_county_sees_nothing_and_cannot_forge_access(served: Town, user: User, sign_in: SignIn) -> None:
    application = await served.application(channel=Channel.EXCEPTIONAL)
    unit = served.organisations[cast.SCHOOL].id
    await sign_in(user, cast.OTHER_COUNTY)
    for query in ('', f'?unit={unit}', f'?keyword={application.number}', '?channels=regular'):
        await user.open(PATHS[Entrance.EXCEPTIONAL] + query)
        await user.should_see('共 0 条')
        user.find(ui.table).trigger('act', ['prove', application.id])
        await settled()
        await user.should_not_see(application.name)


async def test_offices_below_the_county_and_reviewers_do_not_have_the_page(
    served: Town, user: User, sign_in: SignIn
) -> None:
    for login in (cast.DEPARTMENT, cast.COUNTY_REVIEWER):
        await sign_in(user, login)
        for path in PATHS.values():
            assert (await user.http_client.get(path)).status_code == 403
    for level, role, shown in ((Level.COUNTY, Role.ADMIN, True), (Level.COUNTY, Role.REVIEWER, False),
                               (Level.DEPARTMENT, Role.ADMIN, False), (Level.CITY, Role.ADMIN, True)):  # fmt: skip
        paths = {entry.path for part in menu_for(level, role) for entry in part.entries}
        assert (set(PATHS.values()) <= paths) is shown
