"""我的报名: begin, fill in, submit, follow the progress, and correct after a return."""

from __future__ import annotations

from nicegui import ui

from components.application.checklist import checklist
from components.application.field_groups import field_group
from components.application.timeline import timeline
from components.application.viewer import Viewer
from components.application.views import FileView
from components.frame import live
from components.frame.page_head import page_head
from components.kit.buttons import primary_button
from components.kit.empty import empty
from components.kit.stations import stations
from components.kit.status import stamp, stamp_text, status_cell
from components.kit.words import card, h3, notice, words
from domain import clock
from domain.rules.actor import Actor
from domain.rules.application.form import Group
from domain.rules.vocabulary import Grade, Status, WindowKind
from domain.rules.year.windows import left_text, next_opening, open_now
from domain.services import journal
from domain.services.application import filling
from domain.services.application.filling import OwnApplication
from domain.services.eligibility import prechecks
from domain.services.review.application_detail import dossier
from domain.services.year import years
from pages.access import Applicant, current_actor, refusals, screen
from pages.applicant.filling import Filling
from pages.applicant.journey import acts, journey
from pages.views.application import view_of


@screen('/my', title='我的报名', audience=Applicant)
async def my_application(actor: Actor, step: str = '') -> None:
    """我的报名 of the current year."""
    await MyApplication(step).show(actor)


class MyApplication:
    """One open page; it is redrawn when the application's status changes, never while the applicant types."""

    def __init__(self, step: str) -> None:
        self._step, self._status = step, ''
        self._root = ui.element('div').classes('page my')

    async def show(self, actor: Actor) -> None:
        """Draw what belongs to the application's current status."""
        own = await filling.own(actor)
        self._root.clear()
        with self._root:
            if own is None:
                await self._begin()
                return
            self._status = own.application.status
            await self._head(own)
            if own.editable:
                asked = await prechecks.required_fields(own.application, own.form)
                await Filling(own, await years.trade_names(), await years.open_trades(), asked).show(self._step)
            else:
                await _sheet(actor, own)
            live.on_application(own.application.id, self._follow)

    async def _follow(self, _: live.News) -> None:
        actor = await current_actor()
        own = await filling.own(actor)
        if own is None or not own.editable or own.application.status != self._status:
            self._step = ''
            await self.show(actor)

    async def _head(self, own: OwnApplication) -> None:
        row = own.application
        history = await journal.history_of(row.id)
        head = page_head(('我的报名',), f'{own.year.year} 年度报名', aside=row.number)
        head.set_tag(**status_cell(row.status, row.stage))
        if row.status in (Status.APPROVED, Status.REJECTED, Status.CANCELLED):
            with head.row:
                stamp(stamp_text(row.status))
        way = await filling.way_of(own.unit, own.form.grade or Grade.FIVE, own.year)
        with card().classes('sec'):
            stations(journey(row, way, history))

    async def _begin(self) -> None:
        year = await years.current_year()
        page_head(('我的报名',), f'{year.year} 年度报名')
        window = open_now(year.windows, WindowKind.REGISTRATION, clock.now())
        soon = next_opening(year.windows, WindowKind.REGISTRATION, clock.now())
        with card():
            if window:
                until = f'{clock.minute_text(window.closes_at)} 截止，{left_text(window, clock.now())}'
                with empty('您本年度还没有报名', f'网上报名正在进行，{until}', icon='assignment'):
                    words('请准备好身份证、等级证书等材料的照片或扫描件；填写的内容会自动保存，可以分几次完成。')
                    primary_button('开始报名', self._register, icon='edit')
            else:
                hint = f'网上报名将于 {clock.minute_text(soon.opens_at)} 开始' if soon else '本年度网上报名已结束'
                empty('当前不在报名时间内', hint, icon='event_busy')

    async def _register(self) -> None:
        with refusals():
            actor = await current_actor()
            await filling.register(actor)
            await self.show(actor)


async def _sheet(actor: Actor, own: OwnApplication) -> None:
    """The application as submitted, with the acts since then."""
    found = await dossier(actor, own.application.id)
    view = view_of(actor, found, None, {}, {})
    if own.application.status is Status.REJECTED:
        reason = next((entry.reason for entry in found.history if entry.act.value == 'reject'), '')
        notice(f'审核不通过：{reason}', 'red')
    with ui.element('div').classes('review'):
        with card():
            for group in view.groups:
                field_group(group, view.photo_url, photo=group.title == Group.PERSON.value)
            _files(tuple(file for material in view.materials for file in material.files))
            checklist(view.checks)
        with ui.element('div').classes('side-column'), card().classes('sec'):
            h3('审核记录')
            timeline(acts(own.application, found.history))


def _files(files: tuple[FileView, ...]) -> None:
    with ui.element('div').classes('sec'):
        h3('材料')
        with ui.element('div').classes('mat'):
            for index, file in enumerate(files):
                with (
                    ui.element('button')
                    .classes('thumb')
                    .on('click', lambda _, at=index: Viewer(files, at), []) as thumb
                ):
                    thumb.props['type'] = 'button'
                    picture = ui.element('img').classes('pic').props('loading=lazy')
                    picture.props['src'] = f'/files/{file.id}/thumb'
                    picture.props['alt'] = ''
                    with ui.element('span').classes('name'):
                        words(file.label, 'span', 'what')
