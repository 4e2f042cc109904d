"""A picture as it is stored: decoded, upright, on white, in eight bits a colour, and encoded again as JPEG."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageMath, ImageOps

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 3200  # an A4 page at 270 dpi: readable, and not larger than a screen needs
THUMBNAIL_SIZE = (320, 320)
DAMAGED = '图片已损坏，无法读取'
TOO_LARGE = '图片像素过大（上限 4000 万像素）'
INVISIBLE = '图片完全透明，没有可见的内容，请重新扫描或截图'

# Pillow itself refuses images over twice this number of pixels; up to there our own check decides.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def opened(content: bytes) -> Image.Image:
    """The picture in a JPEG or a PNG, upright, on white, as RGB. Raises ValueError with the sentence to show."""
    lowered = content.lower()
    if b'%pdf-' in lowered[:1024] or b'<script' in lowered or b'<html' in lowered:
        raise ValueError('图片中夹带其他内容，不能接受')
    try:
        picture = Image.open(io.BytesIO(content), formats=['JPEG', 'PNG'])
    except Image.DecompressionBombError as error:
        raise ValueError(TOO_LARGE) from error
    except Exception as error:  # Pillow's decoders may raise any exception
        raise ValueError(DAMAGED) from error
    if picture.width * picture.height > MOST_PIXELS:
        raise ValueError(TOO_LARGE)
    try:
        picture.load()
        shown = on_white(ImageOps.exif_transpose(picture))
    except Exception as error:
        raise ValueError(DAMAGED) from error
    if shown is None:
        raise ValueError(INVISIBLE)
    return shown


def on_white(picture: Image.Image) -> Image.Image | None:
    """What a person sees of a picture of any mode, as RGB; None if every point of it is transparent.

    Conversion alone would show the colours hidden under the transparent parts, and cut every value over 255 to white.
    """
    if picture.mode[0] in 'IF':
        return _deep_on_white(picture)
    if 'A' not in picture.getbands() and 'transparency' not in picture.info:
        return picture.convert('RGB')
    layered = picture.convert('RGBA')
    mask = layered.getchannel('A')
    return _pasted(layered.convert('RGB'), mask)


def _deep_on_white(picture: Image.Image) -> Image.Image | None:
    """A picture of one channel with more than eight bits, scaled by the depth that holds its brightest point.

    Scanners write 10, 12 or 14 bits into 16 without saying so; divided by 256 these would be almost black.
    """
    low, high = (float(end) for end in _extremes(picture))
    low = min(low, 0.0)
    full = 1.0 if picture.mode == 'F' and high - low <= 1 else float((1 << max(int(high - low).bit_length(), 8)) - 1)
    values = picture.convert('F').point(lambda value: value * (255 / full) - low * 255 / full)
    shown = values.convert('L').convert('RGB')
    clear = picture.info.get('transparency')
    if not isinstance(clear, int):
        return shown
    mask = ImageMath.lambda_eval(lambda args: (args['grey'] != clear) * 255, grey=picture.convert('I'))
    return _pasted(shown, mask.convert('L'))


def _extremes(picture: Image.Image) -> Any:
    # Pillow measures the little-endian modes only.
    return (picture if picture.mode in ('I', 'F') else picture.convert('I')).getextrema()


def _pasted(picture: Image.Image, mask: Image.Image) -> Image.Image | None:
    if mask.getbbox() is None:
        return None
    ground = Image.new('RGB', picture.size, 'white')
    ground.paste(picture, mask=mask)
    return ground


def as_jpeg(picture: Image.Image) -> bytes:
    """The picture as it is stored."""
    out = io.BytesIO()
    picture.save(out, 'JPEG', quality=88, optimize=True)
    return out.getvalue()


def scan_of(content: bytes) -> bytes:
    """A scanned page as it is stored. Raises ValueError with the sentence to show."""
    picture = opened(content)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return as_jpeg(picture)


def thumbnail_of(content: bytes) -> bytes:
    """A small JPEG of a stored image."""
    picture = Image.open(io.BytesIO(content), formats=['JPEG'])
    picture.draft('RGB', THUMBNAIL_SIZE)
    picture.thumbnail(THUMBNAIL_SIZE, Image.Resampling.LANCZOS)
    return as_jpeg(picture)
