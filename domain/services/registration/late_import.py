"""Importing a workbook of 补报 or 破格（一线）申报: every row becomes a draft or is refused with a reason."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from domain import clock
from domain.errors import Refusal, RefusalCode, SignedOut, Unmet
from domain.long_work import Step
from domain.rules.actor import Actor
from domain.rules.permissions import County
from domain.rules.registration.late_and_exceptional_entries import Entrance, Newcomer
from domain.rules.registration.late_entry_sheet import HEADINGS, LateEntryRow, read_lines, unit_codes_in
from domain.rules.sheets.row_verdicts import ImportReport, RowVerdict
from domain.rules.vocabulary import Act, Word
from domain.services import journal
from domain.services.registration.late_entries import add, opening
from domain.services.unit_of_work import unit_of_work, use_case
from domain.services.workbooks import read_table
from domain.services.year.years import current_year
from storage.queries import organisations


class LateOutcome(Word):
    """The result of a row."""

    ADDED = 'added', '已登记'
    REFUSED = 'refused', '未登记'
    BLANK = 'blank', '空行'


LateVerdict = RowVerdict[LateOutcome]
LateImportReport = ImportReport[LateVerdict]


async def import_rows(actor: Actor, entrance: Entrance, content: bytes, step: Step) -> LateImportReport:
    """Enter the correct rows one after the other, each as its own use case, so that a stop loses none of them.

    ``step`` receives the progress and may stop the import. Raises Forbidden below an administrator of a county, Unmet
    outside the window, Invalid for a file that cannot be read.
    """
    County.require(actor)
    time = await opening(actor, entrance, await current_year())
    if not time.is_open:
        raise Unmet(time.text, code=RefusalCode.WINDOW_CLOSED)
    table = await asyncio.to_thread(read_table, content, HEADINGS[entrance])
    lines = await asyncio.to_thread(read_lines, entrance, table, clock.today())
    codes = unit_codes_in(lines)
    found = await organisations.subtree(actor.path).filter(code__in=list(codes)).values_list('code', 'id')
    units = {str(code): int(str(unit_id)) for code, unit_id in found}
    accepted: dict[str, int] = {}
    done: list[LateVerdict] = []
    for line in lines:
        done.append(await _taken(actor, entrance, line, units, accepted))
        if not step(len(done), len(lines)):
            break
    report = LateImportReport(tuple(done), stopped=len(done) < len(lines), notes=table.notes)
    await _write_down(actor, entrance, report)
    return report


async def _taken(
    actor: Actor, entrance: Entrance, line: LateEntryRow, units: Mapping[str, int], accepted: dict[str, int]
) -> LateVerdict:
    if line.is_blank:
        return RowVerdict(line.row, LateOutcome.BLANK, '空行，已跳过')
    if refusal := _refusal(line, units, accepted):
        return RowVerdict(line.row, LateOutcome.REFUSED, refusal)
    newcomer = Newcomer(
        line.name, line.id_number, line.mobile, units[line.unit_code], line.channel, line.category, line.document
    )
    try:
        added = await add(actor, entrance, newcomer)
    except SignedOut:
        raise
    except Refusal as refused:
        return RowVerdict(line.row, LateOutcome.REFUSED, str(refused))
    accepted[line.id_number] = line.row
    return RowVerdict(line.row, LateOutcome.ADDED, f'已登记，报名序号 {added.number}')


def _refusal(line: LateEntryRow, units: Mapping[str, int], accepted: Mapping[str, int]) -> str:
    if line.fault:
        return line.fault
    if line.unit_code not in units:
        return f'单位编码“{line.unit_code[:30]}”不存在，或不在您的管理范围内'
    if first := accepted.get(line.id_number):
        return f'身份证号与第 {first} 行重复，同一人每年只能申报一次'
    return ''


@use_case
async def _write_down(actor: Actor, entrance: Entrance, report: LateImportReport) -> None:
    async with unit_of_work(actor):
        await journal.record(actor, Act.IMPORT, details={'list': entrance.label, **report.details})
