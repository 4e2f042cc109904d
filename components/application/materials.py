"""材料: thumbnails of the uploaded files, and a place for each missing material."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from nicegui import ui
from nicegui.elements.upload_files import FileUpload
from nicegui.events import UploadEventArguments

from components.application.original_link import original_link
from components.application.viewer import Viewer
from components.application.views import FileView, MaterialView
from components.forms.file_window import picking
from components.kit.attempt import Attempt, RefusalLine
from components.kit.once import once
from components.kit.status import tag
from components.kit.words import h3, words
from domain.rules.vocabulary import MaterialKind

LARGEST_FILE = 10_000_000  # bytes; the server checks again


class Materials:
    """The section; ``upload`` stores a file under a kind, ``root`` is where the viewer is put."""

    def __init__(
        self,
        materials: Sequence[MaterialView],
        attempt: Attempt,
        root: ui.element,
        upload: Callable[[MaterialKind, FileUpload], Awaitable[None]],
    ) -> None:
        self._attempt, self._root, self._upload = attempt, root, upload
        self._files = [file for one in materials for file in one.files]
        self._kind: MaterialKind | None = None
        self._places: list[ui.element] = []
        required = [one for one in materials if one.required]
        with ui.element('div').classes('sec'):
            with ui.element('div').classes('group-head'):
                h3('材料')
                there = sum(not one.missing for one in required)
                tag(f'{there} / {len(required)}', 'green' if there == len(required) else 'grey').classes('num')
            if any(one.by_me for one in materials):
                self._uploader = self._make_uploader()
            with ui.element('div').classes('mat'):
                for one in materials:
                    self._material(one)
            self._line = RefusalLine()

    def _material(self, one: MaterialView) -> None:
        for number, file in enumerate(one.files, start=1):
            with ui.element('div').classes('held'):
                self._thumb(one, file, number)
                original_link(file)
        if one.by_me:
            self._place(one)
        elif one.missing:
            with ui.element('div').classes('thumb missing'):
                words('未上传', 'span', 'pic muted')
                _caption(one.label, '必传', 'must')

    def _thumb(self, one: MaterialView, file: FileView, number: int) -> None:
        many = f'（{number}/{len(one.files)}）' if len(one.files) > 1 else ''
        with ui.element('button').classes('thumb').on('click', once(lambda: self._view(file))) as thumb:
            thumb.props['type'] = 'button'
            thumb.props['aria-label'] = f'查看{one.label}{many}'
            if file.thumb_url:
                picture = ui.element('img').classes('pic').props('loading=lazy')
                picture.props['src'] = file.thumb_url
                picture.props['alt'] = ''
            else:
                with ui.element('span').classes('pic'):
                    ui.icon('picture_as_pdf' if file.is_pdf else 'image').props('aria-hidden=true')
            pages = f'{file.pages} 页' if file.pages and file.pages > 1 else ''
            _caption(one.label + many, pages or '✔', 'muted' if pages else 'ok')

    def _place(self, one: MaterialView) -> None:
        with ui.element('button').classes('thumb missing') as place:
            place.props['type'] = 'button'
            place.props['aria-label'] = f'上传{one.label}'
            self._places.append(place)
            words('＋ 上传', 'span', 'pic')
            _caption(one.label, '必传' if one.missing else '可续传', 'must' if one.missing else 'muted')

        def choose() -> None:
            self._kind = one.kind

        place.on('click', choose, js_handler=picking(self._uploader))

    def disable(self) -> None:
        """Disable uploading; the existing files can still be viewed."""
        for place in self._places:
            place.props['disabled'] = True

    def _make_uploader(self) -> ui.upload:
        uploader = ui.upload(
            on_upload=self._uploaded, on_rejected=self._rejected, auto_upload=True, max_file_size=LARGEST_FILE
        )
        return uploader.classes('hidden').props('accept=image/jpeg,image/png,application/pdf')

    async def _uploaded(self, event: UploadEventArguments) -> None:
        kind = self._kind
        if kind is not None:
            await self._attempt(lambda: self._upload(kind, event.file), self._line)
        if not self._uploader.is_deleted:
            self._uploader.reset()

    def _rejected(self) -> None:
        self._line.show('只能上传 JPEG、PNG 或 PDF，每个文件不超过 10 MB')

    def _view(self, file: FileView) -> None:
        with self._root:
            Viewer(self._files, self._files.index(file))


def _caption(label: str, mark: str, kind: str) -> None:
    with ui.element('span').classes('name'):
        words(label, 'span', 'what')
        words(mark, 'b').classes(kind)
