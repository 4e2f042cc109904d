"""Tests that take longer than a normal run allows: `make soak` runs them, and each prints its figure."""

from __future__ import annotations

from tests.browser.conftest import built, chromium

__all__ = ['built', 'chromium']
