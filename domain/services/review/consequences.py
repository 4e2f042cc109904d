"""The consequences of an application's new status: one table, carried out by decisions and by 撤销."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from domain.events import Event, ResultsChanged
from domain.rules.actor import Actor
from domain.rules.vocabulary import Act, OrderStatus, Status
from domain.services.application import originals
from domain.services.money import billing, order_moves
from domain.services.results import publication
from storage.models import Application, Claim, JournalEntry, Material


@dataclass(frozen=True, slots=True)
class Moved:
    """An application that was just moved, in the transaction that moved it; ``news`` is published after the commit."""

    application: Application
    actor: Actor
    at: datetime
    news: list[Event]
    undone: JournalEntry | None = None  # the decision that 撤销 takes back


Consequence = Callable[[Moved], Awaitable[None]]


async def bill(moved: Moved) -> None:
    """生成应缴 at the 缴费时点 (2-workflow §2, row 12), and again when the rejection that closed it is taken back."""
    if moved.undone is None or moved.undone.act is Act.REJECT:
        await billing.bill_in_time(moved.application, moved.at, moved.news)


async def close_billed(moved: Moved) -> None:
    """Close what the approval that is taken back has billed; an order from before it stays."""
    after = moved.undone.sequence if moved.undone else 0
    bills = JournalEntry.filter(application_id=moved.application.id, act=Act.BILL, sequence__gt=after)
    if await bills.exists():
        await close_orders(moved)


async def close_orders(moved: Moved) -> None:
    """Close due orders and exemptions; paid ones stay paid."""
    await order_moves.close_open_orders(moved.application, moved.at, moved.news)


async def close_due(moved: Moved) -> None:
    """Close due orders; an exemption still holds when the rejected application is reopened."""
    await order_moves.close_open_orders(moved.application, moved.at, moved.news, (OrderStatus.DUE,))


async def end_result(moved: Moved) -> None:
    """Withdraw everything published of the person's result."""
    row = moved.application
    if await publication.end_with(row):
        moved.news.append(ResultsChanged(moved.actor.path, published=True, application_ids=(row.id,)))


async def end_claim(moved: Moved) -> None:
    """End the lease of the account that was reviewing it in the queue that it left."""
    await Claim.filter(application_id=moved.application.id).delete()


async def drop_originals(moved: Moved) -> None:
    """Nothing is left to compare with: only what is shown of the materials is kept, also when it is taken back."""
    await originals.drop(Material.filter(application_id=moved.application.id))


@dataclass(frozen=True, slots=True)
class Consequences:
    """One row of the table; each column is in the order of execution."""

    reached: tuple[Consequence, ...] = ()
    taken_back: tuple[Consequence, ...] = ()


# A draft has no queue, order or result yet; drafts and submissions are made in other rooms.
# fmt: off
CONSEQUENCES = {
    #                               when it is reached                                     when 撤销 leaves it again
    Status.DRAFT:      Consequences(),
    Status.IN_REVIEW:  Consequences((end_claim, bill),                                     (close_billed,)),
    Status.RETURNED:   Consequences((end_claim,)),
    Status.REJECTED:   Consequences((end_claim, drop_originals, close_due)),
    Status.APPROVED:   Consequences((end_claim, drop_originals, bill),                     (close_billed,)),
    Status.CANCELLED:  Consequences((end_claim, drop_originals, close_orders, end_result)),
}
# fmt: on


async def carry_out(moved: Moved, *, taken_back: Status | None = None) -> None:
    """Carry out what the status that was ``taken_back`` undoes, then everything that follows from the new status."""
    undone = CONSEQUENCES[taken_back].taken_back if taken_back else ()
    for consequence in (*undone, *CONSEQUENCES[moved.application.status].reached):
        await consequence(moved)
