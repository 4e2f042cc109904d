"""What the dialog of an import shows of its report: the number of each kind, the refused rows, the result file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from components.documents import plain_table
from components.imports.import_result import Count, ImportOutcome, RefusedRow
from components.kit.words import Kind
from domain import clock
from domain.rules.sheets.row_verdicts import ImportReport, R
from domain.rules.vocabulary import Word

NOT_TAKEN = ('red', 'amber')  # the kinds whose rows are listed one by one


def import_outcome(report: ImportReport[R], kinds: Mapping[Word, Kind], name: str, remark: str) -> ImportOutcome:
    """``kinds``: the verdicts in the order of the counts, each with its colour; ``name``: of the downloaded file."""
    numbers = Counter(one.verdict for one in report.verdicts)
    left = [one for one in report.verdicts if kinds[one.verdict] in NOT_TAKEN]
    stamp = clock.local(clock.now()).strftime('%Y%m%d_%H%M')
    return ImportOutcome(
        counts=[Count(verdict.label, kind, numbers[verdict]) for verdict, kind in kinds.items() if numbers[verdict]],
        refused=[RefusedRow(one.row, one.verdict.label, one.message) for one in left],
        report=plain_table.csv_file(
            ('行号', '结果', '说明'), [(one.row, one.verdict.label, one.message) for one in report.verdicts]
        ),
        report_name=f'{name}_{stamp}.csv',
        remark=remark,
    )
