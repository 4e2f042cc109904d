"""Random acts of a city on its own windows (本市时间安排), for tests in which they happen between other acts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from domain import clock
from domain.errors import Refusal
from domain.rules.vocabulary import GradeRange, WindowKind
from domain.rules.year.window_form import WindowForm, moment_text
from domain.services.year import year_windows
from storage.models import Application, JournalEntry, Window
from tests import town as cast
from tests.town import Town

KINDS = (WindowKind.REVIEW, WindowKind.PAYMENT, WindowKind.REGISTRATION, WindowKind.DEFERRAL)
HOUR = timedelta(hours=1)


async def arrange(town: Town, dice: Random, year_id: int) -> str:
    """The city adds, changes or deletes a window of this year; no application and no other entry changes.

    Returns what was done, or nothing when it was refused. Mostly the time it leaves is open now.
    """
    city, before = town.actor(cast.CITY), await _people()
    own = await Window.filter(narrows=True, year_id=year_id).order_by('id')
    act = dice.choice(('edit', 'delete', 'delete', 'delete')) if own else 'add'
    opens = clock.now() + dice.choice((-HOUR, -HOUR, -HOUR, -HOUR, HOUR))
    form = WindowForm(
        '本市时间', dice.choice(KINDS).value, '', moment_text(opens), moment_text(clock.now() + 20 * HOUR),
        dice.choice(('', *GradeRange)),
    )  # fmt: skip
    try:
        if act == 'add':
            await year_windows.add_window(city, year_id, form)
        elif act == 'edit':
            seen = await year_windows.form_of(city, own[0].id)
            await year_windows.edit_window(city, own[0].id, replace(seen, opens=form.opens), seen=seen)
        else:
            await year_windows.delete_window(city, dice.choice(own).id)
    except Refusal:
        act = ''
    assert await _people() == before, f'{act} a window changed an application'
    return act


async def _people() -> tuple[list[dict[str, object]], int]:
    """All applications as they are, and the number of all entries about them."""
    rows = await Application.all().order_by('id').values()
    return list(rows), await JournalEntry.filter(application_id__isnull=False).count()
