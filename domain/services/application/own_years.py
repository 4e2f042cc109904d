"""历年: the years of an applicant, each with its own application, payment, ticket and result."""

from __future__ import annotations

from dataclasses import dataclass

from domain.rules.actor import Actor
from domain.rules.vocabulary import Channel
from domain.services.application.registrations import is_window_open
from domain.services.year.years import Year, all_years, current_year
from storage.queries import applications
from storage.queries.organisations import path_of


@dataclass(frozen=True, slots=True)
class OwnYears:
    """``all`` years with an application and the current one, the newest first; ``newest`` with an application."""

    all: tuple[Year, ...]
    newest: Year
    current: Year
    path: str  # of the applicant's unit

    def named(self, year: str) -> Year | None:
        """The own year with this number."""
        return next((one for one in self.all if str(one.year) == year), None)

    @property
    def to_register(self) -> Year:
        """The year 我的报名 opens with: the current one once people can register in it, else the newest one lived."""
        opened = any(is_window_open(self.current, channel, None, self.path) for channel in Channel)
        return self.current if opened else self.newest


async def own_years(actor: Actor) -> OwnYears:
    """The years of this applicant. Raises Unmet when the province has not set up any year."""
    current, by_id = await current_year(), (await all_years()).by_id
    mine = applications.visible_to(actor).filter(applicant_id=actor.account_id)
    ids = {int(row[0]) for row in await mine.distinct().values_list('year_id')}
    lived = sorted((by_id[id_] for id_ in ids), key=lambda one: one.year, reverse=True)
    shown = sorted({one.id: one for one in (*lived, current)}.values(), key=lambda one: one.year, reverse=True)
    return OwnYears(tuple(shown), lived[0] if lived else current, current, await own_path(actor))


async def own_path(actor: Actor) -> str:
    """The path of the applicant's unit: which city's times hold."""
    return await path_of(actor.organisation_id) if actor.organisation_id else ''
