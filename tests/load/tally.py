"""The measurements of one step of the ramp, and how they are printed."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.bench.figures import percentile

LIMIT = 500.0  # ms, the 95th percentile of a decision
OTHERS = ('queue', 'review page', 'search', 'details')  # what is timed besides decisions
COLUMNS = (
    *('users', 'decisions', 'p50', 'p95', 'p99', 'in the service', *OTHERS, 'errors'),
    *('servers', 'waiting', 'PostgreSQL', 'clients', 'MB a user', 'load'),
)
HEAD = f'| {" | ".join(COLUMNS)} |\n{"| ---: " * len(COLUMNS)}|'
LEGEND = (
    'Times in ms, from the click to the answer on the same page; p50 to p99 are of decisions, all others p95. In the '
    'service: one decision from the call to the commit. Servers, PostgreSQL, clients: cores they keep busy; waiting: '
    'cores the servers were ready for while others had them.'
)


@dataclass
class Tally:
    """Times in milliseconds by what was timed, and the errors."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)
    overtaken: int = 0  # another person of the same office decided first: not an error
    refused: int = 0  # the workflow refused: not an error either


@dataclass(frozen=True, slots=True)
class Spent:
    """Processor time in seconds of the programs that share the machine, and how long the servers waited for it."""

    servers: float
    waiting: float
    database: float
    clients: float

    def since(self, before: Spent, seconds: float) -> Spent:
        """The difference as the number of cores used during ``seconds``."""
        return Spent(
            (self.servers - before.servers) / seconds,
            (self.waiting - before.waiting) / seconds,
            (self.database - before.database) / seconds,
            (self.clients - before.clients) / seconds,
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a number of users for some time."""

    users: int
    tally: Tally
    in_service: float  # ms, p95 of a decision from the call to the commit
    cores: Spent
    memory: float  # MB per user

    @property
    def held(self) -> bool:
        """Whether decisions were made, in time, and without errors."""
        decisions = self.tally.times['decision']
        return bool(decisions) and percentile(decisions, 0.95) <= LIMIT and not self.tally.errors

    def line(self) -> str:
        """The step as a line of the table under HEAD."""
        decisions, cores = self.tally.times['decision'], self.cores
        cells = [str(self.users), str(len(decisions))]
        cells += [_ms(decisions, share) for share in (0.5, 0.95, 0.99)]
        cells += [f'{self.in_service:.0f}', *(_ms(self.tally.times[what], 0.95) for what in OTHERS)]
        cells += [str(self.tally.errors.total())]
        cells += [f'{one:.2f}' for one in (cores.servers, cores.waiting, cores.database, cores.clients, self.memory)]
        return f'| {" | ".join(cells)} | {os.getloadavg()[0]:.1f} |'


def _ms(values: Sequence[float], share: float) -> str:
    return f'{percentile(values, share):.0f}' if values else '–'
