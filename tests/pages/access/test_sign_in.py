"""登录, 修改密码 and 个人信息 as a user sees them."""

from __future__ import annotations

import pytest
from nicegui.testing import User

from domain.rules.vocabulary import Act
from domain.services.access import password_hashing, sessions
from domain.services.access import sign_in as service
from pages import access
from storage.models import Account, JournalEntry
from tests import town as cast
from tests.pages.conftest import PASSWORD, SignIn
from tests.town import Town


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, 'REFUSAL_SECONDS', 0)


def submit(user: User, form: str, *texts: str | None) -> None:
    """Send a form like the browser: with the values of its fields."""
    user.find(marker=form).trigger('submit.prevent', list(texts))


async def test_a_page_requires_the_sign_in_and_opens_after_it(served: Town, user: User) -> None:
    await Account.filter(login=cast.COUNTY).update(password_hash=password_hashing.hash_at_once(PASSWORD))
    await user.open('/profile?tab=sign-ins')
    await user.should_see('单位编码、手机号、审核员账号，或考生身份证号')
    submit(user, 'sign-in', cast.COUNTY, 'falsch')
    await user.should_see('账号或密码错误')
    submit(user, 'sign-in', '', '')
    await user.should_see('请输入账号和密码')
    submit(user, 'sign-in', cast.COUNTY, PASSWORD)
    await user.should_see('当前登录')
    await user.should_see('登录失败')
    await user.should_see('县区管理员')
    assert await JournalEntry.filter(act=Act.SIGN_IN).count() == 1


async def test_forged_input_is_refused_like_wrong_input(served: Town, user: User) -> None:
    await user.open('/sign-in')
    for args in ({'login': 1}, [['x'], {'y': 1}], ['x' * 100_000, 'y' * 100_000], [None, None], 7):
        user.find(marker='sign-in').trigger('submit.prevent', args)
    await user.should_see('登录')
    assert not await JournalEntry.exists()


async def test_the_initial_password_must_be_changed_before_the_requested_page_opens(served: Town, user: User) -> None:
    await user.open('/profile')
    submit(user, 'sign-in', cast.SCHOOL, '123')
    await user.should_see('您使用的是初始密码')
    await user.open('/')
    await user.should_see('您使用的是初始密码')  # nothing else opens
    await user.open('/password?next=/profile')
    submit(user, 'password', None, 'Neu@20262', 'anders')
    await user.should_see('两次输入的密码不一致')
    submit(user, 'password', None, 'zukurz', 'zukurz')
    await user.should_see('密码长度应为')
    submit(user, 'password', None, 'Neu@20262', 'Neu@20262')
    await user.should_see('宜阳县第一高级中学')
    account = await Account.get(login=cast.SCHOOL)
    assert account.activated_at is not None
    assert await JournalEntry.filter(account_id=account.id, act=Act.CHANGE_PASSWORD).exists()


async def test_own_data_is_saved_and_a_mobile_in_use_is_refused(served: Town, user: User, sign_in: SignIn) -> None:
    await sign_in(user, cast.COUNTY)
    await Account.filter(login=cast.CITY).update(mobile='13800000003')
    await user.open('/profile')
    user.find('手机号（可用于登录）').type('13800000003')
    submit(user, 'profile')
    await user.should_see('该手机号已被其他账号使用')
    user.find('手机号（可用于登录）').clear().type('13800000004')
    submit(user, 'profile')
    await user.should_see('个人信息已保存')
    assert (await Account.get(login=cast.COUNTY)).mobile == '13800000004'


async def test_a_session_elsewhere_can_be_ended(served: Town, user: User, sign_in: SignIn) -> None:
    other = await sign_in(user, cast.COUNTY)
    own = await sign_in(user, cast.COUNTY)
    await user.open('/profile?tab=sign-ins')
    user.find('退出此登录').click()
    await user.should_see('该登录已退出')
    assert (sessions.alive(other), sessions.alive(own)) == (False, True)


@pytest.mark.parametrize(
    ('wanted', 'fine'),
    [
        ('/search?page=2', True), ('//evil.example', False), ('https://evil.example', False),
        ('/\\evil.example', False),
        ('javascript:alert(1)', False), ('', False), ('/x\r\ny', False), ('/' + 'x' * 600, False),
    ],
)  # fmt: skip
def test_only_addresses_of_this_site_are_accepted_as_redirect_targets(wanted: str, fine: bool) -> None:
    assert access.local(wanted) is fine
    assert ('next=' in access.sign_in_address(wanted)) is fine
