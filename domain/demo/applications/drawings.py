"""Pictures and documents for the materials of the demonstration, each clearly marked 演示."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random

from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont

from domain.rules.application.uploads import PHOTO_SIZE

FONT = Path(__file__).parents[3] / 'assets' / 'fonts' / 'NotoSansSC-Regular.ttf'
_PAGE = (827, 1169)  # A4 at 100 dpi
_CARD = (860, 1130)
_INK, _PALE, _SEAL = '#26323f', '#c9d2dc', '#c2413b'
_MARK = '演示'
_GROUNDS = ('#ffffff', '#dfe9f5', '#f4f1ea', '#e9f2ec')
_SKINS, _COATS = ('#e8c4a0', '#dcb48c', '#f0d2b4'), ('#33475b', '#4b4453', '#2f4f4f', '#5b3a3a')


def portrait(random: Random) -> bytes:
    """A drawn figure that resembles no real person, in the size of 证件照."""
    width, height = PHOTO_SIZE
    picture = Image.new('RGB', PHOTO_SIZE, random.choice(_GROUNDS))
    draw = ImageDraw.Draw(picture)
    skin, hair = random.choice(_SKINS), random.choice(('#222222', '#3a2d25', '#4a4a4a'))
    draw.rounded_rectangle((30, 300, width - 30, height + 60), 90, fill=random.choice(_COATS))
    draw.rectangle((122, 255, 173, 320), fill=skin)
    draw.ellipse((78, 78, 217, 262), fill=hair)
    draw.ellipse((88, 105, 207, 285), fill=skin)
    for x in (122, 164):
        draw.ellipse((x, 178, x + 10, 186), fill=_INK)
    draw.arc((125, 205, 170, 245), 20, 160, fill='#8a4b3a', width=3)
    draw.text((width / 2, height - 34), _MARK, fill='#ffffff', font=_font(36), anchor='mm')
    return _marked(picture, 46)


def card(title: str, lines: Sequence[str]) -> bytes:
    """A certificate or an identity card with its two sides, as a photograph of paper."""
    picture = Image.new('RGB', _CARD, '#fbfaf5')
    draw = ImageDraw.Draw(picture)
    draw.rectangle((24, 24, _CARD[0] - 24, _CARD[1] - 24), outline='#a8763a', width=6)
    draw.rectangle((38, 38, _CARD[0] - 38, _CARD[1] - 38), outline='#a8763a', width=2)
    _write(draw, title, lines, _CARD[0])
    _stamp(draw, (_CARD[0] - 210, _CARD[1] - 230))
    return _marked(picture, 120)


def scan(title: str, pages: Sequence[Sequence[str]]) -> bytes:
    """A scanned paper: a PDF whose pages are pictures."""
    pictures = []
    for lines in pages:
        picture = Image.new('RGB', _PAGE, 'white')
        draw = ImageDraw.Draw(picture)
        _write(draw, title, lines, _PAGE[0])
        _stamp(draw, (_PAGE[0] - 260, _PAGE[1] - 320))
        pictures.append(Image.open(io.BytesIO(_marked(picture, 130))))
    out = io.BytesIO()
    pictures[0].save(out, 'PDF', save_all=True, append_images=pictures[1:], resolution=100)
    return out.getvalue()


def sheet(title: str, lines: Sequence[str]) -> bytes:
    """A printed form as a PDF with real text."""
    pdf = FPDF(format='A4')
    pdf.set_title(f'{title}（{_MARK}）')
    pdf.add_font('zh', fname=FONT)
    pdf.add_page()
    with pdf.local_context(text_color=200), pdf.rotation(35, 105, 148):
        pdf.set_font('zh', size=120)
        pdf.text(45, 170, _MARK)
    pdf.set_font('zh', size=20)
    pdf.cell(w=0, h=24, text=title, align='C', new_x='LMARGIN', new_y='NEXT')
    pdf.set_font('zh', size=12)
    for line in lines:
        pdf.cell(w=0, h=12, text=line, border=1, align='L', new_x='LMARGIN', new_y='NEXT')
    return bytes(pdf.output())


def _write(draw: ImageDraw.ImageDraw, title: str, lines: Sequence[str], width: int) -> None:
    draw.text((width / 2, 120), title, fill=_INK, font=_font(44), anchor='mm')
    for place, line in enumerate(lines):
        draw.text((100, 230 + place * 62), line, fill=_INK, font=_font(28))
        draw.line((100, 272 + place * 62, width - 100, 272 + place * 62), fill=_PALE, width=1)


def _stamp(draw: ImageDraw.ImageDraw, corner: tuple[int, int]) -> None:
    x, y = corner
    draw.ellipse((x, y, x + 160, y + 160), outline=_SEAL, width=6)
    draw.text((x + 80, y + 80), _MARK, fill=_SEAL, font=_font(40), anchor='mm')


def _marked(picture: Image.Image, size: int) -> bytes:
    """The picture with 演示 across it, as JPEG."""
    layer = Image.new('RGBA', picture.size, (0, 0, 0, 0))
    centre = (picture.width / 2, picture.height / 2)
    ImageDraw.Draw(layer).text(centre, _MARK, fill=(120, 130, 140, 70), font=_font(size), anchor='mm')
    out = io.BytesIO()
    Image.alpha_composite(picture.convert('RGBA'), layer.rotate(30)).convert('RGB').save(out, 'JPEG', quality=82)
    return out.getvalue()


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size)
