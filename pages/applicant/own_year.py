"""历年: the year of an applicant's page is in its address, otherwise the newest with an application."""

from __future__ import annotations

from nicegui import ui

from components.kit.segments import segments
from domain.rules.actor import Actor
from domain.services.application.own_years import own_years
from domain.services.year.years import Year
from pages import address

PARAMETER = 'year'


async def year_of_page(actor: Actor, path: str, *, registering: bool = False, first: int | None = None) -> Year:
    """The year that this page shows; when there are several, a switch to the others is drawn here.

    Without a year in the address: the one with the id ``first``, if the page has something to show of it.
    """
    years = await own_years(actor)
    asked = years.named(address.query_parameters().get(PARAMETER, ''))
    usual = years.to_register if registering else next((one for one in years.all if one.id == first), years.newest)
    chosen = asked or usual
    if len(years.all) > 1:
        options = {str(one.year): f'{one.year} 年度' for one in years.all}
        with ui.element('div'):  # as wide as its buttons
            segments(options, str(chosen.year), '年度', lambda year: ui.navigate.to(f'{path}?{PARAMETER}={year}'))
    return chosen
