"""What an uploaded file really is, found from its bytes alone: a photo, an image or a PDF, or why it is refused."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import PureWindowsPath

from PIL import Image, ImageOps

from domain.errors import Invalid, Problem
from domain.rules.application.pictures import as_jpeg, opened, scan_of
from domain.rules.vocabulary import MaterialKind

LARGEST = 10 << 20  # 1-domain §5
LABEL_LENGTH = 120

PHOTO_SIZE = (295, 413)  # 1-domain §3, like all numbers of the photo
PHOTO_SMALLEST, PHOTO_LARGEST = 20 << 10, 2 << 20
PHOTO_RATIO, PHOTO_TOLERANCE = 5 / 7, 0.05

JPEG, PNG, PDF, SVG = 'image/jpeg', 'image/png', 'application/pdf', 'image/svg+xml'
# How the name of a file of each type may end; the first is added to any other name.
_ENDINGS = {JPEG: ('.jpg', '.jpeg'), PNG: ('.png',), PDF: ('.pdf',)}

# What people send instead: the place of the signature, the signatures, and what helps.
_OTHERS = (
    (4, (b'ftyphei', b'ftypmif1', b'ftyphevc'), 'HEIC 照片（苹果手机的默认格式），请另存为 JPG'),
    (0, (b'GIF8',), 'GIF 图片，请另存为 JPG 或 PNG'),
    (0, (b'BM',), 'BMP 图片，请另存为 JPG 或 PNG'),
    (0, (b'II*\0', b'MM\0*'), 'TIFF 图片，请另存为 JPG、PNG 或 PDF'),
    (8, (b'WEBP',), 'WebP 图片，请另存为 JPG 或 PNG'),
    (0, (b'\xd0\xcf\x11\xe0', b'PK\x03\x04'), 'Word、Excel 等办公文件或压缩包，请另存为 PDF'),
)


@dataclass(frozen=True, slots=True)
class Checked:
    """What is shown of an upload: images are encoded again, a document is without what surrounds it."""

    content: bytes
    media_type: str
    pages: int = 1


def checked(kind: MaterialKind, content: bytes) -> Checked:
    """The file as it will be stored (1-domain §3 for the photo, §5 for all). The file's name is not used.

    Slow: run it in a thread. Raises Invalid with one sentence at the key of ``kind``.
    """
    try:
        return _checked(kind, content)
    except ValueError as refusal:
        raise Invalid([Problem(kind.value, f'{kind.label}：{refusal}')]) from refusal


def _checked(kind: MaterialKind, content: bytes) -> Checked:
    if not content.strip(b'\0 \t\r\n'):
        raise ValueError('文件是空的，没有任何内容，请重新选择')
    if len(content) > LARGEST:
        raise ValueError(f'文件 {len(content) / (1 << 20):.1f} MB，超过 10 MB，请压缩后再上传')
    if _hides_an_archive(content):
        raise ValueError('文件中夹带压缩包，不能接受')
    if is_image(content):
        return _photo(content) if kind is MaterialKind.PHOTO else Checked(scan_of(content), JPEG)
    if kind is MaterialKind.PHOTO:
        raise ValueError('只接受 JPG 或 PNG 格式的照片')
    if is_pdf(content):
        # The parser is slow to import, and most uploads are pictures.
        from domain.rules.application.pdf_check import document_in, pages_of

        return Checked(document_in(content), PDF, pages_of(content))
    raise ValueError(f'{_what(content)}只接受 JPG、PNG 图片或 PDF 文件（按内容识别，改扩展名无效）')


def is_image(content: bytes) -> bool:
    """Whether it begins with the signature of a JPEG or a PNG."""
    return content.startswith((b'\xff\xd8\xff', b'\x89PNG\r\n\x1a\n'))


def type_of(content: bytes) -> str:
    """The media type of a file that was accepted, as it came."""
    if is_image(content):
        return JPEG if content.startswith(b'\xff') else PNG
    return PDF


def is_pdf(content: bytes) -> bool:
    """Whether the signature of a PDF is in its first 1024 bytes, and it does not begin as a program, page or archive.

    What comes before is not stored, so no stored document has two types.
    """
    begin = content[:1029].find(b'%PDF-')
    before = content[: max(begin, 0)].lstrip(b'\xef\xbb\xbf \t\r\n')
    return begin >= 0 and not before.startswith((b'MZ', b'\x7fELF', b'#!', b'<')) and not _what(before)


def _what(content: bytes) -> str:
    """The sentence that names the type of a file that is not accepted; empty for an unknown one."""
    for place, signatures, name in _OTHERS:
        if content.startswith(signatures, place):
            return f'这是{name}；'
    return ''


def _hides_an_archive(content: bytes) -> bool:
    """Whether it is also a ZIP, in addition to its first type: the file ends with a ZIP end record and its comment."""
    end = content.rfind(b'PK\x05\x06', max(0, len(content) - 65557))
    return end >= 0 and end + 22 + int.from_bytes(content[end + 20 : end + 22], 'little') == len(content)


def _photo(content: bytes) -> Checked:
    if not PHOTO_SMALLEST <= len(content) <= PHOTO_LARGEST:
        raise ValueError(f'照片文件应在 20 KB 到 2 MB 之间，当前 {len(content) / 1024:.0f} KB')
    picture = opened(content)
    size = f'{picture.width}×{picture.height}'
    if picture.width < PHOTO_SIZE[0] or picture.height < PHOTO_SIZE[1]:
        raise ValueError(f'照片不得小于 295×413 像素，当前 {size}')
    if abs(picture.width / picture.height / PHOTO_RATIO - 1) > PHOTO_TOLERANCE:
        raise ValueError(f'照片宽高比应为 5:7（误差 5% 以内），当前 {size}')
    return Checked(as_jpeg(ImageOps.fit(picture, PHOTO_SIZE, Image.Resampling.LANCZOS)), JPEG)


def label_of(filename: str, kind: MaterialKind) -> str:
    """The file's name to show: no folder, no invisible characters, not too long; if none is left, the material's."""
    name = PureWindowsPath(unicodedata.normalize('NFC', filename).replace('\0', '')).name
    name = ''.join(character for character in name if character.isprintable()).strip(' .')
    return name[-LABEL_LENGTH:] or kind.label


def saved_as(label: str, media_type: str) -> str:
    """The name under which a file is saved: with an ending of its type, so that no system opens it as a program."""
    endings = _ENDINGS[media_type]
    return label if label.lower().endswith(endings) else label + endings[0]


def pdf_card(pages: int) -> bytes:
    """The thumbnail of a PDF: a sheet of paper with the number of pages."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 96">'
        '<path d="M58 14h32l14 14v54H58z" fill="#fff" stroke="#8290a3" stroke-width="2"/>'
        '<path d="M90 14v14h14" fill="none" stroke="#8290a3" stroke-width="2"/>'
        '<text x="81" y="56" font-family="sans-serif" font-size="14" font-weight="bold" fill="#b3261e" '
        f'text-anchor="middle">PDF</text><text x="81" y="72" font-family="sans-serif" font-size="10" fill="#566376" '
        f'text-anchor="middle">{pages} 页</text></svg>'
    ).encode()
