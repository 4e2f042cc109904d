"""One finished year from the first registration to the last published result."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from domain.demo import exam_places, payments
from domain.demo.accounts import actor_of
from domain.demo.applications.outcomes import ApplicationPlan
from domain.demo.careers import ApplicationBuilder
from domain.demo.moments import beginnings
from domain.demo.past import exams, results
from domain.demo.rows import keep, keep_lives
from storage.models import Application


async def live(builder: ApplicationBuilder, wanted: Sequence[ApplicationPlan]) -> None:
    """Write the applications of the builder's year and all that followed into the open transaction."""
    cast, year = builder.cast, builder.year
    begun = beginnings(builder.persons.random, len(wanted), builder.times.first, builder.times.last)
    plans = enumerate(zip(wanted, begun, strict=True), start=1)
    built = [(plan, builder.build(plan, number, at, files=True)) for number, (plan, at) in plans]
    lives = {life.chronicle.application.id: life for _, life in built}
    await keep_lives(list(lives.values()))
    await payments.keep_books(cast, year, builder.times.imported)
    kept = {id_: len(life.chronicle.entries) for id_, life in lives.items()}
    units = {office.id: office for office in cast.organisations}
    applicants = {id_: actor_of(life.account, units[life.chronicle.application.unit_id]) for id_, life in lives.items()}
    by_id = {life.chronicle.application.id: (plan, life) for plan, life in built}
    for code in exam_places.OFFICES:
        office = cast.by_code[code]
        actor = cast.administrator(office, office.level)
        tickets = await exams.seat(actor, office, year, lives, applicants)
        await results.publish(actor, year, tickets, by_id)
    written = chain.from_iterable(life.chronicle.entries[kept[id_] :] for id_, life in lives.items())
    await keep(sorted(written, key=lambda entry: entry.at))
    if lives:
        moved = [life.chronicle.application for life in lives.values()]
        await Application.bulk_update(moved, ('version', 'changed_at'))
