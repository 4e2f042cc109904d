"""The operator's check: the database is intact, its rows agree, the journal's chains hold, no file has changed."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable

from domain.services import journal
from storage import files
from storage.models import Material
from storage.queries.operating import integrity

CHUNK = 500
ProgressCallback = Callable[[str], None]


def silent(_: str) -> None:
    """The default progress callback: it does nothing."""


async def findings(told: ProgressCallback = silent) -> AsyncIterator[str]:
    """Everything that is wrong in the open database and its files, a sentence each; empty when all is well.

    Reads only, and may run beside the server. ``told`` is called with what is being checked.
    """
    told('数据库文件')
    damage = await integrity.damage()
    for line in damage:
        yield f'数据库损坏：{line}'
    if damage:  # a damaged database may answer queries wrongly, or not at all
        return
    told('业务数据')
    for sentence in integrity.RULES:
        count, named = await integrity.offenders(sentence)
        if count:
            yield f'{sentence}：{count} 处（{"、".join(filter(None, named))}）'
    told('操作日志')
    async for found in journal.breaks():
        yield f'操作日志 {found.chain} 第 {found.sequence} 条{found.reason}'
    told('上传的材料')
    async for line in _files():
        yield line


async def _files() -> AsyncIterator[str]:
    last = 0
    while rows := await Material.filter(id__gt=last).order_by('id').limit(CHUNK):
        for row in rows:
            if fault := await _fault(row):
                yield f'材料 {row.id}（申报 {row.application_id}）{fault}'
        last = rows[-1].id


async def _fault(row: Material) -> str:
    try:
        content = await files.read(row.file)
    except (OSError, ValueError):
        return '的文件缺失或无法读取'
    same = len(content) == row.size and hashlib.sha256(content).hexdigest() == row.sha256
    return '' if same else '的文件内容被改动'
