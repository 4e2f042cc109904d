"""历年: the years of an applicant, each with its own application, payment, ticket and result."""

from __future__ import annotations

from dataclasses import dataclass

from domain.rules.actor import Actor
from domain.services.year.years import Year, all_years, current_year
from storage.queries import applications


@dataclass(frozen=True, slots=True)
class OwnYears:
    """``all`` years with an application and the current one, the newest first; ``newest`` with an application."""

    all: tuple[Year, ...]
    newest: Year

    def named(self, year: str) -> Year:
        """The own year with this number, or the newest with an application if there is none."""
        return next((one for one in self.all if str(one.year) == year), self.newest)


async def own_years(actor: Actor) -> OwnYears:
    """The years of this applicant. Raises Unmet when the province has not set up any year."""
    current, by_id = await current_year(), (await all_years()).by_id
    mine = applications.visible_to(actor).filter(applicant_id=actor.account_id)
    ids = {int(row[0]) for row in await mine.distinct().values_list('year_id')}
    lived = sorted((by_id[id_] for id_ in ids), key=lambda one: one.year, reverse=True)
    shown = sorted({one.id: one for one in (*lived, current)}.values(), key=lambda one: one.year, reverse=True)
    return OwnYears(tuple(shown), lived[0] if lived else current)
