"""抽查: a stratified random sample that can be repeated from its seed."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Mapping, Sequence
from typing import Protocol, Self, TypeVar


class Ordered(Hashable, Protocol):
    """The key of a stratum: strata are processed in this order."""

    def __lt__(self, other: Self, /) -> bool: ...


Key = TypeVar('Key', bound=Ordered)


def shares(sizes: Mapping[Key, int], wanted: int) -> dict[Key, int]:
    """How many of each stratum are drawn, ``wanted`` in all, or everybody if there are fewer.

    Proportional, by the largest remainder; if the sample is large enough, every stratum has at least one.
    """
    strata = sorted(key for key, size in sizes.items() if size > 0)
    everybody = sum(sizes[key] for key in strata)
    wanted = min(wanted, everybody)
    least = 1 if wanted >= len(strata) else 0

    def lacking(key: Key) -> int:
        return wanted * sizes[key] - drawn[key] * everybody

    drawn = {key: max(least, wanted * sizes[key] // everybody) for key in strata}
    # Equal remainders keep the order of the strata: max and min take the first.
    while sum(drawn.values()) < wanted:
        drawn[max(strata, key=lacking)] += 1
    while sum(drawn.values()) > wanted:  # small strata were raised to one: the strata that lack the least give one up
        drawn[min((key for key in strata if drawn[key] > least), key=lacking)] -= 1
    return drawn


def sample(members: Mapping[Key, Sequence[str]], wanted: int, seed: str) -> dict[Key, list[str]]:
    """The members drawn from each stratum, in the order drawn.

    They are ordered by the SHA-256 of seed and member, which does not depend on a program or its version: with the
    seed and the list everybody can repeat the draw by hand.
    """
    quota = shares({key: len(names) for key, names in members.items()}, wanted)
    return {key: sorted(members[key], key=lambda name: _lot(seed, name))[:n] for key, n in quota.items() if n}


def _lot(seed: str, name: str) -> str:
    return hashlib.sha256(f'{seed}|{name}'.encode()).hexdigest()
