"""Keeping trades together: which sessions take how many of each trade, and which rooms of a session."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain, combinations

Key = tuple[tuple[int, ...], str]  # the sessions that they may sit in, in order, and their trade


def shared_out(
    sizes: Mapping[Key, int], seats_left: Mapping[int, int], used: Mapping[str, set[int]]
) -> dict[Key, dict[int, int]]:
    """How many of each group sit in which session: as many as possible in all, each group in one session if possible.

    ``seats_left``: the free seats of each session; ``used``: the sessions that already have a trade; these come first.
    The largest groups are placed first, each in the earliest session with room; no placement takes away the only
    possible seat of another person.
    """
    demand: Counter[tuple[int, ...]] = Counter()
    for (sessions, _), size in sizes.items():
        demand[sessions] += size
    free = dict(seats_left)
    given: dict[Key, dict[int, int]] = defaultdict(dict)
    for key in sorted(sizes, key=lambda key: (-sizes[key], key[1], key[0])):
        sessions, trade = key
        rest = sizes[key]
        choices = sorted(sessions, key=lambda session: (session not in used.get(trade, ()), sessions.index(session)))
        whole = [session for session in choices if _costs_nobody(demand, free, sessions, session, rest)]
        for session in whole[:1] or choices:
            count = _most_at(demand, free, sessions, session, rest)
            if count:
                given[key][session] = count
                demand[sessions] -= count
                free[session] -= count
                rest -= count
        demand[sessions] -= rest  # no seat for these, in any distribution of the others
    return dict(given)


def _most_at(
    demand: Mapping[tuple[int, ...], int],
    free: Mapping[int, int],
    sessions: tuple[int, ...],
    session: int,
    rest: int,
) -> int:
    """The most people of a group that this session can take without taking a seat from anybody else."""
    top = min(rest, free.get(session, 0))
    return bisect_left(
        range(1, top + 1), True, key=lambda count: not _costs_nobody(demand, free, sessions, session, count)
    )


def _costs_nobody(
    demand: Mapping[tuple[int, ...], int],
    free: Mapping[int, int],
    sessions: tuple[int, ...],
    session: int,
    count: int,
) -> bool:
    """Whether the total of seated people stays the same if ``count`` of those for ``sessions`` sit in this one."""
    if count > free.get(session, 0):
        return False
    after = {**demand, sessions: demand[sessions] - count}
    return most_seated(after, {**free, session: free[session] - count}) + count == most_seated(demand, free)


def most_seated(demand: Mapping[tuple[int, ...], int], free: Mapping[int, int]) -> int:
    """The most people that can have a seat: the smallest cut between people and seats (Hall, Ford and Fulkerson).

    For every set of groups, the people outside it plus the seats of its sessions are an upper bound; the lowest bound
    is reached. There are at most five groups, one for each grade, so all their combinations are tried.
    """
    groups = [group for group, count in demand.items() if count]
    everybody = sum(demand[group] for group in groups)
    return min(
        everybody - sum(demand[group] for group in some)
        + sum(free.get(session, 0) for session in set(chain.from_iterable(some)))
        for some in _subsets(groups)
    )  # fmt: skip


def _subsets(groups: list[tuple[int, ...]]) -> Iterable[tuple[tuple[int, ...], ...]]:
    return chain.from_iterable(combinations(groups, size) for size in range(len(groups) + 1))


def packed(sizes: Mapping[str, int], free: Mapping[int, int], own: Mapping[str, set[int]]) -> dict[str, dict[int, int]]:
    """How many of each trade sit in which room of one session; there must be enough seats.

    ``free`` are the free seats of the rooms in order, ``own`` the rooms that already have a trade. First every trade
    fills whole rooms, the largest trade and the largest rooms first. Then the rest of each trade goes into one room,
    the fullest one with enough seats, so that few rooms are used and few are shared. The rest is split again only if
    no room has enough seats for it.
    """
    spare, order = dict(free), {room: at for at, room in enumerate(free)}
    given: dict[str, dict[int, int]] = defaultdict(dict)  # no trade takes a room twice
    rest = dict(sizes)

    def take(trade: str, room: int, count: int) -> None:
        given[trade][room] = count
        rest[trade] -= count
        spare[room] -= count

    def roomiest(trade: str) -> int:
        home = own.get(trade, ())
        return max(spare, key=lambda room: (spare[room] > 0 and room in home, spare[room], -order[room]))

    for trade in sorted(rest, key=lambda trade: (-rest[trade], trade)):
        while rest[trade] and rest[trade] >= spare[roomiest(trade)]:
            room = roomiest(trade)
            take(trade, room, spare[room])
    for trade in sorted(rest, key=lambda trade: (-rest[trade], trade)):
        while rest[trade]:
            home = own.get(trade, ())
            fitting = [room for room in spare if spare[room] >= rest[trade]]
            if fitting:
                room = min(fitting, key=lambda room: (room not in home, spare[room], order[room]))
                take(trade, room, rest[trade])
            else:
                room = roomiest(trade)
                take(trade, room, spare[room])
    return dict(given)
