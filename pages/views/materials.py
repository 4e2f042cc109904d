"""The files of an application as every page shows them."""

from __future__ import annotations

from components.application.views import FileView
from storage.models import Material


def file_view(file: Material) -> FileView:
    """A stored file as thumbnails and the viewer take it."""
    return FileView(
        id=file.id,
        url=f'/files/{file.id}',
        label=file.label,
        media_type=file.media_type,
        thumb_url=f'/files/{file.id}/thumb',
        pages=file.pages,
        original_url=f'/files/{file.id}/original' if file.original else None,
        original_size=file.original_size or 0,
    )
