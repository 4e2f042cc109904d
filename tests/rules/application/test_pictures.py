"""A picture of any mode keeps what is to be seen in it: its ink stays dark and its paper light."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from domain.errors import Invalid
from domain.rules.application.pictures import on_white
from domain.rules.application.uploads import checked
from domain.rules.vocabulary import MaterialKind

DATA = Path(__file__).parents[2] / 'data' / 'cases'
SIZE, HALF = (64, 64), (0, 0, 32, 64)  # the left half is ink, the right half paper

Colour = float | tuple[int, ...]


def halves(mode: str, ink: Colour, paper: Colour) -> Image.Image:
    picture = Image.new(mode, SIZE, paper)
    picture.paste(ink, HALF)
    return picture


def grey() -> Image.Image:
    return halves('L', 20, 240)


def stored(picture: Image.Image, form: str = 'PNG', **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def with_hole(mode: str) -> Image.Image:
    """Ink on nothing: a transparent ground whose hidden colour is dark."""
    picture = halves('RGBA', (20, 20, 20, 255), (0, 0, 0, 0))
    return picture if mode == 'RGBA' else picture.convert(mode)


def palette_with_hole() -> Image.Image:
    picture = grey().convert('RGB').convert('P', palette=Image.Palette.ADAPTIVE, colors=4)
    picture.info['transparency'] = picture.getpixel((60, 10))
    return picture


def deep(mode: str, ink: float, paper: float, dot: float | None = None) -> Image.Image:
    """More than eight bits; pasting into I;16 itself would write other values."""
    picture = halves('F' if mode == 'F' else 'I', ink, paper)
    if dot is not None:
        picture.putpixel((0, 0), dot)
    return picture.convert(mode)


def light_and_dark(picture: Image.Image) -> None:
    """The left half is dark, the right half light."""
    left, right = (picture.convert('L').getpixel((x, 32)) for x in (8, 56))
    assert isinstance(left, int)
    assert isinstance(right, int)
    assert left < 90, (left, right)
    assert right > 165, (left, right)


def plain_print() -> bytes:
    """A JPEG in print colours without Adobe's mark: every reader takes it to be inverted all the same."""
    content = stored(grey().convert('RGB').convert('CMYK'), 'JPEG')
    mark = content.index(b'\xff\xee')
    return content[:mark] + content[mark + 2 + int.from_bytes(content[mark + 2 : mark + 4], 'big') :]


UPLOADED: dict[str, Callable[[], bytes]] = {
    'black and white': lambda: stored(grey().convert('1', dither=Image.Dither.NONE)),
    'grey': lambda: stored(grey()),
    'grey with a transparent ground': lambda: stored(with_hole('LA')),
    'colour with a transparent ground': lambda: stored(with_hole('RGBA')),
    'a palette': lambda: stored(grey().convert('P')),
    'a palette with a transparent colour': lambda: stored(palette_with_hole()),
    'colour with one transparent colour': lambda: stored(
        halves('RGB', (9, 9, 9), (90, 0, 90)), transparency=(90, 0, 90)
    ),
    '16 bits': lambda: stored(deep('I;16', 9_000, 60_000)),
    '12 bits in 16': lambda: stored(deep('I;16', 300, 3_900)),
    '8 bits in 16': lambda: stored(deep('I;16', 20, 240)),
    '16 bits with a transparent value': lambda: stored(deep('I;16', 9_000, 20_000, 60_000), transparency=20_000),
    'a grey photo': lambda: stored(grey(), 'JPEG'),
    'print colours, inverted as Adobe does': lambda: stored(grey().convert('RGB').convert('CMYK'), 'JPEG'),
    'print colours without the mark of Adobe': plain_print,
}  # fmt: skip


@pytest.mark.parametrize('what', UPLOADED)
def test_an_uploaded_picture_keeps_its_ink_and_its_paper(what: str) -> None:
    picture = Image.open(io.BytesIO(checked(MaterialKind.FORM, UPLOADED[what]()).content))
    assert picture.mode == 'RGB'
    light_and_dark(picture)


DECODED: dict[str, Callable[[], Image.Image]] = {
    'I': lambda: deep('I', 9_000, 60_000),
    'I with values below zero': lambda: deep('I', -30_000, 30_000),
    'I;16B': lambda: deep('I;16B', 9_000, 60_000),
    'F from 0 to 1': lambda: deep('F', 0.1, 0.9),
    'F from 0 to 255': lambda: deep('F', 20.0, 240.0),
    'F from 0 to 65535': lambda: deep('F', 9_000.0, 60_000.0),
    'PA': lambda: grey().convert('PA'),
    'YCbCr': lambda: grey().convert('RGB').convert('YCbCr'),
    'CMYK': lambda: grey().convert('RGB').convert('CMYK'),
    'HSV': lambda: grey().convert('RGB').convert('HSV'),
}


@pytest.mark.parametrize('mode', DECODED)
def test_a_decoded_picture_of_another_mode_keeps_its_ink_and_its_paper(mode: str) -> None:
    shown = on_white(DECODED[mode]())
    assert shown is not None
    light_and_dark(shown)


def test_the_16_bit_scan_of_the_case_files_shows_all_its_shades() -> None:
    content = (DATA / 'scan_grey16.png').read_bytes()
    shown = Image.open(io.BytesIO(checked(MaterialKind.FORM, content).content)).convert('L')
    dark, light = shown.histogram()[:60], shown.histogram()[220:240]
    assert (sum(dark) > 0, sum(light) > 0, shown.histogram()[255]) == (True, True, 0)


@pytest.mark.parametrize('picture', [Image.new('RGBA', SIZE, (9, 9, 9, 0)), Image.new('LA', SIZE, (9, 0))])
def test_a_picture_that_is_transparent_everywhere_is_refused_as_such(picture: Image.Image) -> None:
    with pytest.raises(Invalid, match='完全透明，没有可见的内容'):
        checked(MaterialKind.FORM, stored(picture))


OTHER = {
    'HEIC': (b'\0\0\0\x18ftypheic' + b'\0' * 99, 'HEIC 照片.*另存为 JPG'),
    'GIF': (b'GIF89a' + b'\0' * 99, 'GIF 图片'),
    'BMP': (b'BM' + b'\1' * 99, 'BMP 图片'),
    'TIFF': (b'II*\0' + b'\1' * 99, 'TIFF 图片'),
    'WebP': (b'RIFF\0\0\0\0WEBPVP8 ', 'WebP 图片'),
    'Word': (b'PK\x03\x04' + b'\1' * 99, '办公文件或压缩包，请另存为 PDF'),
    'a program with a document behind it': (b'MZ' + b'\1' * 99 + b'%PDF-1.4', '^报名表（盖章）：只接受'),
    'an archive with a document in it': (b'PK\x03\x04' + b'\1' * 99 + b'%PDF-1.4', '压缩包'),
    'something else': (b'\1' * 99, '^报名表（盖章）：只接受'),
}


@pytest.mark.parametrize('what', OTHER)
def test_another_type_is_named_with_what_to_do(what: str) -> None:
    content, sentence = OTHER[what]
    with pytest.raises(Invalid, match=sentence):
        checked(MaterialKind.FORM, content)
