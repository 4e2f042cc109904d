"""U1: too big files, other types, zip bombs, files of two types, bad names: refused with a sentence, nothing stored."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from tortoise.connection import get_connection

from domain.errors import Invalid
from domain.long_work import to_the_end
from domain.rules.registration.late_and_exceptional_entries import Entrance
from domain.rules.vocabulary import MaterialKind, Status
from domain.services.application import materials
from domain.services.money.statements import statement_import
from domain.services.offices import unit_import
from domain.services.registration import late_import, registration_import
from domain.services.results import prior_pass_import
from storage import models
from storage.settings.config import Settings
from storage.settings.tortoise_config import ALIAS
from tests import samples
from tests import town as cast
from tests.security import bad_files as bad
from tests.town import Town

PICTURES = {
    'a program named as a picture': ('证件.jpg', b'MZ\x90\0' + b'\0' * 999),
    'a page named as a picture': ('证件.png', b'<!DOCTYPE html><script>fetch("/search")</script>'),
    'a drawing with a script': ('证件.svg', b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    'four hundred million pixels': ('证件.png', samples.bomb()),
    'eleven megabytes': ('证件.jpg', samples.scan() + b'\0' * (11 << 20)),
    'a picture that is an archive': ('证件.jpg', bad.picture_and_archive()),
    'a document with a script': ('证件.pdf', samples.pdf_with('script')),
    'a document with a program inside': ('证件.pdf', samples.pdf_with('attachment')),
    'a name that climbs': ('../../../\x00\u202etxt.exe', b'MZ'),
}
TABLES: dict[str, Callable[[], bytes]] = {
    'nothing': bytes,
    'a picture': samples.scan,
    'a document': samples.pdf,
    'a page': lambda: b'<html><script>alert(1)</script></html>',
    'control characters': lambda: b'\x00\x01\x02\xff\xfe' * 50,
    'an old workbook': lambda: b'\xd0\xcf\x11\xe0' * 99,
    'half a workbook': lambda: bad.workbook('')[:200],
    'eleven megabytes': lambda: b'PK\x03\x04' + b'\0' * (11 << 20),
    'three hundred megabytes unpacked': lambda: bad.unpacked(300),
    'a part that lies about its size': lambda: bad.lying(300),
    'six hundred parts': bad.many_parts,
    'more rows than allowed': bad.many_rows,
    'cells in far corners': bad.far_cells,
    'a long text in every cell': bad.texts,
    'a thousand million laughs': bad.laughs,
    'a file of the server': bad.outside,
}
Taking = Callable[[Town, bytes], Awaitable[object]]
TAKING: dict[str, Taking] = {
    '报名信息': lambda town, content: registration_import.import_rows(town.actor(cast.COUNTY), content),
    '补报': lambda town, content: late_import.import_rows(town.actor(cast.COUNTY), Entrance.LATE, content, to_the_end),
    '单位': lambda town, content: unit_import.import_rows(town.actor(cast.COUNTY), content, to_the_end),
    '往年报考合格库': lambda town, content: prior_pass_import.import_rows(
        town.actor(cast.PROVINCE), content, to_the_end
    ),
    '对账单': lambda town, content: statement_import.check_statement(town.actor(cast.COUNTY), '../a\x00.csv', content),
}


async def test_bad_files_are_refused_with_a_sentence_and_leave_nothing(
    town: Town, database: Settings, figure: Callable[[str], None]
) -> None:
    application = await town.application(at=Status.DRAFT)
    person = town.applicant(application)
    before, tried, slowest = await _state(database), 0, 0.0
    for name, (label, content) in PICTURES.items():
        began = time.monotonic()
        with pytest.raises(Invalid) as refusal:  # noqa: PT012 - the message names the stored content
            kept = await materials.upload(person, application.id, MaterialKind.ID_CARD, label, content)
            pytest.fail(f'{name} was kept: {kept.label}')
        _clear(refusal.value, name)
        tried, slowest = tried + 1, max(slowest, time.monotonic() - began)
    for name, made in TABLES.items():
        content = made()
        for what, take in TAKING.items():
            began = time.monotonic()
            with pytest.raises(Invalid) as refusal:
                pytest.fail(f'{what} takes {name}: {await take(town, content)!r:.200}')
            _clear(refusal.value, f'{what}: {name}')
            tried, slowest = tried + 1, max(slowest, time.monotonic() - began)
    assert await _state(database) == before
    figure(
        f'U1 {len(PICTURES) + len(TABLES)} bad files, {tried} uploads: all refused with a sentence, nothing stored, '
        f'{slowest:.1f} s at most'
    )


def _clear(refusal: Invalid, name: str) -> None:
    """The refusal is a sentence for people: Chinese, short, without an exception's text or a path."""
    text = str(refusal)
    assert 4 <= len(text) <= 120, (name, text)
    assert any('\u4e00' <= character <= '\u9fff' for character in text), (name, text)
    assert not any(word in text for word in ('Error', 'Traceback', '/', '\\', '\x00')), (name, text)


async def _state(settings: Settings) -> tuple[dict[str, int], str]:
    """The number of rows of every table, and a digest of all files in the installation's folder."""
    connection = get_connection(ALIAS)
    rows = {}
    tables = [getattr(models, name)._meta.db_table for name in models.__all__]
    for table in tables:
        rows[table] = (await connection.execute_query_dict(f'SELECT count(*) AS n FROM "{table}"'))[0]['n']
    digest = hashlib.sha256()
    for path in sorted(Path(settings.data).rglob('*')):
        if path.is_file() and not path.name.startswith(settings.database_file.name):
            digest.update(f'{path.relative_to(settings.data)} {path.stat().st_size}'.encode())
    return rows, digest.hexdigest()
