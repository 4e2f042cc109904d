"""导入往年合格 from a workbook: every row is added to the library, is already in it, or is refused with a reason."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from tortoise.exceptions import IntegrityError

from domain import clock
from domain.errors import CHANGED_MEANWHILE, Unmet
from domain.long_work import Step
from domain.rules.actor import Actor
from domain.rules.permissions import Province
from domain.rules.results.prior_pass_sheet import HEADINGS, Pass, PassLine, read_lines
from domain.rules.sheets.row_verdicts import ImportReport, RowVerdict
from domain.rules.vocabulary import Act, Grade, Word
from domain.services import journal
from domain.services.unit_of_work import unit_of_work, use_case
from domain.services.workbooks import read_table
from domain.services.year.year_settings import changing
from storage.models import PriorPass

CHUNK = 50  # rows per transaction: a stop or a crash loses no committed row, and no other user waits long


class PriorPassOutcome(Word):
    """The result of a row."""

    ADDED = 'added', '已导入'
    KNOWN = 'known', '已存在'
    REFUSED = 'refused', '未导入'
    BLANK = 'blank', '空行'


PassVerdict = RowVerdict[PriorPassOutcome]
PriorPassReport = ImportReport[PassVerdict]


async def import_rows(actor: Actor, content: bytes, step: Step) -> PriorPassReport:
    """Import a workbook into 往年报考合格库 in chunks of rows; ``step`` receives the progress and may stop the import.

    Raises Forbidden below the province, Invalid for a file that cannot be read.
    """
    Province.require(actor)
    table = await asyncio.to_thread(read_table, content, HEADINGS)
    lines = await asyncio.to_thread(read_lines, table, clock.today())
    done: list[PassVerdict] = []
    for at in range(0, len(lines), CHUNK):
        done += await _taken(actor, lines[at : at + CHUNK])
        if not step(len(done), len(lines)):
            break
    report = PriorPassReport(tuple(done), stopped=len(done) < len(lines), notes=table.notes)
    await _write_down(actor, report)
    return report


async def _taken(actor: Actor, lines: Sequence[PassLine]) -> list[PassVerdict]:
    try:
        return await _kept(actor, lines)
    except IntegrityError:  # another import has just written the same persons: read the rows again
        pass
    try:
        return await _kept(actor, lines)
    except IntegrityError as error:
        raise Unmet(CHANGED_MEANWHILE) from error


@use_case
async def _kept(actor: Actor, lines: Sequence[PassLine]) -> list[PassVerdict]:
    async with unit_of_work(actor):
        numbers = {line.found.id_number for line in lines if line.found}
        known = {_key(row): _pass(row) for row in await PriorPass.filter(id_number__in=list(numbers))}
        verdicts, fresh = [], []
        for line in lines:
            verdict = _judged(line, known)
            if line.found and verdict.verdict is PriorPassOutcome.ADDED:
                known[line.found.key] = line.found
                fresh.append(_row(line.found))
            verdicts.append(verdict)
        await PriorPass.bulk_create(fresh)
    return verdicts


def _judged(line: PassLine, known: dict[tuple[str, int, int], Pass]) -> PassVerdict:
    if line.found is None:
        verdict = PriorPassOutcome.REFUSED if line.fault else PriorPassOutcome.BLANK
        return RowVerdict(line.row, verdict, line.fault or '空行，已跳过')
    there = known.get(line.found.key)
    if there is None:
        return RowVerdict(line.row, PriorPassOutcome.ADDED, '')
    if there == line.found:
        return RowVerdict(line.row, PriorPassOutcome.KNOWN, '库中已有相同记录')
    text = (
        f'{there.year} 年度{there.grade.label}已有记录（{there.name}，{there.unit}），内容不同；如需更正请先删除原记录'
    )
    return RowVerdict(line.row, PriorPassOutcome.REFUSED, text)


def _key(row: PriorPass) -> tuple[str, int, int]:
    return row.id_number, row.year, row.grade


def _pass(row: PriorPass) -> Pass:
    return Pass(
        row.id_number, row.name, row.year, Grade(row.grade), row.trade, row.unit, row.certificate_number, row.result
    )


def _row(found: Pass) -> PriorPass:
    return PriorPass(
        id_number=found.id_number,
        name=found.name,
        year=found.year,
        grade=int(found.grade),
        trade=found.trade,
        unit=found.unit,
        certificate_number=found.certificate_number,
        result=found.result,
    )


@use_case
async def _write_down(actor: Actor, report: PriorPassReport) -> None:
    async with changing(actor, Act.IMPORT):
        await journal.record(actor, Act.IMPORT, details={'list': '往年报考合格库', **report.details})
