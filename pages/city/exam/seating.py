"""考场编排: who needs a seat, the draw, its publication, and the resulting rooms."""

from __future__ import annotations

from nicegui import ui

from components.exam.seating_panel import SeatingForm, plans
from components.forms.conflict_dialog import conflict_dialog
from components.frame import live
from components.frame.debounced import Debounced
from components.frame.page_head import page_head
from components.kit.attempt import Attempt
from components.kit.cards import stat_card, stat_cards
from components.kit.progress import progress_dialog
from components.kit.segments import segments
from components.kit.words import card, muted, notice, section
from domain.errors import DecidedAlready
from domain.events import Changed, TicketsChanged, YearChanged
from domain.rules.actor import Actor
from domain.rules.vocabulary import Act
from domain.services.exam import seating, seating_lists
from pages import address
from pages.access import City, acting, current_actor, screen
from pages.city.exam.seating_lists import TABS, Lists
from pages.city.exam.seating_publishing import publish, withdraw
from pages.city.exam.seating_rows import button_of, next_steps, plan_view

PATH, TITLE, TRAIL = '/exam/seating', '考场编排', ('考务管理',)
SOON = 1.0  # seconds: events within this time cause one reload, because every payment changes the numbers
CONCERN = {Act.APPROVE, Act.BILL, Act.RECEIPT, Act.EXEMPT, Act.REFUND, Act.CANCEL, Act.UNDO, Act.CLOSE_ORDER}


@screen(PATH, title=TITLE, audience=City, trail=TRAIL)
async def seating_page(actor: Actor) -> None:
    """考场编排 of the actor's office."""
    await SeatingPage(actor, (await address.shown_year()).year).build()


class SeatingPage:
    """One open page; it listens to payments, cancellations and every change of rooms, sessions and plans."""

    def __init__(self, actor: Actor, year: int) -> None:
        self.actor, self.year = actor, year
        requested = address.query_parameters().get('tab', '')
        self.tab = requested if requested in TABS else next(iter(TABS))

    async def build(self) -> None:
        self.head = page_head((*TRAIL, TITLE), TITLE)
        of = f'year={self.year}'
        with stat_cards():
            self.ready = stat_card('可编排人员', 0, f'{PATH}?{of}&tab=trades', 'blue')
            self.seated = stat_card('已有座位', 0, f'{PATH}?{of}&tab=rooms', 'green')
            self.without = stat_card('待编排', 0, f'{PATH}?{of}&tab=waiting', 'amber')
            self.seats = stat_card('每场座位', 0, f'/exam/sites?{of}', 'grey')
        self.notices = ui.element('div').classes('stack notices')
        with card():
            with section('编排'):
                self.form = SeatingForm(self.draw, Attempt(self._lost))
            with section('编排结果'):
                self.plans = ui.element('div')
        with ui.element('div').classes('choices'):
            segments(TABS, self.tab, '显示内容', acting(self.turn))
        self.body = ui.element('div').classes('whole-cells')
        await self.show()
        await self.turn(self.tab)
        live.listen(self.concerns, Debounced(SOON, self.follow).on_events)

    async def turn(self, tab: str) -> None:
        """Show another list."""
        self.lists = Lists(self.actor, self.year, tab)
        self.body.clear()
        with self.body:
            await self.lists.build(self.standing)

    async def show(self) -> None:
        """Everything above the lists, in its current state."""
        self.standing = now = await seating_lists.standing(self.actor, self.year)
        ready, without = sum(now.ready.values()), sum(now.waiting.values())
        by_grade = '，'.join(f'{grade} 级 {count}' for grade, count in now.ready.items())
        self.ready.set(ready, by_grade)
        self.seated.set(ready - without)
        self.without.set(without, '' if without else '全部已有座位' if ready else '')
        self.seats.set(now.sittings[0].seats if now.sittings else 0, f'{now.sites} 个考点，{now.rooms} 个考场')
        self.notices.clear()
        with self.notices:
            for sentence, kind in next_steps(now):
                notice(sentence, kind)
        self.form.show(*button_of(now), able=bool(now.ready and (without or now.draft)))
        self.plans.clear()
        with self.plans:
            if now.plans:
                plans([plan_view(one) for one in now.plans], acting(self.publish), acting(self.withdraw))
            else:
                muted('还没有编排')

    async def draw(self, seed: str) -> None:
        """编排, 重新编排, 补充编排; it can be cancelled until the seats are saved."""
        with progress_dialog('正在编排考场', seating.PARTS, outlives=True) as progress:
            plan = await seating.draw(await current_actor(), self.year, seed, progress.step)
        left = sum(int(one['persons']) for one in plan.left)
        short = f'，{left} 人未能编排' if left else ''
        ui.notify(f'已编排 {plan.seated} 人（种子 {plan.seed}）{short}', type='warning' if left else 'positive')

    async def publish(self, plan_id: int) -> None:
        await publish(next(one for one in self.standing.plans if one.plan.id == plan_id))

    async def withdraw(self, plan_id: int) -> None:
        await withdraw(next(one for one in self.standing.plans if one.plan.id == plan_id))

    def concerns(self, event: object) -> bool:
        if isinstance(event, Changed):
            return event.act in CONCERN and event.unit_path.startswith(self.actor.path)
        if isinstance(event, YearChanged):
            return event.act in (Act.EDIT_WINDOW, Act.EDIT_YEAR)
        return isinstance(event, TicketsChanged) and event.path.startswith(self.actor.path)

    async def follow(self) -> None:
        await self.show()
        await self.lists.reload()

    def _lost(self, taken: DecidedAlready, typed: str) -> None:
        conflict_dialog(taken, typed, self.show)
