"""A process that settles the receipts on its standard input and answers each one, until it ends or is killed."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from datetime import datetime
from pathlib import Path

from domain.rules.money.receipts import PaymentNotification
from domain.rules.vocabulary import PayChannel
from domain.services.money.receipts import settle
from storage.connection.database import close_database, open_database
from storage.settings.config import Settings

AT_ONCE = 4


async def work(settings: Settings, dies_after: int, *, stays: bool) -> None:
    """Settle one receipt per line, a few at once; after ``dies_after`` the process dies before the answer (0: never).

    ``stays``: at the end it waits until it is killed.
    """
    await open_database(settings)
    coming, settled = iter(sys.stdin.read().splitlines()), 0

    async def serve() -> None:
        nonlocal settled
        for line in coming:
            row = json.loads(line)
            row |= {'channel': PayChannel(row['channel']), 'paid_at': datetime.fromisoformat(row['paid_at'])}
            receipt = await settle(PaymentNotification(**row))
            settled += 1
            if settled == dies_after:
                os.kill(os.getpid(), signal.SIGKILL)  # committed, but the answer is never sent
            print(f'{receipt.trade_no} {receipt.outcome.value}', flush=True)

    await asyncio.gather(*(serve() for _ in range(AT_ONCE)))
    if stays:
        await asyncio.Event().wait()
    await close_database()


if __name__ == '__main__':
    place = Settings(data=Path(sys.argv[1]), database=sys.argv[2] or None)
    asyncio.run(work(place, int(sys.argv[3]), stays=sys.argv[4] == 'stays'))
