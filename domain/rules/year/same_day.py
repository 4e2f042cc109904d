"""去年同期: which moment of the year before is compared with now, and how the two numbers are said."""

from __future__ import annotations

from datetime import date, datetime, time

from domain.clock import SHANGHAI


def same_moment(now: datetime, opened: date, opened_before: date) -> datetime | None:
    """The moment of the year before that is as long after its first registration day, to the hour of the day.

    ``opened`` and ``opened_before`` are these days. None before this year's registration has begun.
    """
    since = now - datetime.combine(opened, time(), SHANGHAI)
    return datetime.combine(opened_before, time(), SHANGHAI) + since if since.total_seconds() >= 0 else None


def growth_text(now: int, before: int) -> str:
    """+12%, -3.5%, 持平; empty when there was nobody before."""
    if not before:
        return ''
    share = round((now - before) / before * 100, 1)
    return f'{share:+.1f}'.removesuffix('.0') + '%' if share else '持平'


def compared_text(now: int, before: int) -> str:
    """去年同期 123，+12%."""
    return '，'.join(part for part in (f'去年同期 {before}', growth_text(now, before)) if part)
