"""Whether a PDF is a plain document: readable, not too long, and without active or hidden content."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject, PdfObject

MOST_PAGES = 50
_RUNNING = ('/JavaScript', '/Launch', '/SubmitForm', '/ImportData', '/Rendition')
ACTIVE = 'PDF 含有脚本、附件或外部动作，请另存为普通 PDF 后再上传'
BROKEN = 'PDF 已损坏或不完整，无法读取'
LOCKED = 'PDF 设有打开密码，请取消密码后再上传'
EMPTY = 'PDF 中没有页面，请重新扫描或导出'
HEADER, END, HEADER_WITHIN = b'%PDF-', b'%%EOF', 1024
_OBJECT = re.compile(rb'\d+ \d+ obj\b')


def document_in(content: bytes) -> bytes:
    """The document without what a scanner or a transfer put before its header and after its end.

    The header is in the first 1024 bytes, as every reader accepts it. Raises ValueError if the end is missing: what
    follows the last end may be anything but objects, which are a later part that was cut off.
    """
    begin, end = content.find(HEADER, 0, HEADER_WITHIN + len(HEADER)), content.rfind(END)
    if begin < 0 or end < begin or _OBJECT.search(content, end):
        raise ValueError(BROKEN)
    if begin == 0 and not content[end + len(END) :].strip():
        return content
    return content[begin : end + len(END)] + b'\n'


def pages_of(content: bytes) -> int:
    """The number of pages, 1 to 50. Page contents are never decoded, so a page that unpacks to a huge size is harmless.

    Raises ValueError with the sentence shown to the person who uploaded it.
    """
    document = document_in(content)
    try:
        locked, count, sized, active = _read(document)
    except Exception as error:  # on a broken file the parser may raise any exception
        raise ValueError(BROKEN) from error
    if locked:
        raise ValueError(LOCKED)
    if not count:
        raise ValueError(EMPTY)
    if count > MOST_PAGES:
        raise ValueError(f'PDF 应为 1 到 {MOST_PAGES} 页，当前 {count} 页')
    if not sized:
        raise ValueError(BROKEN)
    if active:
        raise ValueError(ACTIVE)
    return count


def _read(content: bytes) -> tuple[bool, int, bool, bool]:
    """Whether a password is needed to open it, its pages, whether all have a size, whether it has active content."""
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(''):  # with an owner's password only, everybody may open it
        return True, 0, False, False
    pages = reader.pages[:MOST_PAGES]
    sized = all(page.mediabox.width > 0 and page.mediabox.height > 0 for page in pages)
    return False, len(reader.pages), sized, any(_active(reader))


def _active(reader: PdfReader) -> Iterator[bool]:
    root = _dictionary(reader.trailer.get('/Root'))
    names = _dictionary(root.get('/Names'))
    yield '/AA' in root or '/JavaScript' in names or '/EmbeddedFiles' in names
    yield '/XFA' in _dictionary(root.get('/AcroForm'))
    yield _runs(root.get('/OpenAction'))
    for page in reader.pages[:MOST_PAGES]:
        yield from _active_page(page)


def _active_page(page: PageObject) -> Iterator[bool]:
    yield '/AA' in page
    notes = page.get('/Annots')
    for note in (notes.get_object() if notes is not None else None) or ():
        fields = _dictionary(note)
        yield '/AA' in fields or fields.get('/Subtype') in ('/FileAttachment', '/RichMedia', '/Movie', '/Screen')
        yield _runs(fields.get('/A'))


def _runs(action: PdfObject | None) -> bool:
    # A plain /OpenAction is normal: many programs use it to name the page to open at.
    fields = _dictionary(action)
    chained = fields.get('/Next')
    links = chained if isinstance(chained, list) else [chained]
    return fields.get('/S') in _RUNNING or any(_dictionary(link).get('/S') in _RUNNING for link in links)


def _dictionary(value: PdfObject | None) -> DictionaryObject:
    found = value.get_object() if value is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()
