"""What the dialog of an import shows of its report: the number of each kind, the rows to look at, the result file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from components.documents import plain_table
from components.imports.import_result import Count, ImportOutcome, ListedRow
from components.kit.words import Kind
from domain import clock
from domain.rules.sheets.row_verdicts import ImportReport, R, RowVerdict, W
from domain.rules.vocabulary import Word

NOT_TAKEN = ('red', 'amber')  # the kinds whose rows are listed one by one, with those that have a note


def import_outcome(report: ImportReport[R], kinds: Mapping[Word, Kind], name: str, remark: str) -> ImportOutcome:
    """``kinds``: the verdicts in the order of the counts, each with its colour; ``name``: of the downloaded file."""
    numbers = Counter(one.verdict for one in report.verdicts)
    listed = [one for one in report.verdicts if kinds[one.verdict] in NOT_TAKEN or one.is_noted]
    stamp = clock.local(clock.now()).strftime('%Y%m%d_%H%M')
    return ImportOutcome(
        counts=[Count(verdict.label, kind, numbers[verdict]) for verdict, kind in kinds.items() if numbers[verdict]],
        listed=[_listed(one, kinds[one.verdict]) for one in listed],
        report=plain_table.csv_file(
            ('行号', '结果', '说明'),
            [*note_lines(report.notes), *((one.row, one.verdict.label, one.message) for one in report.verdicts)],
        ),
        report_name=f'{name}_{stamp}.csv',
        remark=remark,
        notes=report.notes,
    )


def note_lines(notes: Sequence[str]) -> list[tuple[str, ...]]:
    """The lines of the result file about the whole file, before those of its rows."""
    return [('', '提示', note) for note in notes]


def _listed(one: RowVerdict[W], kind: Kind) -> ListedRow:
    """A row in the list: what was not taken is red there; a message does not say the verdict again."""
    message = one.message.removeprefix(f'{one.verdict.label}；')
    return ListedRow(one.row, one.verdict.label, message, 'red' if kind in NOT_TAKEN else kind)
