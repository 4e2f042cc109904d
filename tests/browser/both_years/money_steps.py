"""A bank's statement in Chromium."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import settle
from tests.browser.manual import answer, row_of

ABSENT, NAMELESS = '10000000000000000001', '无名氏'
HEAD = '交易日期,交易流水号,对方户名,贷方发生额(元),附言,商户订单号'


def pay_by_statement(page: Page, names: Sequence[str], day: str) -> None:
    """导入对账单: these people have paid what they owe, and somebody has paid without a pay code."""
    lines = [f'{day},S{ABSENT[-8:]},{NAMELESS},100.00,考核费,{ABSENT}']
    for name in names:
        expect(row_of(page, name)).to_contain_text('待缴费')
        cells = row_of(page, name).locator('td').all_inner_texts()
        yuan = next(cell for cell in cells if cell.startswith('￥')).removeprefix('￥')
        code = cells[0].replace(' ', '')
        lines.append(f'{day},S{code[-8:]},{name},{yuan},考核费,{code}')
    content = '\n'.join(['收款明细', HEAD, *lines]).encode('gb18030')
    page.get_by_role('button', name='导入对账单').click()
    dialog = page.get_by_role('dialog', name='导入对账单')
    file: FilePayload = {'name': '对账单.csv', 'mimeType': 'text/csv', 'buffer': content}
    dialog.locator('input[type=file]').set_input_files(file)
    answer(page, f'入账 {len(names)} 笔')
    expect(dialog).to_contain_text(f'本次入账 {len(names)}')
    page.reload()
    settle(page)
    for name in names:
        expect(row_of(page, name)).to_contain_text('已缴费')
