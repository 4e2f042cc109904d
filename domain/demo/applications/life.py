"""All rows to be written for one application of the demonstration."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from domain.demo.applications.history import Chronicle
from storage.models import Account, Deferral, Mark, Material, Opinion, PriorPass


@dataclass
class Life:
    """The applicant's account, the chronicle, and the rows that belong to the application.

    ``returning``: the account is there since an earlier year.
    """

    account: Account
    chronicle: Chronicle
    returning: bool = False
    materials: list[Material] = field(default_factory=list)
    deferrals: list[Deferral] = field(default_factory=list)
    opinions: list[Opinion] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    passes: list[PriorPass] = field(default_factory=list)

    def digests(self) -> dict[str, list[str]]:
        """Kind to the SHA-256 of its files, as a revision stores it."""
        return _by_kind((row.kind.value, row.sha256) for row in self.materials)


def _by_kind(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind, digest in pairs:
        found.setdefault(kind, []).append(digest)
    return found
