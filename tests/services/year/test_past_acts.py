"""The table of what a past year still allows: every act is done through its service, and answers as its line says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import clock
from domain.errors import Refusal
from domain.rules.review.workflow import MOVES
from domain.rules.vocabulary import Act
from domain.rules.year.past_acts import NOT_ON_APPLICATIONS, PAST_ACTS, InPastYear
from domain.services.year import years
from storage.models import Window
from tests.services.year.past_acts import TRIES
from tests.town import Town
from tests.years import next_year

FAR = timedelta(days=60)
ALLOWED = {
    InPastYear.YES: {'open': True, 'closed': True},
    InPastYear.WINDOW: {'open': True, 'closed': False},
    InPastYear.NO: {'open': False, 'closed': False},
}


async def windows(standing: str) -> None:
    """Let all windows of the town's year be open now, or over."""
    closes = clock.now() + (FAR if standing == 'open' else -timedelta(days=1))
    await Window.filter(year_id=1).update(opens_at=clock.now() - FAR, closes_at=closes)
    years.forget()


def test_every_act_has_a_line_and_is_tried() -> None:
    assert {*Act} == PAST_ACTS.keys() | NOT_ON_APPLICATIONS
    assert not PAST_ACTS.keys() & NOT_ON_APPLICATIONS
    assert {move.act for move in MOVES} <= PAST_ACTS.keys() == TRIES.keys()


@pytest.mark.parametrize('standing', ['open', 'closed'])
@pytest.mark.parametrize('act', list(PAST_ACTS), ids=lambda act: act.value)
async def test_an_act_on_a_past_year_is_allowed_as_its_line_says(town: Town, act: Act, standing: str) -> None:
    await windows('open')
    done = await TRIES[act](town)
    await next_year()
    await windows(standing)
    try:
        await done()
        refusal = ''
    except Refusal as reason:
        refusal = f'{type(reason).__name__}: {reason}'
    assert (not refusal) is ALLOWED[PAST_ACTS[act]][standing], refusal
