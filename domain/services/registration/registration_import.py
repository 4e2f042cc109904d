"""Importing a county's workbook: every row becomes a draft or is refused with a reason that a clerk understands."""

from __future__ import annotations

import asyncio
import csv
from dataclasses import replace
from pathlib import Path

from domain import clock
from domain.errors import NotFound, Refusal, RefusalCode, SignedOut, Unmet
from domain.long_work import Step, to_the_end
from domain.rules.actor import Actor
from domain.rules.permissions import County
from domain.rules.plain_text import harmless
from domain.rules.registration.registration_sheet import (
    HEADINGS,
    Frame,
    RegistrationRow,
    SheetUnit,
    read_rows,
    unit_codes_in,
)
from domain.rules.registration.registration_verdict import RegistrationVerdict
from domain.rules.sheets.row_verdicts import ImportReport
from domain.rules.sheets.table import SheetTable
from domain.rules.vocabulary import Act, Channel, Level, Role
from domain.services import journal
from domain.services.application.registrations import Person, enter, is_window_open
from domain.services.eligibility.prechecks import registration_opens_on
from domain.services.unit_of_work import unit_of_work, use_case
from domain.services.workbooks import read_table
from domain.services.year.years import current_year, open_trades
from storage.models import Account, Organisation

# Only offices of these levels employ people and can be the unit of an applicant.
EMPLOYERS = (Level.DEPARTMENT, Level.UNIT)
PRINTED = 50  # rows that the command line names
# Refusals that need the database, for rows whose cells are correct; every other refusal is REFUSED.
VERDICT_OF = {
    RefusalCode.WINDOW_CLOSED: RegistrationVerdict.WINDOW_CLOSED,
    RefusalCode.UNIT_DISABLED: RegistrationVerdict.UNIT_DISABLED,
    RefusalCode.HAS_APPLICATION: RegistrationVerdict.HAS_APPLICATION,
    RefusalCode.MOBILE_TAKEN: RegistrationVerdict.MOBILE_TAKEN,
    RefusalCode.ACCOUNT_ELSEWHERE: RegistrationVerdict.ACCOUNT_ELSEWHERE,
}


class RegistrationReport(ImportReport[RegistrationRow]):
    """The report; as text it is the sentence that the command line prints."""

    def __str__(self) -> str:
        accepted, blank = (self.counts.get(one, 0) for one in (RegistrationVerdict.OK, RegistrationVerdict.BLANK))
        refused = len(self.verdicts) - accepted - blank
        sentence = f'共 {len(self.verdicts)} 行：已接收 {accepted} 行，未接收 {refused} 行，空行 {blank} 行。'
        plain = (RegistrationVerdict.OK, RegistrationVerdict.BLANK)
        told = [one for one in self.verdicts if one.is_noted or one.verdict not in plain]
        lines = [f'第 {one.row} 行：{one.message}' for one in told[:PRINTED]]
        more = [f'另有 {len(told) - PRINTED} 行，可用 --report 写入文件查看'] if len(told) > PRINTED else []
        return '\n'.join((sentence, *self.notes, *lines, *more))


async def run(file: Path, code: str, report: Path | None) -> RegistrationReport:
    """The command line: import ``file`` as the main administrator of the organisation ``code``.

    Raises Refusal for an unknown organisation and for everything that ``import_rows`` refuses.
    """
    account = await Account.get_or_none(login=code, role=Role.ADMIN).select_related('organisation')
    if account is None or account.organisation is None:
        raise NotFound(f'单位 {code} 的管理员账号')
    office = account.organisation
    actor = Actor(account.id, account.name, account.role, office.id, office.name, office.level, office.path)
    result = await import_rows(actor, await asyncio.to_thread(file.read_bytes))
    if report is not None:
        await asyncio.to_thread(_write_csv, result, report)
    return result


async def import_rows(actor: Actor, content: bytes, step: Step = to_the_end) -> RegistrationReport:
    """Check every row and enter the correct ones as drafts of new applicants with the initial password.

    Each row is its own use case, so a stop or a crash loses no accepted row; ``step`` receives the progress and may
    stop. Raises Forbidden below the county, Invalid for a file that cannot be read, Unmet outside the window.
    """
    County.require(actor)
    if not is_window_open(await current_year(), Channel.REGULAR, None, actor.path):
        raise Unmet('当前不在报名时间内，不能导入', code=RefusalCode.WINDOW_CLOSED)
    table = await asyncio.to_thread(read_table, content, HEADINGS)
    judged = await asyncio.to_thread(read_rows, table, await _frame(actor, table))
    done: list[RegistrationRow] = []
    for verdict in judged:
        done.append(await _entered(actor, verdict))
        if not step(len(done), len(judged)):
            break
    report = RegistrationReport(tuple(done), stopped=len(done) < len(judged), notes=table.notes)
    await _write_down(actor, report)
    return report


async def _frame(actor: Actor, table: SheetTable) -> Frame:
    year = await current_year()
    named = await Organisation.filter(code__in=list(unit_codes_in(table)), level__in=list(EMPLOYERS), enabled=True)
    return Frame(
        units={unit.code: SheetUnit(unit.id, actor.oversees(unit.path)) for unit in named},
        trades=await open_trades(),
        parameters=year.parameters,
        year=year.year,
        registration_opens_on=registration_opens_on(year),
        today=clock.today(),
    )


async def _entered(actor: Actor, verdict: RegistrationRow) -> RegistrationRow:
    """Write the draft of an accepted row; the row is refused after all when the database shows a reason."""
    accepted = verdict.registration
    if accepted is None:
        return verdict
    person = Person(accepted.form.name, accepted.id_number.value, accepted.mobile)
    try:
        await enter(actor, person, accepted.unit_id, accepted.form, accepted.remark)
    except SignedOut:
        raise
    except Refusal as refusal:
        word = VERDICT_OF.get(refusal.code, RegistrationVerdict.REFUSED)
        return replace(verdict, verdict=word, message=str(refusal), registration=None, notes=())
    return verdict


@use_case
async def _write_down(actor: Actor, report: RegistrationReport) -> None:
    async with unit_of_work(actor):
        await journal.record(actor, Act.IMPORT, details=report.details)


def _write_csv(report: RegistrationReport, path: Path) -> None:
    """Row 0 is the file itself: what of it was not imported."""
    with path.open('w', encoding='utf-8', newline='') as file:  # for programs; the dialog's report is for Excel
        lines = csv.writer(file)
        lines.writerow(('row', 'verdict', 'message'))
        lines.writerows((0, 'note', harmless(note)) for note in report.notes)
        lines.writerows((one.row, one.verdict.value, harmless(one.message)) for one in report.verdicts)
