"""修改密码: the only page that the initial password opens; 个人信息 shows the same form."""

from __future__ import annotations

from fastapi import Request
from nicegui import ui
from nicegui.events import GenericEventArguments

from components.frame.sign_in_frame import sign_in_frame
from components.frame.theme import h1, link_button, primary_button, words
from domain.errors import Invalid
from domain.rules.actor import Actor
from domain.services.access import own_account, sessions, sign_in
from pages import access, installed
from pages.access import Activating, refusals, sheet
from pages.server import session_guard
from pages.sign_in import finish_address, wanted_page

RULES = (
    '8–64 个字符，包含大写字母、小写字母、数字、符号中的至少三种；'
    '不能包含账号，不能以 123 开头，不能与最近三次密码相同。'
)
SUBMITTED = (
    "(event) => { const form = new FormData(event.target); emit(form.get('old'), form.get('new'), form.get('again')); }"
)


@sheet('/password', title='修改密码', audience=Activating)
async def password_page(actor: Actor, request: Request, next: str = '/') -> None:  # noqa: A002 - the address says so
    """After the initial password no old password is required; afterwards the page requested first opens."""
    initial, profile = sessions.restricted(actor.session), await own_account.profile_of(actor)
    with sign_in_frame(demo=installed.now.demo, dark=installed.dark(request)):
        h1('修改密码')
        words(
            '您使用的是初始密码。设置新密码后才能使用系统。' if initial else '修改后，其他设备上的登录将全部退出。',
            'p',
            'lead',
        )
        PasswordForm(wanted_page(next), profile.login, asks_old=not initial)
        link_button('退出登录', _leave) if initial else link_button('返回', lambda: ui.navigate.to('/'))


class PasswordForm:
    """Old, new, and new again."""

    def __init__(self, wanted: str, login: str, *, asks_old: bool) -> None:
        self.wanted = wanted
        with ui.element('form').classes('fields').mark('password') as form:
            name = ui.element('input').props('type=text name=username autocomplete=username readonly hidden')
            name.props['value'] = login  # so that a password manager knows the account of this password
            self.old = _field('当前密码', 'old', 'current-password') if asks_old else None
            self.new = _field('新密码', 'new', 'new-password')
            self.again = _field('再次输入新密码', 'again', 'new-password')
            words(RULES, 'p', 'muted')
            self.button = primary_button('保存新密码').classes('big').props('type=submit')
        form.on('submit.prevent', self.submit, js_handler=SUBMITTED)

    async def submit(self, event: GenericEventArguments) -> None:
        """Change it and continue with a new session; all other sessions end."""
        old, new, again = self._given(event)
        for field in (self.old, self.new, self.again):
            if field:
                field.error = None
        if new != again:
            self.again.error = '两次输入的密码不一致'
            return
        client = ui.context.client
        self.button.props('loading')
        with refusals():
            try:
                with session_guard.moving_on(client):
                    ticket = await own_account.change_password(
                        access.session_key(client), new, old, address=client.ip, agent=access.agent(client)
                    )
                    ui.navigate.to(finish_address(ticket, self.wanted))
            except Invalid as refusal:
                self._show(refusal)
        self.button.props(remove='loading')

    def _given(self, event: GenericEventArguments) -> tuple[str, str, str]:
        given = event.args if isinstance(event.args, list) and len(event.args) == 3 else []
        if given and all(value is None or isinstance(value, str) for value in given):
            return given[0] or '', given[1] or '', given[2] or ''
        return (self.old.value if self.old else '') or '', self.new.value or '', self.again.value or ''

    def _show(self, refusal: Invalid) -> None:
        for key, field in (('old', self.old), ('new', self.new)):
            texts = [problem.text for problem in refusal.problems if problem.key == key]
            if field and texts:
                field.error = '；'.join(texts)


def _field(label: str, name: str, autocomplete: str) -> ui.input:
    field = ui.input(label, password=True).classes('tall')
    field.props['name'], field.props['autocomplete'] = name, autocomplete
    return field


async def _leave() -> None:
    client = ui.context.client
    with session_guard.moving_on(client):
        await sign_in.sign_out(access.session_key(client), address=client.ip)
        ui.navigate.to('/sign-in')
