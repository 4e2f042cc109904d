"""The starting point of the attacks: the town behind real pages, and the same people for every test."""

from __future__ import annotations

import pytest

from tests.pages.conftest import patience, served, sign_in

__all__ = ['on_sqlite', 'patience', 'served', 'sign_in']
on_sqlite = pytest.mark.parametrize('template', ['sqlite'], indirect=True)  # for tests that need only one database
