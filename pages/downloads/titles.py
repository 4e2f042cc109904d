"""The exam year in the titles of files."""

from __future__ import annotations


def of_year(title: str, *years: int | None) -> str:
    """2026年缴费统计, or 2026、2027年准考证: the title with the years of the rows; None stands for all years."""
    named = '、'.join(str(year) for year in sorted({year for year in years if year}))
    return f'{named}年{title}' if named else title
