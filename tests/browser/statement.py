"""A bank's statement about the orders on a page, and its import in the dialog."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import FilePayload, Page, expect

HEAD = '交易日期,交易流水号,对方户名,贷方发生额(元),附言,商户订单号'
ABSENT = '10000000000000000001'


def owed_on(page: Page, most: int) -> list[tuple[str, str, str]]:
    """Pay code, name and amount in yuan of the first unpaid orders of the page."""
    rows = page.locator('tbody tr').filter(has_text='待缴费')
    expect(rows.first).to_be_visible()
    cells = [rows.nth(at).locator('td').all_inner_texts() for at in range(min(most, rows.count()))]
    found = []
    for row in cells:
        amount = next(cell for cell in row if cell.startswith('￥'))
        found.append((row[0].replace(' ', ''), row[1], amount.removeprefix('￥').replace(',', '')))
    return found


def statement(owed: list[tuple[str, str, str]]) -> bytes:
    """It pays these, the last one a yuan too little, and an unknown code; in the encoding of Chinese banks."""
    day = datetime.now(ZoneInfo('Asia/Shanghai')).strftime('%Y%m%d')
    lines = [f'{day},S{code[-8:]},{name},"{yuan}",工考缴费,{code}' for code, name, yuan in owed[:-1]]
    code, name, yuan = owed[-1]
    lines.append(f'{day},S{code[-8:]},{name},{float(yuan) - 1:.2f},工考缴费,{code}')
    lines.append(f'{day},S{ABSENT[-8:]},王建国,235.00,工考缴费,{ABSENT}')
    return '\n'.join(['某某银行收款明细', HEAD, *lines, '合计,,,"1,000.00",,']).encode('gb18030')


def hand_in(page: Page, content: bytes) -> None:
    """导入对账单 with this file, up to the verdicts."""
    page.get_by_role('button', name='导入对账单').click()
    dialog = page.get_by_role('dialog', name='导入对账单')
    expect(dialog.get_by_role('button', name='下载模板')).to_be_visible()
    file: FilePayload = {'name': '对账单.csv', 'mimeType': 'text/csv', 'buffer': content}
    dialog.locator('input[type=file]').set_input_files(file)
    expect(dialog.get_by_role('button', name='下载逐行结果')).to_be_visible()
