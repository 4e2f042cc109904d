"""The steps of the province's administrator on the pages of 年度设置."""

from __future__ import annotations

from nicegui import ui
from nicegui.testing import User
from nicegui.testing.user_interaction import UserInteraction

from tests.waiting import until


def rows(user: User) -> list[dict[str, object]]:
    return list(user.find(ui.table).elements.pop().rows)


def fill(user: User, label: str, text: str | None) -> None:
    """Type into the newest field with this label, or choose a word there: without a browser closed dialogs stay."""
    found = {*user.find(ui.input).elements, *_all(user, ui.select)}
    named = [one for one in found if one.props.get('aria-label') == label]
    max(named, key=lambda one: one.id).set_value(text)


def _all(user: User, kind: type[ui.select]) -> set[ui.select]:
    try:
        return set(user.find(kind).elements)
    except AssertionError:
        return set()


def send(user: User, form: str = 'form-dialog') -> None:
    newest = max(user.find(marker=form).elements, key=lambda one: one.id)
    UserInteraction(user, {newest}, None).trigger('submit.prevent', [])


def act(user: User, name: str, row: object) -> None:
    user.find(ui.table).trigger('act', [name, row])


async def listed(user: User, row: object) -> None:
    """Come back when the table has heard of the row: only then can its buttons be pressed."""
    await until(lambda: row in [one['id'] for one in rows(user)], f'row {row} in the table')


def press(user: User, text: str) -> None:
    newest = max(user.find(kind=ui.button, content=text).elements, key=lambda one: one.id)
    UserInteraction(user, {newest}, None).click()
