"""The documentation page on the workflow matches the table."""

from __future__ import annotations

from pathlib import Path

from domain.rules.review.chart import chart

PAGE = Path(__file__).parents[3] / 'docs' / 'workflow.md'


def test_the_documented_workflow_is_the_table() -> None:
    assert PAGE.read_text('utf-8') == chart(), 'run: python -m domain.rules.review.chart > docs/workflow.md'
