"""Importing a workbook of units: every row becomes an organisation with its administrator, or is refused."""

from __future__ import annotations

import asyncio

from tortoise.expressions import Q

from domain.errors import NotFound, Refusal, SignedOut, Unmet
from domain.long_work import Step
from domain.rules.actor import Actor
from domain.rules.offices.levels import kinds_below
from domain.rules.offices.unit_sheet import HEADINGS, UnitLine, read_lines
from domain.rules.sheets.row_verdicts import ImportReport, RowVerdict
from domain.rules.vocabulary import Act, Level, OfficeKind, Word
from domain.services import journal
from domain.services.offices import account_changes, organisation_changes
from domain.services.offices.account_changes import AccountForm
from domain.services.offices.office_lists import require_administrator
from domain.services.offices.organisation_changes import UnitForm
from domain.services.unit_of_work import unit_of_work, use_case
from domain.services.workbooks import read_table
from storage.models import Organisation
from storage.queries import organisations


class UnitOutcome(Word):
    """The result of a row."""

    ADDED = 'added', '已新增'
    WITHOUT_ADMINISTRATOR = 'without_administrator', '已新增，管理员未设置'
    REFUSED = 'refused', '未新增'
    BLANK = 'blank', '空行'


UnitVerdict = RowVerdict[UnitOutcome]  # the message of an added unit contains its code
UnitReport = ImportReport[UnitVerdict]


async def import_rows(actor: Actor, content: bytes, step: Step) -> UnitReport:
    """Add the organisations of a workbook one after the other; a row may name an organisation of an earlier row.

    Each row is its own use case; ``step`` receives the progress and may stop the import. Raises Forbidden below a
    department, Invalid for a file that cannot be read, SignedOut.
    """
    require_administrator(actor, Level.DEPARTMENT)
    table = await asyncio.to_thread(read_table, content, HEADINGS)
    lines = read_lines(table)
    done: list[UnitVerdict] = []
    for line in lines:
        done.append(await _taken(actor, line))
        if not step(len(done), len(lines)):
            break
    report = UnitReport(tuple(done), stopped=len(done) < len(lines), notes=table.notes)
    await _write_down(actor, report)
    return report


async def _taken(actor: Actor, line: UnitLine) -> UnitVerdict:
    if line.is_blank:
        return RowVerdict(line.row, UnitOutcome.BLANK, '空行，已跳过')
    try:
        added = await _added(actor, line)
    except SignedOut:
        raise
    except Refusal as refusal:
        return RowVerdict(line.row, UnitOutcome.REFUSED, str(refusal))
    code = f'单位编码 {added.code}'
    if not line.administrator:
        return RowVerdict(line.row, UnitOutcome.ADDED, code)
    try:
        await account_changes.set_administrator(actor, added.id, AccountForm(line.administrator, line.mobile))
    except Refusal as refusal:
        return RowVerdict(line.row, UnitOutcome.WITHOUT_ADMINISTRATOR, f'{code}；{refusal}')
    return RowVerdict(line.row, UnitOutcome.ADDED, f'{code}，管理员初始密码 123')


async def _added(actor: Actor, line: UnitLine) -> Organisation:
    if line.fault:
        raise Unmet(line.fault)
    above = await _superior(actor, line.superior)
    kind = line.level or next(iter(kinds_below(above.level, above.code)), OfficeKind.UNIT)
    return await organisation_changes.add(actor, above.id, UnitForm(line.name, line.nature or ''), kind)


async def _superior(actor: Actor, written: str) -> Organisation:
    """The superior unit. Raises NotFound when it is out of reach, Unmet when several units have this name."""
    reach = organisations.subtree(actor.path)
    found = await reach.filter(
        (Q(code=written[:20]) | Q(name=written[:80])) if written else Q(id=actor.organisation_id)
    ).limit(2)
    if not found:
        raise NotFound(f'上级单位“{written[:30]}”')
    if len(found) > 1:
        raise Unmet(f'有多个名为“{written[:30]}”的单位，请填写上级单位的编码')
    return found[0]


@use_case
async def _write_down(actor: Actor, report: UnitReport) -> None:
    async with unit_of_work(actor):
        await journal.record(actor, Act.IMPORT, details={'list': '单位', **report.details})
