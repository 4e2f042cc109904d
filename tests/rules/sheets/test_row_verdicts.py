"""A report counts its rows by verdict, under the words that the journal keeps."""

from __future__ import annotations

from domain.rules.registration.registration_verdict import RegistrationVerdict
from domain.rules.sheets.row_verdicts import ImportReport, RowVerdict

OK, NAME = RegistrationVerdict.OK, RegistrationVerdict.NAME


def test_a_report_counts_each_verdict_that_occurs() -> None:
    rows = tuple(RowVerdict(row, verdict, '') for row, verdict in ((2, OK), (3, NAME), (4, OK)))
    report = ImportReport(rows)
    assert (report.counts, report.stopped) == ({'ok': 2, 'name': 1}, False)
    assert {type(key) for key in report.counts} == {str}
    assert ImportReport((), stopped=True).counts == {}


def test_the_journal_keeps_the_numbers_and_what_is_said_about_the_file() -> None:
    rows = (RowVerdict(2, OK, ''),)
    assert ImportReport(rows).details == {'rows': 1, 'verdicts': {'ok': 1}}
    assert ImportReport(rows, notes=('2 行被隐藏，未导入',)).details['notes'] == ['2 行被隐藏，未导入']
    assert not rows[0].is_noted
