"""Who may do what on which object, written a second time from the specification: it calls none of our rules.

It uses rows only as plain values, goes up the tree by ``parent_id`` (the program compares paths), and answers with
the expected result of an act: ``missing``, ``forbidden`` or ``may`` (a need may still be unmet).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
MISSING, FORBIDDEN, MAY = 'missing', 'forbidden', 'may'
LIVE, SEEN_ABOVE = ('draft', 'returned', 'in_review', 'approved'), ('in_review', 'approved')
DECIDED = ('in_review', 'returned', 'rejected', 'approved')
HEIGHT = {'unit': 0, 'department': 1, 'county': 2, 'city': 3, 'province': 4}


@dataclass(frozen=True)
class Somebody:
    """An account, as in the specification."""

    id: int
    role: str
    office: int
    level: str
    number: str | None

    @property
    def works(self) -> bool:
        """Whether the account is an administrator or a reviewer of an office."""
        return self.role in ('admin', 'reviewer')

    def manages(self, lowest: str) -> bool:
        """Whether it is an administrator of this level or above: reviewers only review."""
        return self.role == 'admin' and HEIGHT[self.level] >= HEIGHT[lowest]


@dataclass(frozen=True)
class World:
    """The parents in the tree of organisations, and the overlays of one application, read for one question."""

    parents: Mapping[int, int | None]
    people: Mapping[int, Row]
    deferral: Row | None = None  # the deferral that is not cleared
    rejecter: int | None = None
    deciders: frozenset[int] = frozenset()
    ticket: bool = False

    def above(self, office: int | None) -> list[int]:
        """The organisation itself and all its superiors."""
        chain = []
        while office is not None:
            chain.append(office)
            office = self.parents.get(office)
        return chain

    def sees(self, who: Somebody, row: Row) -> bool:
        """Whether the account sees the row: offices see their subtree, applicants only their own (1-domain §2)."""
        own = self.people.get(row.get('application_id') or row['id']) if 'unit_id' in row else None
        if who.role == 'applicant':
            return own is not None and own['applicant_id'] == who.id
        place = row['unit_id'] if 'unit_id' in row else row['organisation_id']
        return who.office in self.above(place)


Power = Callable[[World, Somebody, Row], bool]


@dataclass(frozen=True)
class Line:
    """``ever``: kinds of people who can ever do this act. ``now``: whether this person may do it on this row now."""

    ever: Callable[[Somebody], bool]
    now: Power = lambda *_: True

    def answers(self, world: World, who: Somebody, row: Row, *, seen: bool) -> tuple[str, ...]:
        """The allowed answers of the act. A person who can never do it may be refused before the row is looked up."""
        if not seen:
            return (MISSING,) if self.ever(who) else (MISSING, FORBIDDEN)
        return (MAY,) if self.ever(who) and self.now(world, who, row) else (FORBIDDEN,)


def _held(_: World, who: Somebody, row: Row) -> bool:
    return row['status'] == 'in_review' and row['holder_id'] == who.office and not _oneself(who, row)


def _oneself(who: Somebody, row: Row) -> bool:
    """Nobody reviews themselves (2-workflow §2)."""
    return who.number is not None and who.number == row['id_number']


def _at(*statuses: str) -> Power:
    return lambda _, who, row: row['status'] in statuses and not _oneself(who, row)


def _reopens(world: World, who: Somebody, row: Row) -> bool:
    rejecter = world.rejecter
    return row['status'] == 'rejected' and who.office in world.above(rejecter) and not _oneself(who, row)


def _confirms(world: World, who: Somebody, row: Row) -> bool:
    open_one = world.deferral is not None and world.deferral['state'] == 'open'
    return _at(*SEEN_ABOVE)(world, who, row) and open_one and world.deferral['organisation_id'] == who.office  # type: ignore[index]


def _rechecks(world: World, who: Somebody, row: Row) -> bool:
    waits = world.deferral is not None and world.deferral['state'] == 'supplied'
    return _at(*SEEN_ABOVE)(world, who, row) and waits and who.office in world.above(world.deferral['organisation_id'])  # type: ignore[index]


def _uploads(kind: str) -> Power:
    """1-domain §5, column "by"; deferred materials may be supplied by the applicant and the deferring office."""

    def may(world: World, who: Somebody, row: Row) -> bool:
        deferral = world.deferral
        if deferral and deferral['state'] == 'open' and kind in deferral['items'] and row['status'] in SEEN_ABOVE:
            own = who.role == 'applicant' and row['applicant_id'] == who.id
            if own or (who.works and deferral['organisation_id'] == who.office):
                return True
        match kind:
            case 'salary':
                return who.works and row['status'] == 'in_review' and row['holder_id'] == who.office
            case 'exception':
                return who.manages('county') and row['status'] in ('draft', 'returned', 'in_review')
            case 'promise':
                return who.works and who.office == row['unit_id'] and row['status'] in SEEN_ABOVE
        return who.role == 'applicant' and row['status'] in ('draft', 'returned')

    return may


def _answers(_: World, who: Somebody, row: Row) -> bool:
    fits = row['state'] == 'open' and row['status'] in SEEN_ABOVE
    return fits and who.office == row['unit_id'] and not _oneself(who, row)


def _closes(_: World, who: Somebody, row: Row) -> bool:
    return row['state'] == 'answered' and row['status'] in SEEN_ABOVE and not _oneself(who, row)


def _order(status: str, *applications: str) -> Power:
    return lambda _, who, row: (
        row['status'] == status and row['application_status'] in applications and not _oneself(who, row)
    )


def _account(_: World, who: Somebody, row: Row) -> bool:
    """Nobody manages themselves; an organisation's administrator is managed from a higher office."""
    return row['account_id'] != who.id and not (row['role'] == 'admin' and row['organisation_id'] == who.office)


def _level(level: str) -> Callable[[Somebody], bool]:
    return lambda who: who.role == 'admin' and who.level == level


everybody: Callable[[Somebody], bool] = lambda _: True
offices: Callable[[Somebody], bool] = lambda who: who.works
departments: Callable[[Somebody], bool] = lambda who: who.manages('department')
counties: Callable[[Somebody], bool] = lambda who: who.manages('county')
cities: Callable[[Somebody], bool] = lambda who: who.manages('city')
rechecking: Callable[[Somebody], bool] = lambda who: who.works and HEIGHT[who.level] >= HEIGHT['county']
below_own: Power = lambda _, who, row: row['organisation_id'] != who.office
of_decider: Power = lambda world, who, row: row['status'] in DECIDED and who.id in world.deciders

LINES: dict[str, Line] = {
    'view': Line(everybody), 'files': Line(everybody), 'claim': Line(everybody), 'verify': Line(offices, _held),
    'approve': Line(offices, _held), 'return': Line(offices, _held), 'reject': Line(offices, _held),
    'reopen': Line(offices, _reopens), 'cancel': Line(cities, _at(*LIVE)), 'undo': Line(offices, of_decider),
    'defer': Line(offices, _held), 'confirm': Line(offices, _confirms),
    'recheck_pass': Line(rechecking, _rechecks), 'recheck_fail': Line(rechecking, _rechecks),
    'opinion': Line(_level('city'), _at(*SEEN_ABOVE)), 'mark': Line(_level('province'), _at(*SEEN_ABOVE)),
    'upload salary': Line(everybody, _uploads('salary')), 'upload promise': Line(everybody, _uploads('promise')),
    'upload exception': Line(everybody, _uploads('exception')), 'upload id_card': Line(everybody, _uploads('id_card')),
    'make code': Line(counties, _at('in_review', 'approved')), 'print': Line(lambda who: who.role != 'reviewer'),
    'answer opinion': Line(offices, _answers), 'answer mark': Line(offices, _answers),
    'close opinion': Line(_level('city'), _closes), 'close mark': Line(_level('province'), _closes),
    'open file': Line(everybody), 'save original': Line(everybody), 'look at deferral': Line(everybody),
    'exempt': Line(counties, _order('due', 'in_review', 'returned', 'approved')),
    'refund': Line(counties, _order('paid', 'in_review', 'returned', 'rejected', 'approved', 'cancelled')),
    'look at order': Line(counties), 'look at code': Line(counties), 'bundle': Line(counties),
    'cancel bundle': Line(counties, lambda _, __, row: row['status'] == 'due'),
    'handle receipt': Line(counties, lambda _, __, row: row['outcome'] != 'booked' and row['handled_at'] is None),
    'open account': Line(departments, _account), 'reset password': Line(departments, _account),
    'edit account': Line(departments, _account), 'delete account': Line(departments, _account),
    'look at unit': Line(departments), 'add unit': Line(departments), 'edit unit': Line(departments, below_own),
    'delete unit': Line(departments, below_own), 'set administrator': Line(departments, below_own),
}  # fmt: skip
