"""The acts in the ledger of 容缺后补: each calls its service with the actor read again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui
from nicegui.elements.upload_files import FileUpload

from components.application.materials_upload import Slot
from components.forms.conflict_dialog import conflict_dialog
from components.kit.attempt import Attempt
from components.review.dialogs.deferral_materials_dialog import SupplyActions, SupplyDialog, SupplyView
from components.review.dialogs.reason_dialog import ReasonCall, ReasonDialog
from components.review.views import DraftView, Pins
from domain.errors import DecidedAlready, Refusal
from domain.rules.actor import Actor
from domain.rules.application.materials import hint_of, uploader_of
from domain.rules.vocabulary import Act, MaterialKind
from domain.services.application import materials
from domain.services.review import deferrals, drafts
from domain.services.review.deferral_ledger import LedgerEntry
from domain.services.review.deferral_materials import Supply, supplies_of
from domain.services.year.reason_library import phrases_for
from pages.access import current_actor
from pages.views.materials import file_view


async def confirm_supplied(entry: LedgerEntry) -> None:
    """确认材料已补."""
    await deferrals.confirm_supplied(await current_actor(), entry.application_id, seen=entry.version)
    ui.notify(f'{entry.name}：已确认材料补齐，等待复核', type='positive')


async def recheck(entry: LedgerEntry, passed: bool, opinion: str = '') -> None:
    """复核通过 or 复核不通过."""
    await deferrals.recheck(await current_actor(), entry.application_id, passed, opinion, seen=entry.version)
    ui.notify(f'{entry.name}：容缺材料复核{"通过" if passed else "不通过"}', type='positive')


async def ask_failed(entry: LedgerEntry, refresh: Callable[[], Awaitable[None]]) -> None:
    """复核不通过 with its opinion; the saved draft is shown again."""
    act, actor = Act.RECHECK_FAIL, await current_actor()
    text, _ = await drafts.of(actor, entry.application_id, act.value)

    async def carry_out(opinion: str, _pins: Pins) -> None:
        await recheck(entry, passed=False, opinion=opinion)

    async def keep(typed: str, _pins: Pins) -> None:
        await drafts.keep(await current_actor(), entry.application_id, act.value, typed)

    phrases = (await phrases_for(actor)).get(act, ())
    ReasonDialog(ReasonCall(act, entry.name, carry_out, keep, phrases, DraftView(text)), _attempt(refresh))


async def supply(entry: LedgerEntry, refresh: Callable[[], Awaitable[None]]) -> None:
    """上传: the dialog in which files are added, and confirmed as supplied."""
    latest = [entry]

    async def fresh() -> SupplyView:
        latest[0], found = await supplies_of(await current_actor(), entry.id)
        return SupplyView(
            name=entry.name,
            note=latest[0].note,
            slots=[_slot(one) for one in found],
            may_confirm=Act.CONFIRM in latest[0].may,
            file_came=latest[0].file_came,
        )

    async def upload(kind: MaterialKind, file: FileUpload) -> str:
        content = await file.read()
        return await _sentence(lambda actor: materials.upload(actor, entry.application_id, kind, file.name, content))

    async def remove(material_id: int) -> str:
        return await _sentence(lambda actor: materials.remove(actor, material_id))

    actions = SupplyActions(fresh, upload, remove, lambda: confirm_supplied(latest[0]))
    SupplyDialog(await fresh(), actions, _attempt(refresh))


async def _sentence(work: Callable[[Actor], Awaitable[object]]) -> str:
    """The text of a refusal, or an empty text."""
    try:
        await work(await current_actor())
    except Refusal as refusal:
        return str(refusal)
    return ''


def _slot(one: Supply) -> Slot:
    return Slot(
        kind=one.kind,
        required=one.kind is not MaterialKind.PROMISE,
        files=tuple(file_view(file) for file in one.files),
        editable=not one.refusal,
        by=uploader_of(one.kind).label if one.refusal else '',
        hint=hint_of(one.kind),
    )


def _attempt(refresh: Callable[[], Awaitable[None]]) -> Attempt:
    def lost(taken: DecidedAlready, typed: str) -> None:
        conflict_dialog(taken, typed, refresh)

    return Attempt(lost)
