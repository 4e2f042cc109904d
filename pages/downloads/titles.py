"""The exam year in the titles of files."""

from __future__ import annotations


def of_year(title: str, *years: int) -> str:
    """2026年缴费统计, or 2026、2027年准考证: the title with the years of the rows."""
    return f'{"、".join(map(str, sorted(set(years))))}年{title}'
