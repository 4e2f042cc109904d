"""The row of an application as it is before its first submission."""

from __future__ import annotations

from datetime import datetime

from domain.demo.applications.forms import YEAR, Worker
from domain.rules.application.numbering import registration_number
from domain.rules.vocabulary import Grade
from storage.models import Account, Application


def draft_of(
    person: Worker, account: Account, number: int, at: datetime, *, year: int = YEAR, **given: int
) -> Application:
    """The draft that ``person`` filled in; ``account`` is the person's and has the unit, ``number`` counts in ``year``.

    ``given``: an ``id`` of our own, ``year_id``.
    """
    form = person.form
    return Application(
        **given,
        number=registration_number(year, number),
        applicant_id=account.id,
        unit_id=account.organisation_id,
        name=form.name,
        id_number=person.id_number,
        sex=person.sex,
        born_on=person.born_on,
        mobile=form.mobile,
        grade=form.grade,
        senior=form.grade is Grade.ONE,
        trade=form.trade,
        channel=form.channel,
        basis=form.basis,
        form=form.model_dump(mode='json'),
        created_at=at,
        changed_at=at,
    )
