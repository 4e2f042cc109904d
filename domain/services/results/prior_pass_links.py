"""Published passes in 往年报考合格库: they enter it with the publication and leave it when that is withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from domain.rules.results.scores import PASSES
from domain.services.year.years import Year, trade_names
from storage.models import Application, ExamResult, PriorPass
from storage.queries.organisations import names_of


async def enter(year: Year, people: Mapping[int, Application], rows: Sequence[ExamResult]) -> None:
    """Inside the transaction of a publication: every pass among these results, for the checks of later years.

    A record that was imported for the same person, year and grade stays as it is and is not linked. The certificate is
    not known yet.
    """
    passed = [row for row in rows if row.conclusion in PASSES]
    if not passed:
        return
    found = [people[row.application_id] for row in passed]
    units, trades = await names_of({person.unit_id for person in found}), await trade_names()
    await PriorPass.bulk_create(
        [
            PriorPass(
                id_number=person.id_number, name=person.name, year=year.year, grade=row.grade,
                trade=trades.get(person.trade, person.trade)[:40], unit=units.get(person.unit_id, '')[:80],
                certificate_number='', result=row.conclusion.label, application_id=person.id,
            )
            for row, person in zip(passed, found, strict=True)
        ],
        ignore_conflicts=True,
    )  # fmt: skip


async def leave(application_ids: Collection[int]) -> None:
    """Inside the transaction that takes the publication back: what these applications have entered."""
    await PriorPass.filter(application_id__in=list(application_ids)).delete()
