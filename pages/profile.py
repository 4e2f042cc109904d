"""个人信息: name and mobile, the password, the last sign-ins, and the sessions that are open elsewhere."""

from __future__ import annotations

from nicegui import ui

from components.frame.page_head import page_head
from components.frame.theme import card, link_button, muted, primary_button, section, words
from domain import clock
from domain.errors import Invalid
from domain.rules.actor import Actor
from domain.services.access import own_account
from pages.access import SignedIn, acting, current_actor, screen
from pages.password import PasswordForm

BROWSERS = (('Edg', 'Edge'), ('OPR', 'Opera'), ('Firefox', 'Firefox'), ('Chrome', 'Chrome'), ('Safari', 'Safari'))
SYSTEMS = (
    ('Windows', 'Windows'),
    ('Android', 'Android'),
    ('iPhone', 'iPhone'),
    ('Mac OS', 'macOS'),
    ('Linux', 'Linux'),
)


@screen('/profile', title='个人信息', audience=SignedIn)
async def profile_page(actor: Actor, tab: str = 'profile') -> None:
    """修改个人信息, 修改密码, 登录记录."""
    page_head(('首页', '个人信息'), '个人信息')
    with ui.element('div').classes('account'):
        await _tabs(actor, tab)


async def _tabs(actor: Actor, tab: str) -> None:
    profile = await own_account.profile_of(actor)
    with ui.tabs().props('align=left') as tabs:
        ui.tab('profile', '修改个人信息')
        ui.tab('password', '修改密码')
        ui.tab('sign-ins', '登录记录')
    with ui.tab_panels(tabs, value=tab if tab in ('password', 'sign-ins') else 'profile').props('animated=false'):
        with ui.tab_panel('profile'), card(), section():
            ProfileForm(profile)
        with ui.tab_panel('password'), card(), section().classes('narrow'):
            PasswordForm('/profile', profile.login, asks_old=True)
        with ui.tab_panel('sign-ins'):
            await SignIns(actor).build()


class ProfileForm:
    """Name and mobile; the mobile can be used to sign in, so it is unique."""

    def __init__(self, profile: own_account.Profile) -> None:
        with ui.element('dl').classes('facts'):
            for label, value in (
                ('账号', profile.login),
                ('单位', profile.organisation or '—'),
                ('角色', profile.title),
            ):
                words(label, 'dt')
                words(value, 'dd')
        with ui.element('form').classes('fields narrow').mark('profile') as form:
            self.name = ui.input('姓名', value=profile.name).props('maxlength=30 autocomplete=name').classes('tall')
            self.mobile = ui.input('手机号（可用于登录）', value=profile.mobile).classes('tall')
            self.mobile.props('maxlength=11 inputmode=tel autocomplete=tel')
            primary_button('保存').props('type=submit')
        form.on('submit.prevent', acting(self.save), [])

    async def save(self) -> None:
        """Save both, or show the error at its field."""
        self.name.error = self.mobile.error = None
        try:
            await own_account.edit_profile(
                await current_actor(), str(self.name.value or ''), str(self.mobile.value or '')
            )
        except Invalid as refusal:
            for problem in refusal.problems:
                (self.mobile if problem.key == 'mobile' else self.name).error = problem.text
            return
        ui.notify('个人信息已保存', type='positive')


class SignIns:
    """The open sessions of the account, and its latest sign-ins."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    async def build(self) -> None:
        """Two lists: open sessions with a button to end them, and the latest sign-ins, including failures."""
        with card():
            with section('当前登录'):
                self.open = ui.element('ul').classes('sign-ins')
            with section('最近登录'), ui.element('ul').classes('sign-ins'):
                for sign_in in await own_account.last_sign_ins(self.actor):
                    with ui.element('li'):
                        words(clock.minute_text(sign_in.at), 'span', 'num')
                        words(sign_in.address or '—', 'span', 'num')
                        words(
                            '登录失败' if sign_in.failed else '登录成功',
                            'span',
                            'tag red' if sign_in.failed else 'tag green',
                        )
        await self.show_open(self.actor)

    async def show_open(self, actor: Actor) -> None:
        """The sessions open now."""
        sessions = await own_account.open_sessions(actor)
        with self.open.clear():
            for one in sessions:
                with ui.element('li'):
                    words(browser(one.agent))
                    words(one.address or '—', 'span', 'num')
                    muted(f'{clock.minute_text(one.created_at)} 登录，{clock.minute_text(one.seen_at)} 活动')
                    if one.own:
                        words('本次登录', 'span', 'tag blue')
                    else:
                        link_button('退出此登录', acting(lambda key=one.key: self.end(key)))

    async def end(self, key: str) -> None:
        """End one of the other sessions."""
        actor = await current_actor()
        await own_account.end_session(actor, key)
        ui.notify('该登录已退出', type='positive')
        await self.show_open(actor)


def browser(agent: str) -> str:
    """Chrome · Windows: enough to recognise one's browser."""
    program = next((name for mark, name in BROWSERS if mark in agent), '浏览器')
    system = next((name for mark, name in SYSTEMS if mark in agent), '')
    return f'{program} · {system}' if system else program
