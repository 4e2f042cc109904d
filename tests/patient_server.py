"""The real program, with as long for its pages as a busy machine needs: run as a script instead of main.py."""

from __future__ import annotations

import main
from pages.server import frame, serving
from tests.waiting import PATIENCE

if __name__ == '__main__':
    frame.PATIENCE = serving.LATEST_PAGE = PATIENCE
    main.commands()
