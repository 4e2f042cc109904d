"""Two windows of one applicant: no value overwrites a newer one unseen, and what is submitted is what was shown."""

from __future__ import annotations

import pytest

from domain.errors import Unmet
from domain.events import Event, FormSaved, subscribe
from domain.rules.application.form import Form
from domain.rules.vocabulary import Status
from domain.services.application import filling
from domain.services.eligibility.prechecks import form_of
from storage.models import Application
from tests.town import Town


async def stored(application: Application) -> Form:
    return form_of(await Application.get(id=application.id))


async def test_the_older_window_does_not_overwrite_what_the_newer_one_saved(town: Town) -> None:
    application = await town.application(at=Status.DRAFT)
    person, opened = town.applicant(application), form_of(application)
    await filling.save(person, application.id, {'post': '水电工'}, known=opened, window='newer')
    late = await filling.save(person, application.id, {'post': '司机', 'major': '汽修'}, known=opened, window='older')
    assert [(one.key, '“水电工”' in one.text) for one in late.problems] == [('post', True)]
    assert ((await stored(application)).post, (await stored(application)).major) == ('水电工', '汽修')
    seen = opened.model_copy(update={'post': late.form.post})  # the older window knows it now
    again = await filling.save(person, application.id, {'post': '司机'}, known=seen, window='older')
    assert (again.problems, (await stored(application)).post) == ((), '司机')


async def test_the_same_value_in_both_windows_is_no_conflict(town: Town) -> None:
    application = await town.application(at=Status.DRAFT)
    person, opened = town.applicant(application), form_of(application)
    for window in ('newer', 'older'):
        saved = await filling.save(person, application.id, {'post': ' 水电工 '}, known=opened, window=window)
        assert saved.problems == ()


async def test_the_other_windows_are_notified_of_what_changed_and_of_nothing_else(town: Town) -> None:
    application, told = await town.application(at=Status.DRAFT), list[Event]()
    person = town.applicant(application)
    unsubscribe = subscribe(told.append)
    for _ in range(2):
        await filling.save(person, application.id, {'post': '水电工'}, window='this')
    await filling.save(person, application.id, {'trade': 'no trade'}, window='this')
    unsubscribe()
    assert told == [FormSaved(application.id, 'this')]


async def test_what_is_submitted_is_what_was_shown(town: Town) -> None:
    application = await town.application(at=Status.DRAFT, papers=True)
    person, shown = town.applicant(application), form_of(application)
    await filling.save(person, application.id, {'post': '水电工'}, window='other')
    with pytest.raises(Unmet, match='另一个窗口'):
        await filling.submit(person, application.id, seen=application.version, form=shown)
    assert (await Application.get(id=application.id)).status is Status.DRAFT
    sent = await filling.submit(person, application.id, seen=application.version, form=await stored(application))
    assert sent.status is Status.IN_REVIEW
