"""Script injections written into every free text of a demonstration, and a walk over all pages that show them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.conftest import PASSWORD, settle

# Each calls pwned() in a page that does not treat it as text.
TEXTS = (
    '<script>pwned()</script>', '<img src=x onerror=pwned()>', '<svg onload=pwned()>', '"><img src=x onerror=pwned()>',
    "' onmouseover=pwned() x='", '</script><script>pwned()</script>', '`${pwned()}`', '${pwned()}', '`+pwned()+`',
    "{{constructor.constructor('pwned()')()}}", '{{pwned()}}', '{{$el.ownerDocument.defaultView.pwned()}}',
    '<a href=javascript:pwned()>x</a>', '[x](javascript:pwned())', 'javascript:pwned()',
    '<iframe srcdoc="<script>parent.pwned()</script>">', '<details open ontoggle=pwned()>',
    '<input autofocus onfocus=pwned()>', '<body onload=pwned()>', '<math><a xlink:href=javascript:pwned()>x',
    '&lt;img src=x onerror=pwned()&gt;', '\\u003cimg src=x onerror=pwned()\\u003e', '--><img src=x onerror=pwned()>',
    ']]><img src=x onerror=pwned()>', '<q-btn v-html="1" @vue:mounted="pwned()">',
)  # fmt: skip
# Every column with text typed by users, including the names of organisations and persons.
COLUMNS: dict[str, tuple[str, ...]] = {
    'application': ('name', 'return_reason'), 'account': ('name',), 'organisation': ('name',),
    'opinion': ('text', 'answer'), 'mark': ('text', 'answer'), 'deferral': ('note', 'opinion'),
    'material': ('label',), 'common_reason': ('text',), 'draft_text': ('text',), 'ruling': ('reason',),
    'journal_entry': ('reason', 'actor', 'office'), 'trade': ('name', 'group_name'), 'window': ('name',),
    'prior_pass': ('name', 'unit', 'certificate_number', 'result'), 'site': ('name', 'address', 'directions'),
    'room': ('name',), 'exam_session': ('name',), 'statement': ('label',), 'score_import': ('label',),
    'receipt': ('trade_no', 'pay_code', 'handling'), 'refund': ('reason',), 'claim': ('name',),
    'seating_plan': ('seed',), 'exam_result': ('remark',), 'session': ('agent',),
}  # fmt: skip
FORM = ('address', 'school', 'major', 'position', 'certificate_number', 'issued_by', 'exception_document')
WATCH = 'window.ran = 0; window.pwned = () => { window.ran += 1 }'
# A picture that is not there, after all others of the page: its error comes when theirs have come.
LAST = """() => new Promise(done => {
    const picture = new Image()
    picture.onerror = () => requestAnimationFrame(() => requestAnimationFrame(done))
    picture.src = '/nothing.png'
})"""
# What must not stand in a page as an element or attribute, whether or not the policy would have stopped it.
TAKEN = """() => document.querySelectorAll(
    'img[src="x"], [onerror], [onload], [ontoggle], [onfocus], [onmouseover], iframe[srcdoc], math, ' +
    'a[href^="javascript:"]'
).length"""


def poison(file: Path) -> int:
    """Write the texts into every free text of the installation in this file; returns the number of values written."""
    database, written = sqlite3.connect(file), 0
    database.create_function('evil', 2, _text)
    with database:
        triggers = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            database.execute(f'DROP TRIGGER "{name}"')
        for table, columns in COLUMNS.items():
            known = {row[1]: row[2] for row in database.execute(f'PRAGMA table_info("{table}")')}
            for column in columns:
                if column in known:
                    width = int(''.join(filter(str.isdigit, known[column])) or 2000)
                    change = f'UPDATE OR IGNORE "{table}" SET "{column}" = evil(rowid, {width})'
                    query = f'{change} WHERE "{column}" IS NOT NULL'
                    written += database.execute(query).rowcount
        for key in FORM:
            written += database.execute(
                f"UPDATE application SET form = json_set(form, '$.{key}', evil(rowid, 100)) "
                f"WHERE json_extract(form, '$.{key}') IS NOT NULL"
            ).rowcount
        for grade in range(1, 6):
            place = f'$."{grade}".rules[0].note'
            change = f"UPDATE exam_year SET subjects = json_set(subjects, '{place}', evil(rowid + {grade}, 100))"
            written += database.execute(change).rowcount
        for _, statement in triggers:
            database.execute(statement)
    database.close()
    return written


def _text(row: int, width: int) -> str:
    fitting = [text for text in TEXTS if len(text) <= width]
    return fitting[row % len(fitting)]


def walk(browser: Browser, address: str, login: str, paths: Iterable[str]) -> tuple[int, list[str]]:
    """Open every page as this account: how many were opened, and where a text ran or became an element."""
    context = browser.new_context(locale='zh-CN')
    page, opened, taken = context.new_page(), 0, list[str]()
    page.add_init_script(WATCH)
    try:
        _enter(page, address, login)
        for path in paths:
            page.goto(address + path)
            settle(page)
            page.evaluate(LAST)
            opened += 1
            ran = page.evaluate('window.ran')
            if ran or page.evaluate(TAKEN):
                taken.append(f'{login} {path}: ran {ran}')
    finally:
        context.close()
    return opened, taken


def _enter(page: Page, address: str, login: str) -> None:
    page.goto(f'{address}/sign-in')
    settle(page)
    page.get_by_label('账号').fill(login)
    page.get_by_label('密码', exact=True).fill(PASSWORD)
    page.get_by_role('button', name='登录', exact=True).click()
    page.wait_for_url(lambda url: '/sign-in' not in url)
