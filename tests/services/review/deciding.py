"""A process that decides on applications and prints which decisions were acknowledged, until the tests kill it."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from domain.errors import Refusal
from domain.rules.vocabulary import Act
from domain.services.access import sessions
from domain.services.review.decisions import Opinion, decide
from storage.connection.database import open_database
from storage.models import Account, Application
from storage.settings.config import Settings

HANDS = 4


async def work(settings: Settings, login: str) -> None:
    """Approve, return or reject the applications in the queue of ``login``, several at once, and print each one done.

    One is always left, so that the process is still at work when it is killed.
    """
    await open_database(settings)
    account = await Account.get(login=login).select_related('organisation')
    actor = sessions.actor_from(account)
    waiting = await Application.filter(holder_id=actor.organisation_id).order_by('id').values_list('id', 'version')
    queue = list(waiting)[1:]
    print('ready', flush=True)

    async def hand() -> None:
        while queue:
            application_id, version = queue.pop()
            act = (Act.APPROVE, Act.RETURN, Act.REJECT)[application_id % 3]
            try:
                done = await decide(actor, application_id, act, Opinion('核实后处理'), seen=version)
            except Refusal:
                continue
            sys.stdout.write(f'{application_id} {act.value} {done.version}\n')
            sys.stdout.flush()

    await asyncio.gather(*(hand() for _ in range(HANDS)))
    await asyncio.Event().wait()


if __name__ == '__main__':
    asyncio.run(work(Settings(data=Path(sys.argv[1]), database=sys.argv[2] or None), sys.argv[3]))
