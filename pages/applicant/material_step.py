"""The step 材料: what the grade requires, uploaded and removed one by one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from nicegui.elements.upload_files import FileUpload

from components.application.materials_upload import MaterialSlots, Slot
from domain.errors import Refusal
from domain.rules.application.materials import Requirement, Uploader, hint_of, uploader_of
from domain.rules.application.pins import MATERIAL, material_key
from domain.rules.vocabulary import MaterialKind
from domain.services.application import materials
from domain.services.application.filling import OwnApplication
from pages.access import current_actor
from pages.views.materials import file_view
from storage.models import Material


class MaterialStep:
    """The materials of one application; ``on_change`` is called after every uploaded or removed file."""

    def __init__(
        self, own: OwnApplication, remarks: Mapping[str, str], on_change: Callable[[], Awaitable[None]]
    ) -> None:
        self._own, self._remarks, self._on_change = own, remarks, on_change
        self._slots = MaterialSlots((), self._upload, self._remove, self._changed)

    async def show(self, own: OwnApplication) -> None:
        """Draw the materials that ``own`` requires now."""
        self._own = own
        files = await materials.of(await current_actor(), own.application.id)
        self._slots.show([self._slot(need, files) for need in _needs(own, files)])

    def reach(self, key: str) -> None:
        """Scroll to the material with this key."""
        self._slots.reach(MaterialKind(key.removeprefix(MATERIAL)))

    def _slot(self, need: Requirement, files: list[Material]) -> Slot:
        key = material_key(need.kind)
        mine = need.by is Uploader.APPLICANT
        return Slot(
            kind=need.kind,
            required=need.required and mine,
            files=tuple(file_view(file) for file in files if file.kind is need.kind),
            editable=mine and key in self._own.open_keys,
            by='' if mine else need.by.label,
            remark=self._remarks.get(key, ''),
            hint=hint_of(need.kind),
        )

    async def _upload(self, kind: MaterialKind, file: FileUpload) -> str:
        try:
            actor = await current_actor()
            await materials.upload(actor, self._own.application.id, kind, file.name, await file.read())
        except Refusal as refusal:
            return str(refusal)
        return ''

    async def _remove(self, material_id: int) -> str:
        try:
            await materials.remove(await current_actor(), material_id)
        except Refusal as refusal:
            return str(refusal)
        return ''

    async def _changed(self) -> None:
        await self._on_change()
        await self.show(self._own)


def _needs(own: OwnApplication, files: list[Material]) -> list[Requirement]:
    """What the form requires, then what was uploaded for an earlier choice and may be removed."""
    asked = {need.kind for need in own.precheck.requirements}
    extra = {file.kind: None for file in files if file.kind not in asked}
    return [*own.precheck.requirements, *(Requirement(kind, required=False, by=uploader_of(kind)) for kind in extra)]
