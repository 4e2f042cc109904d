"""The account that acts: the first argument of every service."""

from __future__ import annotations

from dataclasses import dataclass

from domain.rules.vocabulary import RANK, Level, Role


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in account with its organisation, as read for this act; services check it again.

    ``path`` is the organisation's path: every row in the scope of an office belongs to a unit whose path begins
    with it. An applicant belongs to a unit but oversees nothing: the path is empty.
    ``session`` is the digest of the session (empty for commands of the operator and for the demonstration's builder).
    """

    account_id: int
    name: str
    role: Role
    organisation_id: int | None = None
    organisation: str = ''
    level: Level | None = None
    path: str = ''
    id_number: str | None = None
    session: str = ''
    address: str = ''

    @property
    def is_office(self) -> bool:
        """An administrator or a reviewer, as opposed to an applicant."""
        return self.role in (Role.ADMIN, Role.REVIEWER)

    @property
    def title(self) -> str:
        """县区管理员, 本级审核员, 报考人员: the text under the organisation's name."""
        if self.role is Role.ADMIN and self.level:
            return f'{self.level.label}管理员'
        return self.role.label

    def at_least(self, level: Level) -> bool:
        """Whether this office is at ``level`` or higher."""
        return self.is_office and self.level is not None and RANK[self.level] <= RANK[level]

    def oversees(self, path: str) -> bool:
        """Whether the organisation with this path is in the actor's subtree (1-domain §2, scope rule)."""
        return self.is_office and bool(self.path) and path.startswith(self.path)
