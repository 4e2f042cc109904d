"""市级复核意见 and 省级标记: notes that a higher level writes, the unit answers, and the higher level closes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from domain import clock
from domain.errors import Forbidden, Invalid, NotFound, Problem, Refusal
from domain.events import Event
from domain.long_work import Step
from domain.rules.actor import Actor
from domain.rules.reasons import is_reason
from domain.rules.review.judging import Facts, move_for
from domain.rules.review.workflow import Need
from domain.rules.vocabulary import Act, NoteState
from domain.services import journal
from domain.services.application_record import as_seen, changed, move, move_attached
from domain.services.unit_of_work import unit_of_work, use_case
from storage.models import Application, Mark, Opinion, Organisation
from storage.queries import applications

MOST_PERSONS = 500  # in one bulk act, as in every other one
MARK_KINDS = ('抽查核实', '材料存疑', '资格存疑', '其他')


@dataclass(frozen=True, slots=True)
class Notebook:
    """One type of note: its table, the acts of its life cycle, and its kinds (empty: it has no kinds)."""

    name: str
    rows: type[Opinion | Mark]
    write: Act
    answer: Act
    close: Act
    kinds: tuple[str, ...] = ()


OPINIONS = Notebook('市级复核意见', Opinion, Act.OPINION, Act.ANSWER_OPINION, Act.CLOSE_OPINION)
MARKS = Notebook('省级标记', Mark, Act.MARK, Act.ANSWER_MARK, Act.CLOSE_MARK, MARK_KINDS)


@use_case
async def write(
    actor: Actor, book: Notebook, application_id: int, text: str, kind: str = '', *, seen: int
) -> Opinion | Mark:
    """Write a note of 2–500 characters on this application, which gets a badge; its status stays (2-workflow §2).

    Raises NotFound, Forbidden, Unmet for the text, Invalid for an unknown kind, DecidedAlready.
    """
    if kind not in (book.kinds or ('',)):
        raise Invalid([Problem('kind', '请选择标记类型')])
    async with unit_of_work(actor) as news:
        application = await as_seen(actor, application_id, seen)
        at = await _act(actor, application, book.write, text, news, open_notes=application.open_notes + 1)
        note = await book.rows.create(
            application_id=application.id,
            organisation_id=actor.organisation_id,
            account_id=actor.account_id,
            text=text.strip(),
            kind=kind,
            written_at=at,
        )
        details = {'note': note.id, 'kind': kind} if kind else {'note': note.id}
        await journal.record(actor, book.write, application, reason=note.text, details=details)
    return note


@use_case
async def answer(actor: Actor, book: Notebook, note_id: int, text: str, *, seen: int) -> Opinion | Mark:
    """反馈 by the unit, in 2–500 characters, once. ``seen`` is the application's version. Raises as ``write``."""
    async with unit_of_work(actor) as news:
        note, application = await _with_note(actor, book, note_id, seen)
        if note.state is not NoteState.OPEN:
            raise Forbidden(f'该{book.name}{note.state.label}，不能再次反馈')
        at = await _act(actor, application, book.answer, text, news)
        await move_attached(note, application, state=NoteState.ANSWERED, answer=text.strip(), answered_at=at)
        await journal.record(actor, book.answer, application, reason=note.answer, details={'note': note.id})
    return note


@use_case
async def close(actor: Actor, book: Notebook, note_id: int, *, seen: int) -> Opinion | Mark:
    """办结 above the unit, after it has answered. ``seen`` is the application's version. Raises as ``write``."""
    async with unit_of_work(actor) as news:
        note, application = await _with_note(actor, book, note_id, seen)
        if note.state is not NoteState.ANSWERED:
            unanswered = note.state is NoteState.OPEN
            raise Forbidden('所在单位尚未反馈，不能办结' if unanswered else f'该{book.name}已办结')
        fewer = max(application.open_notes - 1, 0)
        at = await _act(actor, application, book.close, '', news, open_notes=fewer)
        await move_attached(note, application, state=NoteState.CLOSED, closed_at=at)
        await journal.record(actor, book.close, application, details={'note': note.id})
    return note


@dataclass(frozen=True, slots=True)
class Target:
    """One person of a bulk act, with the version that was seen; ``refusal`` is empty when the note was written."""

    application_id: int
    number: str
    name: str
    version: int
    refusal: str = ''


async def write_to_many(
    actor: Actor, book: Notebook, targets: Sequence[Target], text: str, kind: str, step: Step
) -> list[Target]:
    """The same note on several applications, each in a transaction of its own; each with its result.

    Only those so far when ``step`` stopped it. Raises Refusal for nobody or more than 500.
    """
    if not targets:
        raise Refusal('请先选择报考人员')
    if len(targets) > MOST_PERSONS:
        raise Refusal(f'一次最多处理 {MOST_PERSONS} 人，已选 {len(targets)} 人')
    done: list[Target] = []
    for target in targets:
        refusal = ''
        try:
            await write(actor, book, target.application_id, text, kind, seen=target.version)
        except Refusal as reason:
            refusal = str(reason)
        done.append(replace(target, refusal=refusal))
        if not step(len(done), len(targets)):
            break
    return done


async def _with_note(actor: Actor, book: Notebook, note_id: int, seen: int) -> tuple[Opinion | Mark, Application]:
    # The note first: if somebody changes both in between, the version of the application shows it.
    note = await book.rows.get_or_none(id=note_id)
    if note is None or not await applications.visible_to(actor).filter(id=note.application_id).exists():
        raise NotFound(f'该{book.name}')
    return note, await as_seen(actor, note.application_id, seen)


async def _act(
    actor: Actor, application: Application, act: Act, text: str, news: list[Event], **changes: Any
) -> datetime:
    """Check the table, increase the version, publish the event; returns the time of the act."""
    path = (await Organisation.get(id=application.unit_id)).path
    short = not is_reason(text)
    move_for(application, act, actor, Facts(unmet=frozenset({Need.REASON} if short else ()), unit_path=path))
    at = clock.now()
    await move(application, at, **changes)
    news.append(changed(application, act, actor, path, application.holder_id))
    return at
