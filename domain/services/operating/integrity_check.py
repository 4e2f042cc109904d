"""The operator's check: the database is intact, its rows agree, the journal's chains hold, no file has changed."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator

from domain.long_work import Step, to_the_end
from domain.services import journal
from storage import files
from storage.models import Material
from storage.queries.operating import integrity

CHUNK = 500


async def findings(step: Step = to_the_end) -> AsyncIterator[str]:
    """Everything that is wrong in the open database and its files, a sentence each; empty when all is well.

    Reads only, and may run beside the server. ``step`` is called before each of PARTS, with how many are done.
    """
    for done, part in enumerate(PARTS.values()):
        if not step(done, len(PARTS)):
            return
        lines = [line async for line in part()]
        for line in lines:
            yield line
        if lines and part is _damage:  # what is asked of a broken database may be answered wrongly, or not at all
            return


async def _damage() -> AsyncIterator[str]:
    for line in await integrity.damage():
        yield f'数据库损坏：{line}'


async def _disagreements() -> AsyncIterator[str]:
    for sentence in integrity.RULES:
        count, named = await integrity.offenders(sentence)
        if count:
            yield f'{sentence}：{count} 处（{"、".join(filter(None, named))}）'


async def _breaks() -> AsyncIterator[str]:
    async for found in journal.breaks():
        yield f'操作日志 {found.chain} 第 {found.sequence} 条{found.reason}'


async def _files() -> AsyncIterator[str]:
    last = 0
    while rows := await Material.filter(id__gt=last).order_by('id').limit(CHUNK):
        for row in rows:
            for fault in await _faults(row):
                yield f'材料 {row.id}（申报 {row.application_id}）的{fault}'
        last = rows[-1].id


async def _faults(row: Material) -> list[str]:
    faults = {'文件': await _fault(row.file, row.size, row.sha256)}
    if row.original:
        faults['原件'] = await _fault(row.original, row.original_size, row.original_sha256)
    return [what + fault for what, fault in faults.items() if fault]


async def _fault(name: str, size: int | None, sha256: str | None) -> str:
    try:
        content = await files.read(name)
    except (OSError, ValueError):
        return '缺失或无法读取'
    same = len(content) == size and hashlib.sha256(content).hexdigest() == sha256
    return '' if same else '内容被改动'


PARTS = {'数据库文件': _damage, '业务数据': _disagreements, '操作日志': _breaks, '上传的材料': _files}
