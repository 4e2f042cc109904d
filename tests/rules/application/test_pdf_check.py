"""A PDF is taken when it can be read, has a sensible length, and nothing in it runs or hides."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, create_string_object

from domain.rules.application.pdf_check import ACTIVE, BROKEN, EMPTY, LOCKED, document_in, pages_of
from tests import samples

DATA = Path(__file__).parents[2] / 'data' / 'cases'

ACTIONS = ['/JavaScript', '/Launch', '/SubmitForm', '/ImportData', '/Rendition']
PLAIN = ['/GoTo', '/URI', '/Named']


def name(text: str) -> NameObject:
    return NameObject(text)


def dictionary(**entries: Any) -> DictionaryObject:
    """``dictionary(S='/Launch')``: words with a slash are names."""
    named = {
        key: name(value) if isinstance(value, str) and value[:1] == '/' else value for key, value in entries.items()
    }
    return DictionaryObject({name(f'/{key}'): value for key, value in named.items()})


def made(change: Callable[[PdfWriter], object], pages: int = 1) -> bytes:
    """A document of some pages with something changed in it."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def at_root(key: str, value: Any) -> bytes:
    return made(lambda writer: writer._root_object.update({name(key): value}))


def on_page(key: str, value: Any, page: int = 0, pages: int = 1) -> bytes:
    return made(lambda writer: writer.pages[page].update({name(key): value}), pages)


def noted(**fields: Any) -> bytes:
    note = dictionary(Type='/Annot', **fields)
    return made(lambda writer: writer.pages[0].update({name('/Annots'): ArrayObject([writer._add_object(note)])}))


def refused(content: bytes) -> str:
    with pytest.raises(ValueError, match='PDF') as refusal:
        pages_of(content)
    return str(refusal.value)


@pytest.mark.parametrize('pages', [1, 2, 50])
def test_up_to_fifty_pages_are_counted(pages: int) -> None:
    assert pages_of(samples.pdf(pages)) == pages


@pytest.mark.parametrize('pages', [51, 52])
def test_more_than_fifty_are_refused_with_their_number(pages: int) -> None:
    content = made(lambda _: None, pages)
    assert refused(content) == f'PDF 应为 1 到 50 页，当前 {pages} 页'


def test_a_document_without_a_page_is_refused_as_empty() -> None:
    assert refused(made(lambda _: None, 0)) == EMPTY == 'PDF 中没有页面，请重新扫描或导出'


def test_what_is_cut_off_or_no_document_is_broken() -> None:
    whole = samples.pdf()
    for content in (whole[:400], b'', b'%PDF-1.4\n%%EOF', whole.replace(b'/Pages', b'/Wages')):
        assert refused(content) == BROKEN == 'PDF 已损坏或不完整，无法读取'


SURROUNDED = {
    'zeros before the header': (b'\0' * 16, b''),
    'the last place a header may have': (b'\x1b' * 1024, b''),
    'zeros after the end': (b'', b'\0' * 70_000),
    'another text after the end': (b'', b'\r\n--boundary--\r\nX-Scan: 1 0 objects'),
    'both': (b'@PJL ENTER\r\n', b'\x1b%-12345X'),
}


@pytest.mark.parametrize('what', SURROUNDED)
def test_what_a_scanner_puts_around_a_document_is_left_out(what: str) -> None:
    before, after = SURROUNDED[what]
    whole = samples.pdf()
    content = before + whole + after
    assert pages_of(content) == 2
    assert document_in(content).rstrip() == whole.rstrip()


def test_a_plain_document_stays_byte_for_byte() -> None:
    whole = samples.pdf()
    assert document_in(whole + b'\r\n ') == whole + b'\r\n '


def test_a_header_that_comes_later_and_an_end_followed_by_objects_are_broken() -> None:
    whole = samples.pdf()
    assert refused(b'\0' * 1025 + whole) == BROKEN
    assert refused(whole + b'\n9 0 obj\n<< /Type /Page') == BROKEN


def test_a_scan_of_the_case_files_with_bytes_before_its_header_is_read() -> None:
    assert pages_of((DATA / 'pdf_junk_before.pdf').read_bytes()) == 1


def locked(user: str, owner: str, algorithm: str) -> bytes:
    return made(lambda writer: writer.encrypt(user, owner, algorithm=algorithm), 3)


@pytest.mark.parametrize('algorithm', ['RC4-40', 'RC4-128', 'AES-128', 'AES-256'])
def test_a_password_to_open_is_to_be_taken_off_and_one_against_changes_is_accepted(algorithm: str) -> None:
    assert refused(locked('secret', 'owner', algorithm)) == LOCKED == 'PDF 设有打开密码，请取消密码后再上传'
    assert pages_of(locked('', 'owner', algorithm)) == 3


def test_a_password_against_changes_hides_no_script() -> None:
    def change(writer: PdfWriter) -> None:
        writer._root_object[name('/OpenAction')] = dictionary(S='/JavaScript')
        writer.encrypt('', 'owner', algorithm='AES-256')

    assert refused(made(change)) == ACTIVE


@pytest.mark.parametrize('box', [(0, 0, 0, 200), (0, 0, 200, 0)])
def test_a_page_without_a_size_is_broken(box: tuple[int, ...]) -> None:
    sizes = ArrayObject([NumberObject(number) for number in box])
    assert refused(on_page('/MediaBox', sizes, page=1, pages=2)) == BROKEN


def test_a_page_may_be_a_point_wide() -> None:
    sizes = ArrayObject([NumberObject(number) for number in (0, 0, 1, 1)])
    assert pages_of(on_page('/MediaBox', sizes)) == 1


ACTING: dict[str, Callable[[], bytes]] = {
    'when the document opens or closes': partial(at_root, '/AA', dictionary()),
    'a named script': partial(at_root, '/Names', dictionary(JavaScript=dictionary())),
    'a file inside': partial(samples.pdf_with, 'attachment'),
    'a form that computes': partial(at_root, '/AcroForm', dictionary(XFA=create_string_object('x'))),
    'when the page is turned to': partial(on_page, '/AA', dictionary()),
    'on the last page': partial(on_page, '/AA', dictionary(), page=49, pages=50),
    'when the pointer comes': partial(noted, Subtype='/Widget', AA=dictionary()),
    **{kind: partial(noted, Subtype=kind) for kind in ('/FileAttachment', '/RichMedia', '/Movie', '/Screen')},
    **{f'{one} at the opening': partial(at_root, '/OpenAction', dictionary(S=one)) for one in ACTIONS},
    **{f'{one} by a click': partial(noted, Subtype='/Link', A=dictionary(S=one)) for one in ACTIONS},
    'behind another action': partial(at_root, '/OpenAction', dictionary(S='/GoTo', Next=dictionary(S='/Launch'))),
    'behind several others': partial(
        at_root,
        '/OpenAction',
        dictionary(S='/GoTo', Next=ArrayObject([dictionary(S='/GoTo'), dictionary(S='/Launch')])),
    ),
}


@pytest.mark.parametrize('what', ACTING)
def test_what_runs_or_hides_something_is_refused(what: str) -> None:
    assert refused(ACTING[what]()) == ACTIVE == 'PDF 含有脚本、附件或外部动作，请另存为普通 PDF 后再上传'


HARMLESS: dict[str, Callable[[], bytes]] = {
    'opens at a page': partial(at_root, '/OpenAction', ArrayObject([])),
    'a plain form': partial(at_root, '/AcroForm', dictionary(Fields=ArrayObject([]))),
    'names without scripts': partial(at_root, '/Names', dictionary(Dests=dictionary())),
    'a note': partial(noted, Subtype='/Text'),
    **{f'{one} by a click': partial(noted, Subtype='/Link', A=dictionary(S=one)) for one in PLAIN},
    'one link behind another': partial(at_root, '/OpenAction', dictionary(S='/GoTo', Next=dictionary(S='/GoTo'))),
}


@pytest.mark.parametrize('what', HARMLESS)
def test_what_any_writer_does_is_taken(what: str) -> None:
    assert pages_of(HARMLESS[what]()) == 1
