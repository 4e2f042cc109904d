"""The originals on the disk and the rows that name them: brought to agree after a crash, and after a restore."""

from __future__ import annotations

import asyncio

from storage import files
from storage.models import Material

SETTLED = 86_400  # seconds; a younger file may belong to an upload that is not committed yet


async def sweep() -> None:
    """Delete the originals that no row names: a process ended between its commit and the deletion."""
    there = await files.originals(older_than=SETTLED)
    if not there:
        return
    rows = await Material.filter(original__isnull=False).values_list('original')
    for name in set(there) - {str(row[0]) for row in rows}:
        await files.remove(name)


async def forget_missing() -> None:
    """Clear the originals whose file a backup does not contain: it was deleted after the database was copied."""
    rows = await Material.filter(original__isnull=False).values_list('id', 'original')
    gone = await asyncio.to_thread(lambda: [number for number, name in rows if not files.place_of(name).exists()])
    for number in gone:
        await Material.filter(id=number).update(
            original=None, original_type=None, original_size=None, original_sha256=None
        )
