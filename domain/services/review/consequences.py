"""What follows from where an application now stands: one table, carried out by decisions and by 撤销."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from domain.events import Event, ResultsChanged
from domain.rules.actor import Actor
from domain.rules.vocabulary import Status
from domain.services.money import billing, order_moves
from domain.services.results import publication
from storage.models import Application, Claim


@dataclass(frozen=True, slots=True)
class Moved:
    """An application that was just moved, in the transaction that moved it; ``news`` is told after the commit."""

    application: Application
    actor: Actor
    at: datetime
    news: list[Event]


Consequence = Callable[[Moved], Awaitable[None]]


async def bill(moved: Moved) -> None:
    """生成应缴 (2-workflow §2, row 12)."""
    await billing.bill(moved.application, moved.at)


async def close_orders(moved: Moved) -> None:
    """What is due is not owed any more; what was paid stays paid."""
    await order_moves.close_open_orders(moved.application, moved.at, moved.news)


async def end_result(moved: Moved) -> None:
    """Nothing of the person's result stays published."""
    row = moved.application
    if await publication.end_with(row):
        moved.news.append(ResultsChanged(moved.actor.path, published=True, application_ids=(row.id,)))


async def end_claim(moved: Moved) -> None:
    """Whoever was looking at it on the desk that it left is not reviewing it any more."""
    await Claim.filter(application_id=moved.application.id).delete()


@dataclass(frozen=True, slots=True)
class Consequences:
    """One row of the table, each column in the order in which it is carried out."""

    reached: tuple[Consequence, ...] = ()
    taken_back: tuple[Consequence, ...] = ()


# A draft has no desk, no order and no result yet, and comes to be in other rooms, as what is submitted does.
# fmt: off
CONSEQUENCES = {
    #                               when it is reached                     when 撤销 leaves it again
    Status.DRAFT:      Consequences(),
    Status.IN_REVIEW:  Consequences((end_claim,)),
    Status.RETURNED:   Consequences((end_claim,)),
    Status.REJECTED:   Consequences((end_claim,)),
    Status.APPROVED:   Consequences((end_claim, bill),                     (close_orders,)),
    Status.CANCELLED:  Consequences((end_claim, close_orders, end_result)),
}
# fmt: on


async def carry_out(moved: Moved, *, taken_back: Status | None = None) -> None:
    """All that follows from where the application stands now, after what the status that was ``taken_back`` undoes."""
    undone = CONSEQUENCES[taken_back].taken_back if taken_back else ()
    for consequence in (*undone, *CONSEQUENCES[moved.application.status].reached):
        await consequence(moved)
