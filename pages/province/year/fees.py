"""收费标准: the fee of each grade in one year."""

from __future__ import annotations

from nicegui import ui

from components.forms.form_fields import TextField, Typed
from components.forms.settings_form import FieldSection, SettingsForm
from components.frame import live
from components.frame.page_head import page_head
from components.kit.words import notice
from domain.rules.actor import Actor
from domain.rules.vocabulary import Act, Grade
from domain.services.year import year_fees
from domain.services.year.year_settings import chosen_year
from pages.access import Province, current_actor, screen
from pages.province.year.year_pages import TRAIL, listen_to_settings, turned_to, year_choice

PATH, TITLE = '/year/fees', '收费标准'
CHANGED_ELSEWHERE = '收费标准刚刚被他人修改，页面已显示最新内容'


@screen(PATH, title=TITLE, audience=Province, trail=TRAIL)
async def fees(actor: Actor) -> None:
    """收费标准 of one year."""
    await Fees(actor).build()


class Fees:
    """One open page; changes saved by others are shown at once."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    async def build(self) -> None:
        self.year = await turned_to(self.actor)
        self.seen = year_fees.typed_fees(self.year)
        await year_choice(self.actor, page_head((*TRAIL, TITLE), TITLE), PATH, self.year)
        notice('只影响此后终审通过的人员；已生成的应缴金额不变。留空为未设置，填 0 为免缴。')
        fields = [
            TextField(key, f'{Grade(int(key)).full_label}（元）', text, longest=12, keyboard='decimal')
            for key, text in self.seen.items()
        ]
        self.form = SettingsForm([FieldSection(f'{self.year.year} 年度', fields)], self.save)
        listen_to_settings(self.follow, Act.EDIT_FEES)

    async def save(self, typed: Typed) -> None:
        changed = await year_fees.set_fees(await current_actor(), self.year.id, typed.texts, seen=self.seen)
        await self.show()
        ui.notify('收费标准已保存' if changed else '没有修改', type='positive' if changed else 'info')

    async def follow(self, _news: live.News) -> None:
        before = self.seen
        await self.show()
        if before != self.seen:
            ui.notify(CHANGED_ELSEWHERE, type='warning')

    async def show(self) -> None:
        """Put the stored values into the form, if they differ from those it was filled with."""
        kept = year_fees.typed_fees(await chosen_year(self.actor, self.year.id))
        if kept != self.seen:
            self.seen = kept
            self.form.fill(Typed(kept, {}))
