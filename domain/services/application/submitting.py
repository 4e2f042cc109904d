"""When an application may be submitted, and the way it then takes."""

from __future__ import annotations

from domain import clock
from domain.rules.review.route import Stop, route_of
from domain.rules.vocabulary import Grade, Status, WindowKind
from domain.rules.year.windows import is_open, of_kind
from domain.services.application.registrations import is_window_open
from domain.services.year.years import Year
from storage.models import Application, Organisation
from storage.queries import organisations


async def way_of(unit: Organisation, grade: Grade, year: Year) -> tuple[Stop, ...]:
    """The route of an application of this unit, grade and year (1-domain §2); empty when nobody could receive it."""
    final = year.parameters.final_level_of(grade)
    chain = [Stop(place.id, place.level) for place in await organisations.chain_of(unit)]
    try:
        return route_of(chain, final)
    except ValueError:
        return ()


def may_submit_now(year: Year, application: Application, path: str) -> bool:
    """Whether a window for its grade and its unit's ``path`` allows submitting now.

    Registration, or for a returned application also review: the specification only says "the window", and an
    application returned after registration must still be submittable.
    """
    if is_window_open(year, application.channel, application.grade, path):
        return True
    if application.status is not Status.RETURNED:
        return False
    review = of_kind(year.windows_for(application.grade, path), WindowKind.REVIEW)
    return not review or any(is_open(one, clock.now()) for one in review)  # without review windows it is not limited
