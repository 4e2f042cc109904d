"""One code for many: the county shows it, a phone reads it from the screen and pays, and every window knows."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Window


def scanned(page: Page) -> str:
    """The content of the QR code on this screen, read by a decoder from the picture only."""
    expect(page.locator('.qr svg')).to_be_visible()
    picture = Image.open(io.BytesIO(page.screenshot()))
    (found,) = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCodeModel2))
    return str(found.text)


def code_for(page: Page, persons: int) -> str:
    """Choose the first persons who owe and show one code for them; returns its content."""
    rows = page.locator('tbody tr')
    expect(rows.nth(persons)).to_be_visible()
    for row in range(persons):
        rows.nth(row).get_by_role('checkbox').click()
    page.get_by_role('button', name='缴费二维码', exact=True).click()
    expect(page.get_by_role('dialog').get_by_text('待缴费').first).to_be_visible()
    return scanned(page)


@pytest.mark.parametrize('scheme', ['light', 'dark'])
def test_the_code_on_the_screen_can_be_scanned_in_light_and_dark_mode(window: Window, demo: str, scheme: str) -> None:
    county = window('410300', '/payments/code')
    county.emulate_media(color_scheme='dark' if scheme == 'dark' else 'light')
    county.reload()
    assert code_for(county, 2).startswith(f'{demo}/pay/9')


def test_a_phone_pays_for_five_and_every_window_shows_it(window: Window, demo: str) -> None:
    county, orders = window('410300', '/payments/code'), window('410300', '/payments/orders')
    address = code_for(county, 5)
    phone = window(None, width=390, height=844)
    phone.goto(address)
    expect(phone.get_by_text('5 人')).to_be_visible()
    assert phone.evaluate('document.documentElement.scrollWidth') == 390
    phone.get_by_role('button', name='确认支付').dblclick()
    expect(county.get_by_role('dialog').get_by_text('已缴费').first).to_be_visible()
    expect(phone.get_by_text('缴费成功')).to_be_visible()
    expect(orders.get_by_text('已缴费').first).to_be_visible()
    phone.goto(address)
    expect(phone.get_by_text('无需再次缴费')).to_be_visible()
    phone.goto(address[:-2] + '__')
    expect(phone.get_by_text('链接无效')).to_be_visible()
