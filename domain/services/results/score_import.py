"""导入成绩: every row of a workbook writes the result of one seated person, changes nothing, or is refused."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain import clock
from domain.errors import Invalid, Problem
from domain.long_work import Step
from domain.rules import typed_text
from domain.rules.actor import Actor
from domain.rules.application.person import masked_name
from domain.rules.permissions import City
from domain.rules.results.result_states import completed, described, only_review, require_fit
from domain.rules.results.score_sheet import HEADINGS, ScoreLine, read_lines
from domain.rules.sheets.row_verdicts import ImportReport, RowVerdict
from domain.rules.vocabulary import Act, Word
from domain.services import journal
from domain.services.results import locked_rows
from domain.services.results.locked_rows import VOID, Held, Seat
from domain.services.unit_of_work import unit_of_work, use_case
from domain.services.workbooks import read_table
from domain.services.year.years import Year, held_years
from storage.models import Application, ExamResult, ScoreImport

CHUNK = 100  # rows per transaction: a stop or a crash loses no committed row, and no other user waits long
LONGEST_LABEL = 120
PUBLISHED = '成绩已发布，须先撤回再更正'
NOT_FOUND = '找不到该准考证号，或不在您的管理范围内'


class ScoreOutcome(Word):
    """The result of a row."""

    ADDED = 'added', '已导入'
    CHANGED = 'changed', '已更新'
    SAME = 'same', '未变化'
    REFUSED = 'refused', '未导入'
    BLANK = 'blank', '空行'


@dataclass(frozen=True)
class ScoreVerdict(RowVerdict[ScoreOutcome]):
    """The verdict on one row, with the ticket number in that row."""

    number: str


ScoreReport = ImportReport[ScoreVerdict]


@dataclass(slots=True)
class _Entry:
    """The change that one row makes: the result before (None: there was none), columns to write, journal details."""

    person: Application
    row: ExamResult | None
    columns: dict[str, Any]
    details: dict[str, Any]


async def import_rows(actor: Actor, label: str, content: bytes, step: Step) -> ScoreReport:
    """Import a workbook of scores in chunks of rows; ``step`` receives the progress and may stop the import.

    Raises Forbidden below the city, Invalid for a file that cannot be read, SignedOut.
    """
    City.require(actor)
    table = await asyncio.to_thread(read_table, content, HEADINGS)
    lines = await asyncio.to_thread(read_lines, table)
    if not any(line.entered or line.fault for line in lines):
        raise Invalid([Problem('file', '；'.join(('文件中没有成绩，请按模板填写后再导入', *table.notes)))])
    batch = await _begun(actor, label)
    done: list[ScoreVerdict] = []
    try:
        for at in range(0, len(lines), CHUNK):
            done += await _taken(actor, batch.id, lines[at : at + CHUNK])
            if not step(len(done), len(lines)):
                break
    finally:
        report = ScoreReport(tuple(done), stopped=len(done) < len(lines), notes=table.notes)
        await _ended(actor, batch, report)
    return report


@use_case
async def _taken(actor: Actor, batch_id: int, lines: Sequence[ScoreLine]) -> list[ScoreVerdict]:
    """Import one chunk in one transaction; it waits for others who import or publish results of the same persons."""
    verdicts: list[ScoreVerdict] = []
    async with unit_of_work(actor) as events:
        years = await held_years()
        seats = await locked_rows.seats_of(actor, {line.number for line in lines if line.entered})
        held = await locked_rows.hold([seat.application_id for seat in seats.values()])
        entries: list[_Entry] = []
        for line in lines:
            if line.entered is None:
                blank = not line.fault
                verdict = ScoreOutcome.BLANK if blank else ScoreOutcome.REFUSED
                verdicts.append(ScoreVerdict(line.row, verdict, line.fault or '空行，已跳过', line.number))
                continue
            try:
                entry = _entry(line, seats.get(line.number), held, years)
            except ValueError as fault:
                verdicts.append(ScoreVerdict(line.row, ScoreOutcome.REFUSED, str(fault), line.number))
                continue
            if entry:
                entries.append(entry)
            word = ScoreOutcome.SAME if entry is None else ScoreOutcome.CHANGED if entry.row else ScoreOutcome.ADDED
            verdicts.append(ScoreVerdict(line.row, word, '', line.number))
        if entries:
            await _write(actor, batch_id, entries)
            events.append(locked_rows.news(actor, [entry.person.id for entry in entries], published=False))
    return verdicts


def _entry(line: ScoreLine, seat: Seat | None, held: Held, years: Mapping[int, Year]) -> _Entry | None:
    """The change of this row; None when it changes nothing. Raises ValueError with the reason for the clerk."""
    assert line.entered is not None
    person = held.people.get(seat.application_id) if seat else None
    if seat is None or person is None:
        raise ValueError(NOT_FOUND)
    if typed_text.name(line.name) != typed_text.name(person.name):
        raise ValueError(f'姓名与准考证号不一致：该准考证号的考生是{masked_name(person.name)}')
    if line.id_number and line.id_number != person.id_number:
        raise ValueError('身份证号与准考证号不一致（被 Excel 存成数字的号码末几位会丢失，该列须为文本）')
    if not locked_rows.counts(person):
        raise ValueError(VOID)
    if seat.starts_at > clock.now():
        raise ValueError(f'考试尚未开始（{clock.short_text(seat.starts_at)}），不能登记成绩')
    row = held.results.get(person.id)
    known = locked_rows.latest_of(row) if row else None
    of = years[seat.year_id].subjects[seat.grade]
    marks = completed(seat.grade, of, known, line.entered)
    if row and marks == known:
        return None
    conclusion = marks.conclusion(of)
    require_fit(of, marks)
    columns, details = locked_rows.columns_of(marks, conclusion), described(marks, conclusion)
    if row is None:
        return _Entry(person, None, columns, details)
    details['before'] = locked_rows.details_of(row)
    if row.published_at is not None:
        # The panel meets after the theory scores are published: its result is stored as pending beside the public one.
        if not only_review(locked_rows.marks_of(row), marks, row.conclusion):
            raise ValueError(PUBLISHED)
        columns = {'pending': described(marks, conclusion)}
    return _Entry(person, row, columns, details)


async def _write(actor: Actor, batch_id: int, entries: Sequence[_Entry]) -> None:
    at = clock.now()
    fresh = [
        ExamResult(
            application_id=entry.person.id, batch_id=batch_id, unit_id=entry.person.unit_id, grade=entry.person.grade,
            year_id=entry.person.year_id, imported_at=at, **entry.columns,
        )
        for entry in entries if entry.row is None
    ]  # fmt: skip
    await ExamResult.bulk_create(fresh)
    for entry in entries:
        if entry.row is not None:
            await locked_rows.rewrite(entry.row, batch_id=batch_id, imported_at=at, **entry.columns)
    await locked_rows.note([entry.person for entry in entries])
    details = [(entry.person, {'import': batch_id, **entry.details}) for entry in entries]
    await journal.record_each(actor, Act.SCORE, details)


@use_case
async def _begun(actor: Actor, label: str) -> ScoreImport:
    name = ''.join(letter for letter in label if letter.isprintable())[:LONGEST_LABEL] or '成绩'
    async with unit_of_work(actor):
        return await ScoreImport.create(
            organisation_id=actor.organisation_id, account_id=actor.account_id, label=name, at=clock.now()
        )


@use_case
async def _ended(actor: Actor, batch: ScoreImport, report: ScoreReport) -> None:
    """Record the result, also when the clerk was signed out during the import."""
    async with unit_of_work(None):
        await ScoreImport.filter(id=batch.id).update(counts=report.counts)
        details = {'list': '成绩', 'import': batch.id, 'file': batch.label, **report.details, 'stopped': report.stopped}
        await journal.record(actor, Act.IMPORT, details=details)
