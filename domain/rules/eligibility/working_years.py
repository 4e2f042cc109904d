"""How years of work, of a held grade and of life are counted, and how they read."""

from __future__ import annotations

from datetime import date

from domain.rules.year.parameters import Counting


def years_between(start: date, until: date, counting: Counting) -> int:
    """Years from ``start`` to ``until``, never below 0. Source: 1-domain §4, public notices (which differ).

    START_YEAR counts calendar years with the first one included; FULL_YEARS counts completed years.
    """
    if start > until:
        return 0
    if counting is Counting.START_YEAR:
        return until.year - start.year + 1
    return until.year - start.year - ((until.month, until.day) < (start.month, start.day))
