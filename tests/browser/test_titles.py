"""No file of one year under the title of another: every place that makes a file is read by the journey of two years."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import main
from pages.access import ADDRESSES, AddressKind
from tests.browser.both_years.printed import KEPT, LINES

ROOT = Path(__file__).parents[2]
MAKING = {'hand_over', 'hand_over_list', 'hand_over_tables', 'download.content', 'download.file'}
SENDING = 'pages/downloads/'  # only sends on what others have made and named
# Each place, how many files it makes, and their titles among LINES and KEPT.
OF_A_YEAR = {
    'pages/city/exam/seating_files.py': (2, {'考场签到表', '考场编排表'}),
    'pages/city/results/score_files.py': (1, {'成绩名单模板'}),
    'pages/views/ticket_files.py': (1, {'准考证'}),
    'pages/county/money/pay_code_dialog.py': (1, {'缴款单'}),
    'pages/county/money/payment_exports.py': (1, {'应缴报考人员列表', '网上缴费状态查询', '异常回执'}),
    'pages/county/money/fee_statistics.py': (1, {'缴费统计'}),
    'pages/county/results/result_files.py': (1, {'考核结果查询'}),
    'pages/reviewer/exam/ticket_workbook.py': (1, {'准考证查询'}),
    'pages/reviewer/lists/statistics.py': (1, {'信息统计'}),
    'pages/reviewer/lists/exporting.py': (1, {'报名信息查询'}),  # and the queues, which wait over all years
    'pages/reviewer/lists/roster_files.py': (2, {'终审通过名册', '现场审核名册'}),
}
OF_NO_YEAR = {  # empty templates, and what an import answered to a file of the office's own
    'components/money/statement_dialog.py': 1,
    'components/imports/import_result.py': 1,
    'components/imports/upload_dialog.py': 1,
}
ADDRESSED = {'/files/{material_id}', '/files/{material_id}/original', '/files/{material_id}/thumb'}  # a person's own
WITHOUT_A_FILE = {'/metrics', '/healthz', '/sign-in/finish'}


def test_every_place_that_makes_a_file_is_in_the_table() -> None:
    listed = {place: number for place, (number, _) in OF_A_YEAR.items()} | OF_NO_YEAR
    assert _making() == listed


def test_every_title_of_the_table_is_read_in_the_journey() -> None:
    read = {line.title for line in LINES} | {title.split()[0] for title in KEPT}
    assert set().union(*(titles for _, titles in OF_A_YEAR.values())) == read


def test_every_address_that_answers_with_a_file_is_known() -> None:
    main.register_pages()
    found = {one.path for one in ADDRESSES.values() if one.kind is AddressKind.DOWNLOAD}
    assert found == ADDRESSED | WITHOUT_A_FILE


def _making() -> Counter[str]:
    """How many calls in each module make or send a file."""
    found: Counter[str] = Counter()
    for folder in ('pages', 'components'):
        for path in (ROOT / folder).rglob('*.py'):
            place = path.relative_to(ROOT).as_posix()
            if not place.startswith(SENDING):
                calls = [node for node in ast.walk(ast.parse(path.read_text('utf-8'))) if isinstance(node, ast.Call)]
                found[place] += sum(_name(call.func) in MAKING for call in calls)
    return +found


def _name(called: ast.expr) -> str:
    """``hand_over`` or, for ``ui.download.content``, its last two names."""
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Attribute):
        return f'{called.value.attr}.{called.attr}'
    return called.id if isinstance(called, ast.Name) else ''
