"""QR codes on paper, read back by an independent decoder."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from fpdf import FPDF
from PIL.Image import Image

from components.documents.payment_slip import PaymentSlip, print_slip
from components.documents.qr import draw_qr

CODE = '36116142443451939940'
LINK = f'https://gongkao.example.org/pay/{CODE}.6b05a42b.Us9Ypwrp55OaV1RVE3M6Ro0fLUEOnw4CqWkwXU9beQc'


def pages(path: Path, dpi: int) -> list[Image]:
    """The pages of a PDF as pictures."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [document[number].render(scale=dpi / 72).to_pil() for number in range(len(document))]
    finally:
        document.close()


def read(picture: Image) -> list[str]:
    """The texts of all QR codes in a picture; Micro QR, which most phones cannot read, is not counted."""
    only_qr = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCodeModel2)
    return [found.text for found in zxingcpp.read_barcodes(picture, formats=only_qr)]


@pytest.mark.parametrize('text', [CODE, LINK, 'weixin://wxpay/bizpayurl?pr=aBcD123', '准考证 王㛃 𬭎', '1'])
@pytest.mark.parametrize('dpi', [100, 300])
def test_a_code_on_paper_can_be_scanned(tmp_path: Path, text: str, dpi: int) -> None:
    paper = FPDF()
    paper.add_page()
    paper.set_fill_color(200)
    paper.rect(0, 0, 210, 297, style='F')  # the quiet zone is bare paper: white is not drawn
    paper.set_fill_color(255)
    paper.rect(20, 30, 45, 45, style='F')
    draw_qr(paper, text, 20, 30, 45)
    paper.output(str(tmp_path / 'qr.pdf'))
    (page,) = pages(tmp_path / 'qr.pdf', dpi)
    assert read(page) == [text]


def test_the_payment_slip_can_be_paid_by_scanning_it(tmp_path: Path) -> None:
    people = [(f'2026-{number:06}', '买买提·吐尔逊', '宜阳县人民医院', '￥235.00') for number in range(60)]
    slip = PaymentSlip(
        title='2026 年度工勤技能岗位等级考核缴款单', payee='宜阳县', pay_code=CODE, total='￥14,100.00',
        until='2026-12-01 18:00', address=LINK, payers=people, made_at=datetime(2026, 11, 23, tzinfo=UTC),
        foot='打印时间 2026-11-23 10:00', demo=True,
    )  # fmt: skip
    assert print_slip(slip, tmp_path / 'slip.pdf') == 2
    found = [read(page) for page in pages(tmp_path / 'slip.pdf', 100)]
    assert found == [[LINK], []]
