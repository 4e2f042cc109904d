"""The acts of 补报 and 破格（一线）申报: adding a person and uploading the proof, each with the actor read again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui
from nicegui.elements.upload_files import FileUpload

from components.application.materials_upload import Slot
from components.application.proof_dialog import ProofActions, ProofDialog
from components.forms.form_dialog import ChoiceField, Field, FormDialog, OfficeField, TextField, Typed
from domain.errors import Refusal
from domain.rules.access.passwords import INITIAL_WORD
from domain.rules.actor import Actor
from domain.rules.application.field_values import LENGTHS
from domain.rules.application.form import FIELD
from domain.rules.application.materials import hint_of, uploader_of
from domain.rules.registration.late_and_exceptional_entries import PROOF, Entrance, Newcomer
from domain.rules.vocabulary import Channel, MaterialKind
from domain.services.application import materials
from domain.services.registration import late_entries, late_lists
from domain.services.registration.late_lists import Proof
from pages.access import current_actor
from pages.county.registration.entrance_rows import ADD
from pages.views import offices
from pages.views.materials import file_view


async def add(actor: Actor, entrance: Entrance, done: Callable[[], Awaitable[None]]) -> None:
    """添加补报人员 or 添加破格人员; for 破格 and 一线 the dialog for the proof opens next."""

    page = ui.context.slot  # this dialog is deleted when the next one opens

    async def save(typed: Typed) -> None:
        added = await late_entries.add(await current_actor(), entrance, newcomer_of(entrance, typed))
        ui.notify(f'{added.name} 已登记，报名序号 {added.number}', type='positive')
        await done()
        if entrance.asks_why:
            with page:
                await prove(added.id)

    remark = f'已有账号的人员用原密码登录；新账号为身份证号，初始密码 {INITIAL_WORD}。登记后由本人登录继续填报。'
    FormDialog(ADD[entrance], fields_of(actor, entrance), save, remark=remark, yes='登记')


def fields_of(actor: Actor, entrance: Entrance) -> list[Field]:
    """The fields of the dialog."""
    fields: list[Field] = [
        TextField('name', '姓名', required=True, longest=30),
        TextField('id_number', '身份证号', required=True, longest=30),
        TextField('mobile', '手机号', required=True, longest=20, keyboard='tel'),
        OfficeField('unit_id', '单位', offices.children(actor), offices.find(actor), required=True),
    ]
    if entrance.asks_why:
        options = {channel.value: channel.label for channel in entrance.channels}
        category, document = 'exception_category', 'exception_document'
        fields += [
            ChoiceField('channel', '破格/一线', options, required=True),
            TextField('category', FIELD[category].label, required=True, longest=LENGTHS[category]),
            TextField('document', FIELD[document].label, required=True, longest=LENGTHS[document]),
        ]
    return fields


def newcomer_of(entrance: Entrance, typed: Typed) -> Newcomer:
    """The typed person; the service validates every part of it."""
    texts, unit = typed.texts, typed.texts.get('unit_id', '')
    only = entrance.channels[0] if len(entrance.channels) == 1 else None
    return Newcomer(
        name=texts.get('name', ''),
        id_number=texts.get('id_number', ''),
        mobile=texts.get('mobile', ''),
        unit_id=int(unit) if unit.isdigit() else None,
        channel=only or next((one for one in Channel if one.value == texts.get('channel')), None),
        category=texts.get('category', ''),
        document=texts.get('document', ''),
    )


async def prove(application_id: int) -> None:
    """上传证明: the dialog for the files that prove one entry. Raises NotFound, Forbidden."""

    async def fresh() -> Slot:
        return _slot(await late_lists.proof_of(await current_actor(), application_id))

    async def upload(kind: MaterialKind, file: FileUpload) -> str:
        content = await file.read()
        return await _sentence(lambda actor: materials.upload(actor, application_id, kind, file.name, content))

    async def remove(material_id: int) -> str:
        return await _sentence(lambda actor: materials.remove(actor, material_id))

    proof = await late_lists.proof_of(await current_actor(), application_id)
    ProofDialog(f'{PROOF.label}：{proof.name}', _slot(proof), ProofActions(fresh, upload, remove), proof.refusal)


def _slot(proof: Proof) -> Slot:
    return Slot(
        kind=PROOF,
        required=True,
        files=tuple(file_view(file) for file in proof.files),
        editable=not proof.refusal,
        by=uploader_of(PROOF).label if proof.refusal else '',
        hint=hint_of(PROOF),
    )


async def _sentence(work: Callable[[Actor], Awaitable[object]]) -> str:
    """The text of a refusal, or an empty text."""
    try:
        await work(await current_actor())
    except Refusal as refusal:
        return str(refusal)
    return ''
