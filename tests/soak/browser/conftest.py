"""What takes longer than a normal run allows: `make soak` runs it, and each test prints its figure."""

from __future__ import annotations

from tests.browser.conftest import built, chromium

__all__ = ['built', 'chromium']
