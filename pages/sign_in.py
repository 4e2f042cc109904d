"""登录: account and password, and the address that exchanges a ticket for the session's cookie."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse
from nicegui import ui
from nicegui.events import GenericEventArguments

from components.frame.sign_in_frame import sign_in_frame
from components.frame.theme import h1, plain_button, primary_button, words
from components.kit.attempt import RefusalLine
from domain.errors import Refusal, SignedOut
from domain.services.access import sessions, sign_in
from pages import access, installed
from pages.access import Anyone, download, sheet

# Read from the form itself: a value filled in by a password manager may never have been typed.
SUBMITTED = "(event) => { const form = new FormData(event.target); emit(form.get('login'), form.get('password')); }"
FINISH = '/sign-in/finish'


@sheet('/sign-in', title='登录', audience=Anyone)
async def sign_in_page(request: Request, next: str = '/') -> RedirectResponse | None:  # noqa: A002 - the address says so
    """One form; with 123 or after a reset it leads to 修改密码, otherwise to the page requested first."""
    if request.scope['state']['session_key']:
        return RedirectResponse(wanted_page(next), 303)
    with sign_in_frame(demo=installed.now.demo, dark=installed.dark(request)):
        await SignInForm(wanted_page(next)).build()
    return None


class SignInForm:
    """The form of one open sign-in page."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        self.busy = False

    async def build(self) -> None:
        """Build the form, and in a demonstration the accounts to sign in with."""
        h1('登录')
        words('单位编码、手机号、审核员账号，或考生身份证号', 'p', 'lead')
        self.refusal = RefusalLine()
        with ui.element('form').classes('fields').mark('sign-in') as form:
            self.login = ui.input('账号').props('name=login autocomplete=username autofocus').classes('tall')
            self.password = ui.input('密码', password=True).props('name=password autocomplete=current-password')
            self.password.classes('tall')
            self.button = primary_button('登录').classes('big').props('type=submit')
        form.on('submit.prevent', self.submit, js_handler=SUBMITTED)
        offers = await installed.now.offers()
        if offers:
            words('演示账号（一键登录）', 'h4')
            with ui.element('div').classes('chips'):
                for offer in offers:
                    plain_button(offer.label, lambda offer=offer: self.enter(offer.login, offer.password))

    async def submit(self, event: GenericEventArguments) -> None:
        """Submit the values of the form; without them the typed ones."""
        given = event.args if isinstance(event.args, list) and len(event.args) == 2 else ()
        texts = [value for value in given if isinstance(value, str)]
        login, password = texts if len(texts) == 2 else (self.login.value or '', self.password.value or '')
        if not login.strip() or not password:
            self.refuse('请输入账号和密码')
            return
        await self.enter(login, password)

    async def enter(self, login: str, password: str) -> None:
        """Check, and continue at the address that can set the cookie."""
        if self.busy:
            return
        self.busy = True
        self.button.props('loading')
        client = ui.context.client
        try:
            ticket = await sign_in.sign_in(login, password, address=client.ip, agent=access.agent(client))
        except Refusal as refusal:
            self.refuse(str(refusal))
        else:
            ui.navigate.to(finish_address(ticket, self.wanted))
        finally:
            self.busy = False
            self.button.props(remove='loading')

    def refuse(self, sentence: str) -> None:
        """Show the reason; the typed account name stays."""
        self.refusal.show(sentence)
        self.password.value = ''
        self.password.run_method('focus')


def wanted_page(wanted: Any) -> str:
    """The page requested first, if it is one of this site."""
    return wanted if isinstance(wanted, str) and access.local(wanted) and not wanted.startswith('/sign-in') else '/'


def finish_address(ticket: str, wanted: str) -> str:
    """The address at which a ticket is exchanged for a cookie."""
    return FINISH + '?' + urlencode({'ticket': ticket, 'next': wanted})


@download(FINISH, audience=Anyone)
async def finish(request: Request, ticket: str = '', next: str = '/') -> RedirectResponse:  # noqa: A002
    """Open the session, set its cookie and redirect: to 修改密码 when the session may do nothing else."""
    wanted = wanted_page(next)
    address = request.client.host if request.client else ''
    agent, old = request.headers.get('user-agent', ''), request.scope['state']['session_key']
    try:
        token = await sign_in.redeem(ticket, address=address, agent=agent, replaces=old)
    except SignedOut:
        return RedirectResponse(access.sign_in_address(wanted), 303)
    key = await sessions.find(token)
    answer = RedirectResponse(access.password_address(wanted) if sessions.restricted(key) else wanted, 303)
    answer.set_cookie(installed.now.cookie, token, path='/', httponly=True, samesite='lax', secure=installed.now.secure)
    answer.headers['referrer-policy'] = 'no-referrer'
    return answer
