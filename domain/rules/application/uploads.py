"""What an uploaded file really is, found from its bytes alone: a photo, an image or a PDF, or why it is refused."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from pathlib import PureWindowsPath

from PIL import Image, ImageOps

from domain.errors import Invalid, Problem
from domain.rules.vocabulary import MaterialKind

LARGEST = 10 << 20  # 1-domain §5
LABEL_LENGTH = 120

PHOTO_SIZE = (295, 413)  # 1-domain §3, like all numbers of the photo
PHOTO_SMALLEST, PHOTO_LARGEST = 20 << 10, 2 << 20
PHOTO_RATIO, PHOTO_TOLERANCE = 5 / 7, 0.05

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 3200  # an A4 page at 270 dpi: readable, and not larger than a screen needs
THUMBNAIL_SIZE = (320, 320)

JPEG, PDF, SVG = 'image/jpeg', 'application/pdf', 'image/svg+xml'

# Pillow itself refuses images over twice this number of pixels; up to there our own check decides.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


@dataclass(frozen=True, slots=True)
class Checked:
    """What is stored of an upload: images are encoded again, the uploaded bytes are not stored."""

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
    if not content:
        raise ValueError('文件是空的，请重新选择')
    if len(content) > LARGEST:
        raise ValueError(f'文件 {len(content) / (1 << 20):.1f} MB，超过 10 MB，请压缩后再上传')
    if _hides_an_archive(content):
        raise ValueError('文件中夹带压缩包，不能接受')
    if is_image(content):
        return _photo(content) if kind is MaterialKind.PHOTO else Checked(_image(content), JPEG)
    if kind is MaterialKind.PHOTO:
        raise ValueError('只接受 JPG 或 PNG 格式的照片')
    if is_pdf(content):
        from domain.rules.application.pdf_check import (
            pages_of,  # the parser is slow to import, and most uploads are pictures
        )

        return Checked(content, PDF, pages_of(content))
    raise ValueError('只接受 JPG、PNG 图片或 PDF 文件（按内容识别，改扩展名无效）')


def is_image(content: bytes) -> bool:
    """Whether it begins with the signature of a JPEG or a PNG."""
    return content.startswith((b'\xff\xd8\xff', b'\x89PNG\r\n\x1a\n'))


def is_pdf(content: bytes) -> bool:
    """Whether it begins with the signature of a PDF; only white space may come before it, so no file has two types."""
    return content[:1024].lstrip(b'\xef\xbb\xbf \t\r\n').startswith(b'%PDF-')


def _hides_an_archive(content: bytes) -> bool:
    """Whether it is also a ZIP, in addition to its first type: the file ends with a ZIP end record and its comment."""
    end = content.rfind(b'PK\x05\x06', max(0, len(content) - 65557))
    return end >= 0 and end + 22 + int.from_bytes(content[end + 20 : end + 22], 'little') == len(content)


def _opened(content: bytes) -> Image.Image:
    """The decoded picture, upright, on white. Raises ValueError."""
    lowered = content.lower()
    if b'%pdf-' in lowered[:1024] or b'<script' in lowered or b'<html' in lowered:
        raise ValueError('图片中夹带其他内容，不能接受')
    try:
        picture = Image.open(io.BytesIO(content), formats=['JPEG', 'PNG'])
    except Image.DecompressionBombError as error:
        raise ValueError('图片像素过大（上限 4000 万像素）') from error
    except Exception as error:  # Pillow's decoders may raise any exception
        raise ValueError('图片已损坏，无法读取') from error
    if picture.width * picture.height > MOST_PIXELS:
        raise ValueError('图片像素过大（上限 4000 万像素）')
    try:
        picture.load()
        return _on_white(ImageOps.exif_transpose(picture))
    except Exception as error:
        raise ValueError('图片已损坏，无法读取') from error


def _on_white(picture: Image.Image) -> Image.Image:
    # Conversion alone would show the colours hidden under the transparent parts.
    if 'A' in picture.getbands() or 'transparency' in picture.info:
        layered = picture.convert('RGBA')
        ground = Image.new('RGB', layered.size, 'white')
        ground.paste(layered, mask=layered.getchannel('A'))
        return ground
    return picture.convert('RGB')


def _as_jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, 'JPEG', quality=88, optimize=True)
    return out.getvalue()


def _image(content: bytes) -> bytes:
    picture = _opened(content)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return _as_jpeg(picture)


def _photo(content: bytes) -> Checked:
    if not PHOTO_SMALLEST <= len(content) <= PHOTO_LARGEST:
        raise ValueError(f'照片文件应在 20 KB 到 2 MB 之间，当前 {len(content) / 1024:.0f} KB')
    picture = _opened(content)
    size = f'{picture.width}×{picture.height}'
    if picture.width < PHOTO_SIZE[0] or picture.height < PHOTO_SIZE[1]:
        raise ValueError(f'照片不得小于 295×413 像素，当前 {size}')
    if abs(picture.width / picture.height / PHOTO_RATIO - 1) > PHOTO_TOLERANCE:
        raise ValueError(f'照片宽高比应为 5:7（误差 5% 以内），当前 {size}')
    return Checked(_as_jpeg(ImageOps.fit(picture, PHOTO_SIZE, Image.Resampling.LANCZOS)), JPEG)


def thumbnail_of(content: bytes) -> bytes:
    """A small JPEG of a stored image."""
    picture = Image.open(io.BytesIO(content), formats=['JPEG'])
    picture.draft('RGB', THUMBNAIL_SIZE)
    picture.thumbnail(THUMBNAIL_SIZE, Image.Resampling.LANCZOS)
    return _as_jpeg(picture)


def label_of(filename: str, kind: MaterialKind) -> str:
    """The file's name to show: no folder, no invisible characters, not too long; if none is left, the material's."""
    name = PureWindowsPath(unicodedata.normalize('NFC', filename).replace('\0', '')).name
    name = ''.join(character for character in name if character.isprintable()).strip(' .')
    return name[-LABEL_LENGTH:] or kind.label


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
