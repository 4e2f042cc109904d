"""导出Excel of 考核结果查询: the whole filtered result, with a line in the journal."""

from __future__ import annotations

from functools import partial

from domain.rules.actor import Actor
from domain.rules.results.result_filters import ResultFilters
from domain.services.lists import exports
from domain.services.results import result_lists
from domain.services.year.years import Year
from pages.county.results.result_rows import columns_for, headings, values
from pages.downloads.titles import of_year
from pages.downloads.workbooks import hand_over_list


async def export_workbook(actor: Actor, title: str, year: Year, filters: ResultFilters) -> None:
    """Send these results of one year as a file, with complete ID numbers."""
    total, chunks = await result_lists.rows_to_export(actor, filters)
    record, columns = partial(exports.record_export, actor, title, filters=filters), columns_for(year)
    await hand_over_list(
        actor, of_year(title, year.year), headings(columns), total, chunks, partial(values, columns=columns), record
    )
