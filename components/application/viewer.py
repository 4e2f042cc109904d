"""The full-screen viewer of materials: one image or PDF, with zoom, rotation and a way to the next file."""

from __future__ import annotations

from collections.abc import Sequence

from nicegui import ui
from nicegui.events import KeyEventArguments

from components.application.original_link import original_link
from components.application.views import FileView
from components.kit.buttons import icon_button
from components.kit.once import opened_by_click
from components.kit.words import words

# Zoom steps and rotations are classes of assets/review.css, so that this file sets no styles.
ZOOMS = (50, 75, 100, 150, 200, 300, 400)
_TURNS = ('turn-0', 'turn-90', 'turn-180', 'turn-270')


class Viewer:
    """Opens at the file with the given index; Esc closes, ← → change the file, + − zoom, R rotates."""

    def __init__(self, files: Sequence[FileView], index: int) -> None:
        self._files, self._index = files, index
        self._zoom, self._turn = 100, 0
        with ui.dialog().props('maximized') as self._dialog, ui.element('div').classes('viewer') as self._frame:
            with ui.element('div').classes('viewer-bar again'):
                self._label = words('', 'h2')
                self._position = words('', 'span', 'num muted')
                ui.element('span').classes('grow')
                with ui.element('span').classes('line') as self._image_tools:
                    icon_button('zoom_out', '缩小', lambda: self._step(-1))
                    self._percent = words('', 'span', 'num percent')
                    icon_button('zoom_in', '放大', lambda: self._step(1))
                    icon_button('rotate_right', '旋转', self._rotate)
                self._original = ui.element('span').classes('line')
                self._download = icon_button('download', '下载').props('tag=a target=_blank')
                icon_button('close', '关闭', self._dialog.close)
            self._stage = ui.element('div').classes('stage')
            with ui.element('div').classes('viewer-ways again') as ways:
                icon_button('chevron_left', '上一张', lambda: self._go(-1))
                icon_button('chevron_right', '下一张', lambda: self._go(1))
            ways.visible = len(files) > 1
            ui.keyboard(self._pressed, ignore=[])
        opened_by_click(self._dialog)
        self._dialog.props['aria-label'] = '查看材料'
        self._dialog.on('hide', self._dialog.delete)
        self._show()
        self._dialog.open()

    def _show(self) -> None:
        file = self._files[self._index]
        self._zoom, self._turn = 100, 0
        self._label.text = file.label
        self._position.text = f'{self._index + 1} / {len(self._files)}'
        self._download.props['href'] = file.url
        self._download.props['download'] = file.label
        self._original.clear()
        with self._original:
            original_link(file)
        self._image_tools.visible = not file.is_pdf
        self._stage.clear()
        with self._stage:
            if file.is_pdf:
                page = ui.element('iframe').classes('pdf')
                page.props['src'] = file.url
                page.props['title'] = file.label
            else:
                with ui.element('div').classes('sheet') as self._sheet:
                    self._picture = ui.element('img').on('dblclick', self._toggle)
                    self._picture.props['src'] = file.url
                    self._picture.props['alt'] = file.label
                self._look()

    def _look(self) -> None:
        if self._files[self._index].is_pdf:
            return
        self._sheet.classes[:] = ['sheet', f'zoom-{self._zoom}', _TURNS[self._turn]]
        self._percent.text = f'{self._zoom}%'
        self._picture.run_method('scrollIntoView', {'block': 'center', 'inline': 'center'})

    def _go(self, step: int) -> None:
        self._index = (self._index + step) % len(self._files)
        self._show()

    def _step(self, step: int) -> None:
        at = ZOOMS.index(self._zoom) + step
        self._zoom = ZOOMS[min(max(at, 0), len(ZOOMS) - 1)]
        self._look()

    def _toggle(self) -> None:
        self._zoom = 200 if self._zoom == 100 else 100
        self._look()

    def _rotate(self) -> None:
        self._turn = (self._turn + 1) % len(_TURNS)
        self._look()

    def _pressed(self, event: KeyEventArguments) -> None:
        if not event.action.keydown or event.modifiers.ctrl or event.modifiers.meta or not self._dialog.value:
            return
        match event.key.name:
            case 'ArrowLeft':
                self._go(-1)
            case 'ArrowRight':
                self._go(1)
            case '+' | '=':
                self._step(1)
            case '-':
                self._step(-1)
            case 'r' | 'R':
                self._rotate()
