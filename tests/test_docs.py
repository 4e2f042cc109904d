"""What the documents name is there: every path below the root and every module that stands in backticks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_architecture import PACKAGES, ROOT

DOCUMENTS = [ROOT / 'README.md', *sorted((ROOT / 'docs').rglob('*.md'))]
MODULES = {path.name for top in (*PACKAGES, 'tests') for path in (ROOT / top).rglob('*.py')} | {'main.py'}
QUOTED = re.compile(r'`([^`\n]+)`')
PATH = re.compile(r'(?:pages|components|domain|storage|assets|tests|docs|\.ci)/[\w./-]*|\w+\.py')
ADDED = {'assets/fonts/extra'}  # by whoever builds the program with further fonts


def missing(text: str) -> Iterator[str]:
    """What is named and not there; a path may end in the name of something in its module."""
    for quoted in QUOTED.findall(text):
        for word in filter(PATH.fullmatch, quoted.split()):
            path = ROOT / word
            if not (path.exists() or path.with_suffix('.py').exists() or word in MODULES | ADDED):
                yield word


@pytest.mark.parametrize('document', DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_document_names_is_there(document: Path) -> None:
    assert list(missing(document.read_text('utf-8'))) == []


def test_a_path_that_moved_is_seen() -> None:
    text = 'See `pages/queue.py`, `python main.py`, `queue.py`, `domain/rules/actor.Actor` and `gone.py --all`.'
    assert list(missing(text)) == ['pages/queue.py', 'gone.py']
