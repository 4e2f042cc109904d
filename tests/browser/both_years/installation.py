"""The real program on an empty database, with a clock that can be moved: run as a module in place of main.py.

It begins on a morning in October of this year, so that an exam in January is always one of the next year.
"""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

import main
from domain import clock
from domain.services.year import demo_clock
from pages.server import frame, serving
from storage.settings.config import Settings
from tests.browser.both_years import bulk
from tests.waiting import PATIENCE

MONTH, DAY, HOUR = 10, 8, 10
CHEAPEST = 4  # of bcrypt: nobody attacks this installation


def serve(port: int, data: Path) -> None:
    """A first start like any other; only the clock, the cashier and the addresses of ``bulk`` are added."""
    clock.move_to(clock.at(datetime.now(clock.SHANGHAI).year, MONTH, DAY, HOUR))
    demo_clock.allow()
    bulk.offer()
    frame.PATIENCE = serving.LATEST_PAGE = PATIENCE
    settings = Settings(port=port, data=data, database=None, cashier=True, backup_at='', password_cost=CHEAPEST)
    main._serve(settings, main._first_start, browser=False)


if __name__ == '__main__':
    told = argparse.ArgumentParser()
    told.add_argument('--port', type=int)
    told.add_argument('--data', type=Path)
    known, _ = told.parse_known_args()  # the rest is said to a demonstration only
    serve(known.port, known.data)
