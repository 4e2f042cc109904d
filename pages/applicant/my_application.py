"""我的报名: begin, fill in, submit, follow the progress, and correct after a return."""

from __future__ import annotations

from functools import partial

from nicegui import ui

from components.frame import live
from components.frame.page_head import page_head
from components.kit.buttons import primary_button
from components.kit.empty import empty
from components.kit.stations import stations
from components.kit.status import stamp, stamp_text, status_cell
from components.kit.words import card, words
from domain.events import Event, FormSaved, YearChanged
from domain.rules.actor import Actor
from domain.rules.vocabulary import Channel, Grade, Status
from domain.services import journal
from domain.services.application import filling
from domain.services.application.filling import OwnApplication
from domain.services.application.own_years import own_path
from domain.services.eligibility import prechecks
from domain.services.year import years
from domain.services.year.years import Year
from pages.access import Applicant, current_actor, refusals, screen
from pages.applicant.filling import Filling
from pages.applicant.journey import journey
from pages.applicant.own_year import year_of_page
from pages.applicant.submitted import submitted
from pages.views.registration_time import registration_time

PATH = '/my'


@screen(PATH, title='我的报名', audience=Applicant)
async def my_application(actor: Actor, step: str = '') -> None:
    """我的报名: of the year in the address, or of the one in which this person registers now."""
    page = MyApplication(step)
    await page.show(actor)
    live.listen(lambda event: isinstance(event, YearChanged), page.follow_year)


class MyApplication:
    """One open page; it is redrawn when the application's status changes, never while the applicant types."""

    def __init__(self, step: str) -> None:
        self._step, self._status = step, ''
        self._filling: Filling | None = None
        self._root = ui.element('div').classes('page my')

    async def show(self, actor: Actor) -> None:
        """Draw what belongs to the application's current status."""
        self._root.clear()
        self._filling = None
        with self._root:
            self._year = await year_of_page(actor, PATH, registering=True)
            own = await filling.own(actor, self._year)
            if own is None:
                self._begin(self._year, await own_path(actor))
                return
            self._status = own.application.status
            await self._head(own)
            if own.editable:
                asked = await prechecks.required_fields(own.application, own.form)
                self._filling = Filling(own, await years.trade_names(), await years.open_trades(), asked)
                await self._filling.show(self._step)
                live.listen(partial(self._saved_elsewhere, own.application.id), self._follow_form)
            else:
                await submitted(actor, own)
            live.on_application(own.application.id, self._follow)

    async def follow_year(self, _: live.News) -> None:
        """The province or the city may move the times while the page is open; what is typed stays."""
        if self._filling is None:
            await self.show(await current_actor())
        else:
            await self._filling.follow()

    async def _follow(self, _: live.News) -> None:
        actor = await current_actor()
        own = await filling.own(actor, self._year)
        if own is None or not own.editable or own.application.status != self._status:
            self._step = ''
            await self.show(actor)

    def _saved_elsewhere(self, application_id: int, event: Event) -> bool:
        if not isinstance(event, FormSaved) or self._filling is None:
            return False
        return event.application_id == application_id and event.window != self._filling.saving.window

    async def _follow_form(self, _: live.News) -> None:
        """Draw the form again, at the same step, when another window of this person has saved something else."""
        actor = await current_actor()
        own = await filling.own(actor, self._year)
        if own is None or self._filling is None or self._filling.saving.known == own.form:
            return
        self._step = self._filling.step.key
        await self.show(actor)
        ui.notify('已显示在另一个窗口填写的内容', type='info')

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
            stations(journey(row, way, history, own.year.parameters.billed))

    def _begin(self, year: Year, path: str) -> None:
        page_head(('我的报名',), f'{year.year} 年度报名')
        time = registration_time(year, Channel.REGULAR, path)
        with card():
            if time.open:
                with empty('您本年度还没有报名', time.text, icon='assignment'):
                    words('请准备好身份证、等级证书等材料的照片或扫描件；填写的内容会自动保存，可以分几次完成。')
                    primary_button('开始报名', self._register, icon='edit')
            else:
                empty('当前不在报名时间内', time.text, icon='event_busy')

    async def _register(self) -> None:
        with refusals():
            actor = await current_actor()
            await filling.register(actor)
            await self.show(actor)
