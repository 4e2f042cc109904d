"""The files of an application: adding, removing and showing them, checked by content and kept outside the tables."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import ParamSpec, TypeVar

from domain import clock
from domain.errors import Busy, Forbidden, Invalid, NotFound, Problem
from domain.events import Event
from domain.rules.actor import Actor
from domain.rules.application import material_rights, pictures, uploads
from domain.rules.application.materials import MOST_FILES
from domain.rules.application.pins import material_key
from domain.rules.review.workflow import EDITABLE
from domain.rules.vocabulary import Act, MaterialKind
from domain.services import journal
from domain.services.application import originals
from domain.services.application.filling import keys_open
from domain.services.application_record import changed, in_reach, locked
from domain.services.eligibility.prechecks import deferral_of, form_of, live_materials
from domain.services.unit_of_work import unit_of_work, use_case
from storage import files
from storage.models import Application, Material, Organisation
from storage.queries import applications

P = ParamSpec('P')
T = TypeVar('T')
SUFFIX = {uploads.JPEG: 'jpg', uploads.PDF: 'pdf'}
# Pictures are large: more than two at once would need much memory and slow down all pages.
_workers = ThreadPoolExecutor(2, thread_name_prefix='materials')


async def may_touch(actor: Actor, application: Application, kind: MaterialKind) -> str:
    """Why the actor may not add or remove files of this kind now; empty when they may."""
    deferral = await deferral_of(application)
    unit = await Organisation.get(id=application.unit_id)
    keeping = material_rights.Keeping(
        status=application.status,
        applicant_id=application.applicant_id,
        holder_id=application.holder_id,
        unit_id=application.unit_id,
        unit_path=unit.path,
        open_keys=await keys_open(application, form_of(application)),
        deferred=tuple(MaterialKind(item) for item in deferral.items) if deferral else (),
        deferrer_id=deferral.organisation_id if deferral else None,
    )
    return material_rights.refusal(actor, kind, keeping)


@use_case
async def upload(actor: Actor, application_id: int, kind: MaterialKind, filename: str, content: bytes) -> Material:
    """Add one file. ``filename`` is a label only; the content decides the file's type (1-domain §5, 5-trust §1.3).

    Raises NotFound, Forbidden, Invalid with one clear sentence at the material's key, Busy when the disk refuses.
    A photo replaces the earlier one; the other kinds may have several files.
    """
    await _allowed(actor, await in_reach(actor, application_id), kind)  # before the expensive check of the content
    if len(content) > uploads.LARGEST:
        content = content[: uploads.LARGEST + 1]
    try:
        file = await _aside(uploads.checked, kind, content)
    except Invalid as refusal:
        raise Invalid([Problem(material_key(kind), str(refusal))]) from refusal
    stored = await files.store(file.content, SUFFIX[file.media_type])
    original = None
    try:
        original = await originals.store(content, file.content)
        async with unit_of_work(actor) as news:
            application = await _allowed(actor, await locked(actor, application_id), kind)
            await _make_room(application, kind, stored.sha256)
            material = await Material.create(
                application_id=application.id,
                kind=kind,
                file=stored.name,
                label=uploads.label_of(filename, kind),
                media_type=file.media_type,
                size=stored.size,
                sha256=stored.sha256,
                pages=file.pages,
                uploaded_by_id=actor.account_id,
                uploaded_at=clock.now(),
                **originals.columns(application, content, original),
            )
            await _tell(actor, application, Act.UPLOAD, material, news)
    except BaseException:
        for one in filter(None, (stored, original)):
            await files.remove(one.name)
        raise
    return material


@use_case
async def remove(actor: Actor, material_id: int) -> Material:
    """Remove a file; it stays on the disk, because an earlier submission may contain it. Its original does not.

    Raises NotFound, Forbidden.
    """
    async with unit_of_work(actor) as news:
        material = await _in_reach(actor, material_id)
        application = await _allowed(actor, await locked(actor, material.application_id), material.kind)
        await Material.filter(id=material.id, removed_at__isnull=True).update(removed_at=clock.now())
        await originals.drop(Material.filter(id=material.id))
        await _tell(actor, application, Act.REMOVE_FILE, material, news)
    return material


async def of(actor: Actor, application_id: int) -> list[Material]:
    """The files of one application in the order of the materials. Raises NotFound."""
    application = await in_reach(actor, application_id)
    order = list(MaterialKind)
    return sorted(await live_materials(application.id).order_by('id'), key=lambda row: order.index(row.kind))


async def content(actor: Actor, material_id: int) -> tuple[bytes, str, str]:
    """The bytes of a file, its media type and its label. Raises NotFound, also when the file itself is gone."""
    material = await _in_reach(actor, material_id)
    return await _read(material.file), material.media_type, material.label


async def original(actor: Actor, material_id: int) -> tuple[bytes, str]:
    """The file as it came, and the name to save it under. Raises NotFound, also when it is not kept (any more).

    It may hold what was left out of the file that is shown: for people to save, never to be shown in a page.
    """
    material = await _in_reach(actor, material_id)
    if not material.original or not material.original_type:
        raise NotFound('该材料的原件')
    return await _read(material.original), uploads.saved_as(material.label, material.original_type)


async def thumbnail(actor: Actor, material_id: int) -> tuple[bytes, str]:
    """A small picture of a file and its media type; made once, then kept beside it. Raises NotFound."""
    material = await _in_reach(actor, material_id)
    if material.media_type == uploads.PDF:
        return uploads.pdf_card(material.pages), uploads.SVG
    name = f'{material.file.partition(".")[0]}.thumb'
    try:
        return await files.read(name), uploads.JPEG
    except FileNotFoundError:
        shown = await _read(material.file)
    picture = await _aside(pictures.thumbnail_of, shown)
    with suppress(Busy):  # another page writes the same one, or the disk is full: it can be shown without being stored
        await files.keep(name, picture)
    return picture, uploads.JPEG


async def _aside(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    return await asyncio.get_running_loop().run_in_executor(_workers, partial(work, *args, **kwargs))


async def _allowed(actor: Actor, application: Application, kind: MaterialKind) -> Application:
    if refusal := await may_touch(actor, application, kind):
        raise Forbidden(refusal)
    return application


async def _in_reach(actor: Actor, material_id: int) -> Material:
    material = await Material.get_or_none(id=material_id, removed_at__isnull=True)
    if material is None or not await applications.visible_to(actor).filter(id=material.application_id).exists():
        raise NotFound('该材料')
    return material


async def _read(name: str) -> bytes:
    try:
        return await files.read(name)
    except FileNotFoundError as error:
        raise NotFound('该材料') from error


async def _make_room(application: Application, kind: MaterialKind, digest: str) -> None:
    rows = await live_materials(application.id).filter(kind=kind)
    if any(row.sha256 == digest for row in rows):
        raise Invalid([Problem(material_key(kind), f'{kind.label}：这个文件已经上传过')])
    if kind is MaterialKind.PHOTO:
        replaced = Material.filter(id__in=[row.id for row in rows])
        await replaced.update(removed_at=clock.now())
        await originals.drop(replaced)
    elif len(rows) >= MOST_FILES:
        raise Invalid([Problem(material_key(kind), f'{kind.label}：最多 {MOST_FILES} 个文件，请先删除不需要的')])


async def _tell(actor: Actor, application: Application, act: Act, material: Material, news: list[Event]) -> None:
    """A change of a draft is not recorded; every later change goes into the journal and is published."""
    if not actor.is_office and application.status in EDITABLE:
        return
    details = {'kind': material.kind.value, 'label': material.label, 'sha256': material.sha256}
    await journal.record(actor, act, application, details=details)
    unit = await Organisation.get(id=application.unit_id)
    news.append(changed(application, act, actor, unit.path, application.holder_id))
