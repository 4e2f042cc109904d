"""The materials on the applicant's form: what is required, what is uploaded, and the place to add more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

from nicegui import ui
from nicegui.elements.upload_files import FileUpload
from nicegui.events import UploadEventArguments

from components.application.original_link import original_link
from components.application.viewer import Viewer
from components.application.views import FileView
from components.forms.file_window import picking
from components.kit.buttons import icon_button
from components.kit.once import once
from components.kit.status import tag
from components.kit.words import words
from domain.rules.vocabulary import MaterialKind

LARGEST_FILE = 10 << 20  # bytes; the server checks again


@dataclass(frozen=True, slots=True)
class Slot:
    """One material: ``editable`` says that files may be added and removed now, ``by`` who else uploads it."""

    kind: MaterialKind
    required: bool
    files: tuple[FileView, ...] = ()
    editable: bool = False
    by: str = ''
    remark: str = ''
    hint: str = ''


class MaterialSlots:
    """All materials of one form; ``upload`` and ``remove`` return the text of a refusal, or an empty text."""

    def __init__(
        self,
        slots: Sequence[Slot],
        upload: Callable[[MaterialKind, FileUpload], Awaitable[str]],
        remove: Callable[[int], Awaitable[str]],
        on_change: Callable[[], Awaitable[None]],
    ) -> None:
        self._upload, self._remove, self._on_change = upload, remove, on_change
        self._kind: MaterialKind | None = None
        self._files: list[FileView] = []
        self._boxes: dict[MaterialKind, ui.element] = {}
        self._errors: dict[MaterialKind, str] = {}
        with ui.element('div') as self._root:
            self._uploader = ui.upload(
                on_upload=self._uploaded, on_rejected=self._rejected, auto_upload=True, multiple=True,
                max_file_size=LARGEST_FILE,
            ).classes('hidden').props('accept=image/jpeg,image/png,application/pdf')  # fmt: skip
            self._list = ui.element('div').classes('slots')
        self.show(slots)

    def show(self, slots: Sequence[Slot]) -> None:
        """Draw the materials as they are now; refusals stay until the next try."""
        self._files = [file for slot in slots for file in slot.files]
        self._list.clear()
        with self._list:
            for slot in slots:
                self._boxes[slot.kind] = self._slot(slot)

    def reach(self, kind: MaterialKind) -> None:
        """Scroll one material into view."""
        if kind in self._boxes:
            self._boxes[kind].run_method('scrollIntoView', {'block': 'center', 'behavior': 'smooth'})

    def _slot(self, slot: Slot) -> ui.element:
        with ui.element('section').classes('slot') as box:
            box.classes('pinned' if slot.remark else '')
            with ui.element('div').classes('line'):
                words(slot.kind.label, 'h4')
                if slot.required:
                    there = bool(slot.files)
                    tag('已上传' if there else '必传', 'green' if there else 'red')
                else:
                    tag('选传')
                if slot.by:
                    tag(f'由{slot.by}上传')
            if slot.remark:
                with ui.element('p').classes('remark'):
                    ui.icon('reply').props('aria-hidden=true')
                    words(f'退回意见：{slot.remark}', 'span', 'pre')
            with ui.element('div').classes('mat'):
                for file in slot.files:
                    self._file(slot, file)
                if slot.editable:
                    self._place(slot)
            if error := self._errors.get(slot.kind):
                words(error, 'p', 'err').props('role=alert')
            if slot.editable:
                words(slot.hint, 'p', 'hint')
        return box

    def _file(self, slot: Slot, file: FileView) -> None:
        with ui.element('div').classes('held'):
            with ui.element('button').classes('thumb').on('click', once(partial(self._view, file)), []) as thumb:
                thumb.props['type'] = 'button'
                thumb.props['aria-label'] = f'查看{slot.kind.label}：{file.label}'
                picture = ui.element('img').classes('pic').props('loading=lazy')
                picture.props['src'] = file.thumb_url or file.url
                picture.props['alt'] = ''
                with ui.element('span').classes('name'):
                    words(file.label, 'span', 'what')
            if slot.editable:
                icon_button('delete', f'删除{file.label}', partial(self._drop, slot.kind, file.id))
            original_link(file)

    def _place(self, slot: Slot) -> None:
        with ui.element('button').classes('thumb missing') as place:
            place.props['type'] = 'button'
            place.props['aria-label'] = f'上传{slot.kind.label}'
            self_text = '更换照片' if slot.kind is MaterialKind.PHOTO and slot.files else '上传'
            words(f'＋ {self_text}', 'span', 'pic')
        place.on('click', partial(self._choose, slot.kind), [], js_handler=picking(self._uploader))

    def _choose(self, kind: MaterialKind, *_: object) -> None:
        self._kind = kind

    async def _uploaded(self, event: UploadEventArguments) -> None:
        kind = self._kind
        if kind is None:
            return
        self._errors[kind] = await self._upload(kind, event.file)
        if not self._uploader.is_deleted:
            self._uploader.run_method('removeUploadedFiles')
        await self._again()

    async def _drop(self, kind: MaterialKind, file_id: int) -> None:
        self._errors[kind] = await self._remove(file_id)
        await self._again()

    async def _again(self) -> None:
        if not self._root.is_deleted:
            await self._on_change()

    def _rejected(self) -> None:
        ui.notify('只能上传 JPEG、PNG 或 PDF，每个文件不超过 10 MB', type='warning')

    def _view(self, file: FileView) -> None:
        with self._root:
            Viewer(self._files, self._files.index(file))
