"""The originals of uploaded files: kept beside what was made of them until the application is decided."""

from __future__ import annotations

from typing import Any

from tortoise.queryset import QuerySet

from domain.rules.application import uploads
from domain.rules.review.workflow import ENDED
from domain.services.unit_of_work import discard
from storage import files
from storage.files import StoredFile
from storage.models import Application, Material


async def store(content: bytes, made: bytes) -> StoredFile | None:
    """Keep ``content`` as it came; None if what was ``made`` of it is the same. Raises Busy if the disk refuses."""
    return None if content == made else await files.store(content, files.ORIGINAL)


def columns(application: Application, content: bytes, stored: StoredFile | None) -> dict[str, Any]:
    """The original in its material's row. None is kept for an application that is decided already."""
    if stored is None:
        return {}
    if application.status in ENDED:
        discard(stored.name)
        return {}
    return {
        'original': stored.name,
        'original_type': uploads.type_of(content),
        'original_size': stored.size,
        'original_sha256': stored.sha256,
    }


async def drop(rows: QuerySet[Material]) -> None:
    """Inside a transaction: these materials have no original any more; the files are deleted after the commit."""
    names = await rows.filter(original__isnull=False).values_list('original', flat=True)
    if not names:
        return
    for name in names:
        discard(str(name))
    await rows.update(original=None, original_type=None, original_size=None, original_sha256=None)
