"""The reviewer's acts on the review page: each calls its service with the actor read again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Protocol

from nicegui import ui
from nicegui.elements.upload_files import FileUpload

from components.application.views import CheckView
from components.review.actions import ReviewActions
from components.review.views import Pins, PriorPassView
from domain.rules.actor import Actor
from domain.rules.vocabulary import Act, Grade, MaterialKind
from domain.services.application import materials
from domain.services.application_record import Pin
from domain.services.review import claims, decisions, deferrals, drafts, id_check, undo
from domain.services.review.decisions import Opinion
from pages.access import current_actor


class Page(Protocol):
    """What the acts need of their page."""

    id: int

    @property
    def seen(self) -> int: ...
    @property
    def queued(self) -> bool: ...
    async def refresh(self) -> None: ...
    async def decided(self, act: Act) -> None: ...
    async def tab_shown(self, tab: str) -> None: ...
    async def previous(self) -> None: ...
    async def next(self) -> None: ...


class Acts:
    """The acts of one open review page."""

    def __init__(self, page: Page) -> None:
        self.page, self.id = page, page.id

    def actions(self) -> ReviewActions:
        """All of them, as the components need them."""
        return ReviewActions(
            approve=lambda: self.decide(Act.APPROVE, Opinion()),
            give_back=lambda reason, pins: self.decide(Act.RETURN, Opinion(reason, pinned(pins))),
            reject=lambda reason: self.decide(Act.REJECT, Opinion(reason)),
            reopen=lambda reason: self.decide(Act.REOPEN, Opinion(reason)),
            cancel=lambda reason: self.decide(Act.CANCEL, Opinion(reason)),
            defer=self.defer,
            confirm_supplied=self.confirm_supplied,
            recheck=self.recheck,
            check_id=self.check_id,
            verify_id=self.verify_id,
            prior_passes=self.prior_passes,
            upload=self.upload,
            save_draft=self.save_draft,
            refresh=self.page.refresh,
            previous=self.page.previous,
            next=self.page.next,
            back=self.back,
            take_over=self.take_over if self.page.queued else None,
            tab_shown=self.page.tab_shown,
            undo=self.undo,
        )

    async def decide(self, act: Act, opinion: Opinion) -> None:
        """Send the decision; the page then opens the next application."""
        await decisions.decide(await current_actor(), self.id, act, opinion, seen=self.page.seen)
        await self.page.decided(act)

    async def act(self, carry_out: Callable[[Actor], Awaitable[object]]) -> None:
        """An act that leaves the application at its stage: carry it out and show the page again."""
        await carry_out(await current_actor())
        await self.page.refresh()

    async def defer(self, items: tuple[MaterialKind, ...], note: str, promised_on: date) -> None:
        await self.act(lambda actor: deferrals.defer(actor, self.id, items, note, promised_on, seen=self.page.seen))

    async def confirm_supplied(self) -> None:
        await self.act(lambda actor: deferrals.confirm_supplied(actor, self.id, seen=self.page.seen))

    async def recheck(self, passed: bool, opinion: str) -> None:
        await self.act(lambda actor: deferrals.recheck(actor, self.id, passed, opinion, seen=self.page.seen))

    async def check_id(self, typed: str) -> list[CheckView]:
        found = await id_check.checks_of(await current_actor(), self.id, typed)
        return [CheckView(check.finding, check.text) for check in found]

    async def verify_id(self, typed: str) -> None:
        await self.act(lambda actor: id_check.verify(actor, self.id, typed, seen=self.page.seen))

    async def prior_passes(self) -> list[PriorPassView]:
        rows = await id_check.prior_passes(await current_actor(), self.id)
        return [
            PriorPassView(
                row.year, Grade(row.grade).full_label, row.trade, row.unit, row.certificate_number, row.result
            )
            for row in rows
        ]

    async def upload(self, kind: MaterialKind, file: FileUpload) -> None:
        content = await file.read()
        await self.act(lambda actor: materials.upload(actor, self.id, kind, file.name, content))

    async def save_draft(self, act: Act, text: str, pins: Pins) -> None:
        await drafts.keep(await current_actor(), self.id, act.value, text, pinned(pins))

    async def take_over(self) -> None:
        await self.act(lambda actor: claims.claim(actor, self.id, take_over=True))

    async def undo(self) -> None:
        await self.act(lambda actor: undo.undo(actor, self.id, seen=self.page.seen))

    async def back(self) -> None:
        ui.navigate.back()


def pinned(pins: Pins) -> tuple[Pin, ...]:
    """The pins of a dialog in the form that the service takes."""
    return tuple(Pin(key, remark) for key, remark in pins.items())
