"""申报条件参数: the numbers, dates and switches of one year; the effect of a change is shown before it is saved."""

from __future__ import annotations

from itertools import groupby

from nicegui import ui

from components.forms.form_fields import ChoiceField, Field, SwitchField, TextField, Typed
from components.forms.settings_form import FieldSection, SettingsForm
from components.frame import live
from components.frame.page_head import page_head
from components.kit.confirm import confirm
from components.kit.words import notice
from domain.rules.actor import Actor
from domain.rules.vocabulary import Act
from domain.rules.year import parameter_form
from domain.rules.year.parameter_form import FIELDS, YES, Asked, ParameterKind, differences, read, texts_of
from domain.rules.year.parameters import Parameters
from domain.services.eligibility import parameter_changes
from pages.access import Province, acting, current_actor, screen
from pages.province.year.trials import consequences, renewed, tried
from pages.province.year.year_pages import TRAIL, listen_to_settings, turned_to, year_choice

PATH, TITLE = '/year/parameters', '申报条件参数'
NOTE = '保存前先试算对在办申报的影响；保存后，审核中的申报随即重新预审。预审供审核人员参考，不代替审核。'
HINTS = {
    'notice_day': '填写后，截止日为“通知印发日”的等级按此日判断；新增考核年度时不沿用',
    'billed': '修改后只对此后的审核通过生效：已生成的缴款码不变，已过县区的在终审通过时生成',
    'paid_and_ended': '缴费后审核不通过或被取消资格的；“退费”列为应退，由县区办理，“不退”不列',
}
CHANGED_ELSEWHERE = '申报条件参数刚刚被他人修改，页面已显示最新内容'


@screen(PATH, title=TITLE, audience=Province, trail=TRAIL)
async def parameters(actor: Actor) -> None:
    """申报条件参数 of one year."""
    await ParametersPage(actor).build()


class ParametersPage:
    """One open page; changes saved by others are shown at once."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    async def build(self) -> None:
        self.year, self.seen = await parameter_changes.parameters_of(self.actor, (await turned_to(self.actor)).id)
        await year_choice(self.actor, page_head((*TRAIL, TITLE), TITLE), PATH, self.year)
        notice(NOTE)
        self.form = SettingsForm(
            _sections(self.seen), self.save, more=[('重新预审', acting(lambda: renewed(self.year.id)))]
        )
        listen_to_settings(self.follow, Act.EDIT_PARAMETERS)

    async def save(self, typed: Typed) -> None:
        """Validate, do a dry run, confirm, save; then check again what is in review."""
        wanted, seen = read(_texts(typed)), self.seen
        changed = differences(seen, wanted)
        if not changed:
            ui.notify('没有修改', type='info')
            return
        shown = await tried(self.year.id, wanted)
        if shown.stopped or not await confirm('保存申报条件参数', consequences(changed, shown), '确认保存'):
            return
        actor = await current_actor()
        await parameter_changes.save_parameters(actor, self.year.id, wanted, seen=seen, shown=shown)
        self.seen = wanted
        ui.notify('申报条件参数已保存', type='positive')
        await renewed(self.year.id)

    async def follow(self, _news: live.News) -> None:
        _, kept = await parameter_changes.parameters_of(self.actor, self.year.id)
        if kept != self.seen:
            self.seen = kept
            self.form.fill(_typed(kept))
            ui.notify(CHANGED_ELSEWHERE, type='warning')


def _sections(kept: Parameters) -> list[FieldSection]:
    """The form, in sections by the titles of the parameters, the general ones first."""
    texts = texts_of(kept)
    ordered = sorted(FIELDS, key=lambda asked: asked.section != parameter_form.GENERAL)
    return [
        FieldSection(title, [_field(asked, texts[asked.key]) for asked in fields])
        for title, fields in groupby(ordered, key=lambda asked: asked.section)
    ]


def _field(asked: Asked, text: str) -> Field:
    match asked.kind:
        case ParameterKind.SWITCH:
            return SwitchField(asked.key, asked.label, '是', text == YES)
        case ParameterKind.WORD:
            return ChoiceField(asked.key, asked.label, asked.words, text, required=True, hint=HINTS.get(asked.key, ''))
        case ParameterKind.DAY:
            return TextField(asked.key, asked.label, text, required=True, longest=5, hint='月-日，如 12-31')
        case ParameterKind.DATE:
            return TextField(asked.key, asked.label, text, longest=10, day=True, hint=HINTS.get(asked.key, ''))
        case ParameterKind.WHOLE:
            hint = f'{asked.low}–{asked.high}'
            return TextField(asked.key, asked.label, text, required=True, longest=4, keyboard='numeric', hint=hint)


def _texts(typed: Typed) -> dict[str, str]:
    return {**typed.texts, **{key: YES if on else '' for key, on in typed.switches.items()}}


def _typed(kept: Parameters) -> Typed:
    texts = texts_of(kept)
    switches = {asked.key: texts[asked.key] == YES for asked in FIELDS if asked.kind is ParameterKind.SWITCH}
    return Typed({key: text for key, text in texts.items() if key not in switches}, switches)
