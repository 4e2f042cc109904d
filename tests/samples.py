"""Files as people upload them, good and bad, created when needed."""

from __future__ import annotations

import io

from fpdf import FPDF
from PIL import Image, ImageDraw
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject


def photo(width: int = 300, height: int = 420, form: str = 'JPEG') -> bytes:
    """A portrait full of noise, so that its file has the size of a real one."""
    return _saved(Image.effect_noise((width, height), 80).convert('RGB'), form)


def scan(text: str = '证书', form: str = 'JPEG', size: tuple[int, int] = (620, 877)) -> bytes:
    """A page with this text, so that pages differ."""
    page = Image.new('RGB', size, 'white')
    draw = ImageDraw.Draw(page)
    for line, character in enumerate(text):
        draw.line((40, 40 + 30 * line, 40 + ord(character) % 500, 40 + 30 * line), fill='black', width=6)
    return _saved(page, form)


def pdf(pages: int = 2) -> bytes:
    """A plain PDF."""
    document = FPDF()
    for _ in range(pages):
        document.add_page()
    return bytes(document.output())


def pdf_with(what: str) -> bytes:
    """A PDF with forbidden content: ``script``, ``attachment``, ``password``."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf(1)))
    match what:
        case 'script':
            action = {NameObject('/S'): NameObject('/JavaScript'), NameObject('/JS'): TextStringObject('app.alert(1)')}
            writer._root_object[NameObject('/OpenAction')] = DictionaryObject(action)
        case 'attachment':
            writer.add_attachment('tool.exe', b'MZ')
        case 'password':
            writer.encrypt('secret')
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def bomb() -> bytes:
    """A small PNG that unpacks to 400 million pixels."""
    return _saved(Image.new('1', (20_000, 20_000)), 'PNG')


def see_through() -> bytes:
    """A PNG whose transparent part hides a colour; a corner of it is seen."""
    picture = Image.new('RGBA', (400, 400), (254, 0, 0, 0))
    picture.paste((0, 0, 0, 255), (0, 0, 40, 40))
    return _saved(picture, 'PNG')


def _saved(picture: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, form)
    return out.getvalue()
