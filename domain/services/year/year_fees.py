"""收费标准: what each grade costs in one year, entered in yuan and stored in fen."""

from __future__ import annotations

from collections.abc import Mapping

from domain.errors import CHANGED_MEANWHILE, Invalid, Problem, Unmet
from domain.rules.actor import Actor
from domain.rules.money.fees import parse_yuan, yuan_text
from domain.rules.vocabulary import Act, Grade
from domain.services import journal
from domain.services.unit_of_work import use_case
from domain.services.year.year_settings import changing, held
from storage.models import ExamYear

MOST_FEN = 10_000_00


def fees_of(row: ExamYear) -> dict[Grade, int]:
    """Fen by grade; a grade that has no fee yet is left out."""
    return {grade: row.fees[str(int(grade))] for grade in Grade if str(int(grade)) in row.fees}


def typed_fees(row: ExamYear) -> dict[str, str]:
    """The fees as the form shows them, by grade: 160.00, or an empty text."""
    fees = fees_of(row)
    return {str(int(grade)): f'{fees[grade] / 100:.2f}' if grade in fees else '' for grade in Grade}


@use_case
async def set_fees(actor: Actor, year_id: int, typed: Mapping[str, str], *, seen: Mapping[str, str]) -> bool:
    """Save the fees that were entered, by grade, in yuan; an empty one means that none is set, 0 that nobody pays.

    Existing orders keep their amount (1-domain §6). ``seen``: the values when the form was opened. Returns whether
    anything changed. Raises Invalid at the grade, NotFound, Forbidden, Unmet when somebody else has changed them since.
    """
    fees = _read(typed)
    async with changing(actor, Act.EDIT_FEES):
        row = await held(year_id)
        if typed_fees(row) != dict(seen):
            raise Unmet(CHANGED_MEANWHILE)
        before = fees_of(row)
        changed = [_change(grade, before.get(grade), fees.get(grade)) for grade in Grade]
        told = [text for text in changed if text]
        if told:
            await ExamYear.filter(id=row.id).update(fees={str(int(grade)): fen for grade, fen in fees.items()})
            await journal.record(actor, Act.EDIT_FEES, details={'year': row.year, 'changed': told})
    return bool(told)


def _read(typed: Mapping[str, str]) -> dict[Grade, int]:
    fees: dict[Grade, int] = {}
    problems = []
    for grade in Grade:
        text = typed.get(str(int(grade)), '').strip()
        if not text:
            continue
        try:
            fees[grade] = parse_yuan(text)
        except ValueError as error:
            problems.append(Problem(str(int(grade)), str(error)))
            continue
        if fees[grade] > MOST_FEN:
            problems.append(Problem(str(int(grade)), f'不应超过 {yuan_text(MOST_FEN)}，请核对'))
    if problems:
        raise Invalid(problems)
    return fees


def _change(grade: Grade, before: int | None, after: int | None) -> str:
    if before == after:
        return ''
    old, new = (('未设置' if fen is None else yuan_text(fen)) for fen in (before, after))
    return f'{grade.label}：{old} → {new}'
