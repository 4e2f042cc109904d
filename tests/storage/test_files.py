"""Content outside the database: stored completely, closed to others, under names without information."""

from __future__ import annotations

import asyncio
import hashlib
import os
import threading
from pathlib import Path

import pytest

from domain.errors import Busy
from storage import files
from tests.waiting import PATIENCE


@pytest.fixture(autouse=True)
def place(tmp_path: Path) -> Path:
    files.open_files(tmp_path)
    return tmp_path / 'files'


def _kept(place: Path) -> list[Path]:
    return [one for one in place.rglob('*') if one.is_file()]


async def test_stored_content_is_read_and_removed(place: Path) -> None:
    content = '内容'.encode() * 10_000
    stored = await files.store(content, '.PDF')
    assert (stored.sha256, stored.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert stored.name.endswith('.pdf')
    assert await files.read(stored.name) == content
    (path,) = _kept(place)
    assert path.parent.name == stored.name[:2]
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    await files.remove(stored.name)
    await files.remove(stored.name)
    with pytest.raises(FileNotFoundError):
        await files.read(stored.name)


async def test_the_same_content_gets_a_name_of_its_own_each_time() -> None:
    names = {(await files.store(b'same', 'jpg')).name for _ in range(20)}
    assert len(names) == 20


@pytest.mark.parametrize(
    'name',
    ['../secrets.json', '/etc/passwd', '', 'ab/' + '0' * 30 + '.pdf', '0' * 32 + '.pdf/../..', '0' * 32 + '.pdf\n'],
)
async def test_a_name_that_is_not_ours_reaches_nothing(name: str) -> None:
    for act in (files.read, files.remove):
        with pytest.raises(ValueError, match='not the name'):
            await act(name)


async def test_a_full_disk_is_reported_in_a_sentence_and_leaves_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, 'No space left on device')

    monkeypatch.setattr('os.fsync', full)
    with pytest.raises(Busy):
        await files.store(b'content', 'pdf')
    assert _kept(place) == []


async def test_storing_does_not_hold_up_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    write, loop, free = files._write, threading.get_ident(), threading.Event()

    def slow(path: Path, content: bytes) -> None:
        assert threading.get_ident() != loop
        assert free.wait(PATIENCE)
        write(path, content)

    monkeypatch.setattr(files, '_write', slow)
    storing = asyncio.ensure_future(files.store(b'content', 'jpg'))
    await asyncio.sleep(0)  # the others, while the disk is at work
    assert not storing.done()
    free.set()
    assert await files.read((await storing).name) == b'content'


async def test_only_originals_of_before_are_listed_and_none_that_is_being_written(place: Path) -> None:
    old, young, shown = [await files.store(b'x', suffix) for suffix in (files.ORIGINAL, files.ORIGINAL, 'jpg')]
    (place / 'ab').mkdir(exist_ok=True)
    draft = place / 'ab' / f'.{"ab" * 16}.{files.ORIGINAL}'
    draft.touch()
    for path in (files.place_of(old.name), files.place_of(shown.name), draft):
        os.utime(path, (0, 0))
    assert await files.originals(older_than=3600) == [old.name]
    assert files.place_of(young.name).exists()
