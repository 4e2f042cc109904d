"""The starting point of the attacks: the town behind real pages, and the same people for every test."""

from __future__ import annotations

import pytest

from tests.pages.conftest import patience, served, sign_in, stopped_clock

__all__ = ['on_sqlite', 'patience', 'served', 'sign_in', 'stopped_clock']
on_sqlite = pytest.mark.parametrize('template', ['sqlite'], indirect=True)  # where the database makes no difference
