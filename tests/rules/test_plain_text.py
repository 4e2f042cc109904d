"""No exported text works as a formula, and no other text is touched."""

from __future__ import annotations

import pytest

from domain.rules.plain_text import harmless


@pytest.mark.parametrize('first', ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe_in_front(first: str) -> None:
    assert harmless(f'{first}1+1') == f"'{first}1+1"


@pytest.mark.parametrize('text', ['', '张三', '410327', '1=1', "'=1", ' =1', '（=1）'])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text
